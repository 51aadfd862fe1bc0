import { AppError } from '../../platform/errors/app-error.js';
import { registerProblemTexts } from '../../platform/http/problem-texts.js';

/** Neither HikCentral's list nor any event has named this door. */
export class DoorNotFoundError extends AppError {
  override readonly code = 'DOOR_NOT_FOUND';
  override readonly kind = 'not-found';
  override readonly retry = 'never';

  constructor() {
    super('there is no such door');
  }
}

registerProblemTexts({
  DOOR_NOT_FOUND: { en: 'There is no such door.', ru: 'Такой двери нет.' },
});
