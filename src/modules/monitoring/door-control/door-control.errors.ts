import { AppError, type ErrorContext, type ErrorKind, type Retry } from '../../../platform/errors/app-error.js';
import { registerProblemTexts } from '../../../platform/http/problem-texts.js';

/** Doors of several HikCentral have this id, and the caller did not say whose is meant. */
export class DoorAmbiguousError extends AppError {
  override readonly code = 'DOOR_AMBIGUOUS';
  override readonly kind = 'conflict';
  override readonly retry = 'never';

  constructor(servers: number) {
    super('several servers have a door of this id', { servers });
  }
}

/** We have left this HikCentral, or were never told that it is ours. */
export class DoorServerClosedError extends AppError {
  override readonly kind = 'conflict';
  override readonly retry = 'wait-for-human';

  constructor(override readonly code: 'DOOR_SERVER_DISABLED' | 'DOOR_SERVER_OBSERVED') {
    super('nothing is changed on this server');
  }
}

const REASONS = {
  DOOR_UNREACHABLE: ['conflict', 'retry'],
  DOOR_CONTROL_UNSUPPORTED: ['conflict', 'wait-for-human'],
  DOOR_CONTROL_REFUSED: ['conflict', 'wait-for-human'],
  DOOR_NOT_OPENED: ['unavailable', 'retry'],
} as const satisfies Record<string, readonly [ErrorKind, Retry]>;
export type DoorRefusal = keyof typeof REASONS;

/** HikCentral's own word: the door was not opened. */
export class DoorNotOpenedError extends AppError {
  override readonly kind: ErrorKind;
  override readonly retry: Retry;

  constructor(
    override readonly code: DoorRefusal,
    context: ErrorContext,
  ) {
    super('HikCentral did not open the door', context);
    [this.kind, this.retry] = REASONS[code];
  }
}

registerProblemTexts({
  DOOR_AMBIGUOUS: {
    en: 'Several HikCentral servers have a door of this id. Say which one with `serverId`.',
    ru: 'Дверь с таким номером есть на нескольких серверах HikCentral. Укажите сервер в `serverId`.',
  },
  DOOR_SERVER_DISABLED: {
    en: 'The HikCentral server of this door is disabled; its doors are not opened from here.',
    ru: 'Сервер HikCentral этой двери отключён; его двери отсюда не открываются.',
  },
  DOOR_SERVER_OBSERVED: {
    en: 'The HikCentral server of this door has not been adopted; nothing is changed there.',
    ru: 'Сервер HikCentral этой двери не принят под управление; на нём ничего не меняется.',
  },
  DOOR_UNREACHABLE: {
    en: 'The door was not opened: its terminal is offline.',
    ru: 'Дверь не открыта: её терминал не в сети.',
  },
  DOOR_CONTROL_UNSUPPORTED: {
    en: 'The door was not opened: this HikCentral cannot open doors for us.',
    ru: 'Дверь не открыта: этот HikCentral не умеет открывать двери по запросу.',
  },
  DOOR_CONTROL_REFUSED: {
    en: 'The door was not opened: HikCentral refused.',
    ru: 'Дверь не открыта: HikCentral отказал.',
  },
  DOOR_NOT_OPENED: {
    en: 'The door was not opened: HikCentral is busy. Try again in {retryAfterSeconds} s.',
    ru: 'Дверь не открыта: HikCentral занят. Повторите через {retryAfterSeconds} с.',
  },
});
