import { AppError, type Retry } from '../../platform/errors/app-error.js';
import { registerProblemTexts } from '../../platform/http/problem-texts.js';

abstract class IdentityError extends AppError {
  readonly retry: Retry = 'never';
}

/** E-mail, password or both are wrong, or the user is blocked: which of them is not told. */
export class InvalidCredentialsError extends IdentityError {
  readonly code = 'INVALID_CREDENTIALS';
  readonly kind = 'unauthenticated';

  constructor() {
    super('no such user with this password');
  }
}

export class UserNotFoundError extends IdentityError {
  readonly code = 'USER_NOT_FOUND';
  readonly kind = 'not-found';

  constructor(userId: string) {
    super('no such user', { userId });
  }
}

export class EmailTakenError extends IdentityError {
  readonly code = 'EMAIL_TAKEN';
  readonly kind = 'conflict';

  constructor() {
    super('another user has this e-mail address');
  }
}

/** Nobody could ever let anybody in again. */
export class LastAdminError extends IdentityError {
  readonly code = 'LAST_ADMIN';
  readonly kind = 'conflict';

  constructor() {
    super('the last admin who is not blocked stays one');
  }
}

export class ApiKeyNotFoundError extends IdentityError {
  readonly code = 'API_KEY_NOT_FOUND';
  readonly kind = 'not-found';

  constructor(apiKeyId: string) {
    super('no such API key', { apiKeyId });
  }
}

registerProblemTexts({
  INVALID_CREDENTIALS: { en: 'The e-mail address or the password is wrong.', ru: 'Неверный адрес или пароль.' },
  USER_NOT_FOUND: { en: 'There is no such user.', ru: 'Такого пользователя нет.' },
  EMAIL_TAKEN: { en: 'Another user has this e-mail address.', ru: 'Этот адрес уже у другого пользователя.' },
  LAST_ADMIN: {
    en: 'This is the last admin: make another one first.',
    ru: 'Это последний администратор: сначала назначьте другого.',
  },
  API_KEY_NOT_FOUND: { en: 'There is no such API key.', ru: 'Такого ключа API нет.' },
});
