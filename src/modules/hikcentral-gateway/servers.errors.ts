import { AppError, type Retry } from '../../platform/errors/app-error.js';
import { type ServerStanding } from '../../contracts/ports/server-standings.js';
import { registerProblemTexts } from '../../platform/http/problem-texts.js';

abstract class ServerError extends AppError {
  readonly retry: Retry = 'never';
}

export class ServerNotFoundError extends ServerError {
  readonly code = 'HIKCENTRAL_SERVER_NOT_FOUND';
  readonly kind = 'not-found';

  constructor(serverId: string) {
    super('no such server', { serverId });
  }
}

/** One base URL and AppKey is one server with one budget, in whatever spelling. */
export class ServerExistsError extends ServerError {
  readonly code = 'HIKCENTRAL_SERVER_EXISTS';
  readonly kind = 'conflict';

  constructor() {
    super('another server has this base URL and AppKey');
  }
}

/** Its row keeps the calls of its last window: it can only be what it was. */
export class ServerRemovedBeforeError extends ServerError {
  readonly code = 'HIKCENTRAL_SERVER_REMOVED';
  readonly kind = 'conflict';

  constructor() {
    super('a removed server has this base URL and AppKey');
  }
}

export class ServerOfSettingsError extends ServerError {
  readonly code = 'HIKCENTRAL_SERVER_OF_SETTINGS';
  readonly kind = 'conflict';

  constructor() {
    super('the settings say what this server is');
  }
}

export class ServerInUseError extends ServerError {
  readonly code = 'HIKCENTRAL_SERVER_IN_USE';
  readonly kind = 'conflict';

  constructor(cardholders: number, standing?: ServerStanding) {
    const { persons = 0, withAccess = 0 } = standing ?? {};
    super('the server holds cardholders of ours', { cardholders, persons, withAccess });
  }
}

export class ReserveTooLargeError extends ServerError {
  readonly code = 'HIKCENTRAL_RESERVE_TOO_LARGE';
  readonly kind = 'refused';
  override readonly faults = [
    { pointer: '/revokeReserve', code: 'belowRateLimit', detail: 'must be fewer than rateLimitCalls' },
  ];

  constructor() {
    super('nothing but revocation could ever call');
  }
}

export class CaUnreadableError extends ServerError {
  readonly code = 'HIKCENTRAL_CA_UNREADABLE';
  readonly kind = 'refused';
  override readonly faults = [{ pointer: '/caPem', code: 'certificates', detail: 'must be certificates in PEM form' }];

  constructor() {
    super('no certificate could be read');
  }
}

export class PlainHttpRefusedError extends ServerError {
  readonly code = 'HIKCENTRAL_HTTPS_REQUIRED';
  readonly kind = 'refused';
  override readonly faults = [{ pointer: '/baseUrl', code: 'https', detail: 'must start with https:// in production' }];

  constructor() {
    super('plain HTTP in production');
  }
}

registerProblemTexts({
  HIKCENTRAL_SERVER_NOT_FOUND: { en: 'There is no such server.', ru: 'Такого сервера нет.' },
  HIKCENTRAL_SERVER_EXISTS: {
    en: 'Another server has this address and AppKey.',
    ru: 'Этот адрес и AppKey уже у другого сервера.',
  },
  HIKCENTRAL_SERVER_REMOVED: {
    en: 'A server with this address and AppKey was removed. Add it again instead.',
    ru: 'Сервер с этим адресом и AppKey был удалён. Добавьте его заново.',
  },
  HIKCENTRAL_SERVER_OF_SETTINGS: {
    en: 'This server is described by the settings HIKCENTRAL_*: change them and restart.',
    ru: 'Этот сервер задан настройками HIKCENTRAL_*: измените их и перезапустите службу.',
  },
  HIKCENTRAL_SERVER_IN_USE: {
    en: 'The server still holds {cardholders} of our cardholders ({persons} persons there, {withAccess} with access): disable it, and wait until they are taken out of it; with force they are given up. Another HikCentral is added as a server of its own.',
    ru: 'На сервере ещё есть наши владельцы доступа ({cardholders}; людей там {persons}, с доступом {withAccess}): отключите сервер и дождитесь их удаления; с force они оставляются там. Другой HikCentral добавляется отдельным сервером.',
  },
  HIKCENTRAL_RESERVE_TOO_LARGE: {
    en: 'The reserve for revocation must be smaller than the limit.',
    ru: 'Резерв для отзыва доступа должен быть меньше предела вызовов.',
  },
  belowRateLimit: { en: 'must be fewer than rateLimitCalls', ru: 'должно быть меньше rateLimitCalls' },
  HIKCENTRAL_CA_UNREADABLE: {
    en: 'The authority is not a list of certificates in PEM form.',
    ru: 'Центр сертификации задан не сертификатами в формате PEM.',
  },
  certificates: { en: 'must be certificates in PEM form', ru: 'нужны сертификаты в формате PEM' },
  HIKCENTRAL_HTTPS_REQUIRED: {
    en: 'In production HikCentral is spoken to over https:// only.',
    ru: 'В рабочей среде к HikCentral обращаются только по https://.',
  },
  https: { en: 'must start with https://', ru: 'должен начинаться с https://' },
});
