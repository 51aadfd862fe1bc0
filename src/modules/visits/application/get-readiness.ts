import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { VisitAccess, type AccessForecast } from '../../../contracts/ports/visit-access.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { isFinal } from '../domain/visit-facts.js';
import { type VisitDetails } from '../persistence/visit-details.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { VisitNotFoundError } from '../visits.errors.js';
import { ownHostEmail } from './caller.js';

const REASONS = {
  VISIT_OVER: { en: 'The visit is over.', ru: 'Визит завершён.' },
  NO_PHOTO: { en: 'The guest has no photo yet.', ru: 'У гостя ещё нет фотографии.' },
  CONSENT_MISSING: {
    en: 'The guest has not agreed to the use of their face.',
    ru: 'Гость не дал согласия на использование фотографии.',
  },
} as const;

/** Will this guest get in? What visits knows by itself comes first; the rest is access-control's forecast. */
@Injectable()
export class GetReadiness {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly access: VisitAccess,
    private readonly settings: Settings,
  ) {}

  /** @throws VISIT_NOT_FOUND */
  async run(visitId: string): Promise<AccessForecast> {
    return this.unitOfWork.read(async (tx) => {
      const visit = await this.visits.find(tx, visitId, ownHostEmail('visits.read'));
      if (visit === null) throw new VisitNotFoundError(visitId);
      const blockers = this.blockersOf(visit);
      const forecast = await this.access.forecast(tx, visitId);
      if (blockers.length === 0) return forecast;
      const { language } = currentContext();
      const own = blockers.map((code) => ({ code, detail: REASONS[code][language] }));
      const known = new Set<string>(blockers);
      const reasons = [...own, ...forecast.reasons.filter(({ code }) => !known.has(code))];
      return { verdict: 'blocked', reasons, expectedReadyAt: null };
    });
  }

  private blockersOf(visit: VisitDetails): readonly (keyof typeof REASONS)[] {
    if (isFinal(visit.status)) return ['VISIT_OVER'];
    const blockers: (keyof typeof REASONS)[] = [];
    if (!visit.hasPhoto) blockers.push('NO_PHOTO');
    if (this.settings.isConsentRequired && visit.consentAt === null) blockers.push('CONSENT_MISSING');
    return blockers;
  }
}
