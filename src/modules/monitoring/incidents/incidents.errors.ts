import { AppError } from '../../../platform/errors/app-error.js';
import { registerProblemTexts } from '../../../platform/http/problem-texts.js';
import { type IncidentState } from './domain/incident.js';

abstract class IncidentsError extends AppError {
  override readonly retry = 'never';
}

export class IncidentNotFoundError extends IncidentsError {
  override readonly code = 'INCIDENT_NOT_FOUND';
  override readonly kind = 'not-found';

  constructor() {
    super('there is no such incident');
  }
}

/** It is over: somebody closed it, or it was none. */
export class IncidentOverError extends IncidentsError {
  override readonly code = 'INCIDENT_OVER';
  override readonly kind = 'conflict';

  constructor(state: IncidentState) {
    super('the incident is over', { state });
  }
}

export class IncidentStaleError extends IncidentsError {
  override readonly code = 'INCIDENT_STALE';
  override readonly kind = 'stale';

  constructor(version: number) {
    super('the incident has changed since it was read', { version });
  }
}

registerProblemTexts({
  INCIDENT_NOT_FOUND: { en: 'There is no such incident.', ru: 'Такого инцидента нет.' },
  INCIDENT_OVER: {
    en: 'The incident is over already; read it again.',
    ru: 'Инцидент уже завершён; обновите его.',
  },
  INCIDENT_STALE: {
    en: 'The incident has changed since you read it; it is at version {version} now.',
    ru: 'Инцидент изменился с тех пор, как вы его прочитали; сейчас версия {version}.',
  },
});
