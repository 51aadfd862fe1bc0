import { type VisitView } from '../../../src/modules/visits/application/visit-view.js';
import { MANUAL_CLOCK_START } from '../../support/manual-clock.js';
import { type VisitsApp } from './visits-app.js';

const MINUTE_MS = 60_000;

/** The same as JSON tells it. */
export type VisitJson = Omit<VisitView, DateField> & Readonly<Record<DateField, string | null>>;
type DateField = 'validFrom' | 'validTo' | 'checkedInAt' | 'checkedOutAt' | 'consentAt' | 'createdAt' | 'updatedAt';

/** Minutes from the start of the test's clock. */
export function minutes(count: number): string {
  return new Date(MANUAL_CLOCK_START.getTime() + count * MINUTE_MS).toISOString();
}

export function announcement(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    kind: 'guest',
    guest: { fullName: 'Asa Ost' },
    host: { name: 'Berit Lind', email: 'lind@example.com' },
    validFrom: minutes(10),
    validTo: minutes(130),
    ...changes,
  };
}

export async function announced(app: VisitsApp, changes: Readonly<Record<string, unknown>> = {}): Promise<VisitJson> {
  const { status, body } = await app.as('reception').post<VisitJson>('/visits', announcement(changes));
  if (status !== 201) throw new Error(`announcing was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Names of the events on the timeline, oldest first. */
export async function timelineOf(app: VisitsApp, visitId: string): Promise<readonly string[]> {
  const { body } = await app.as('admin').get<{ items: { type: string }[] }>(`/visits/${visitId}/timeline`);
  return body.items.map(({ type }) => type);
}
