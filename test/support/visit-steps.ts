import { type ApiCaller } from './api-caller.js';
import { aFace } from './a-face.js';
import { waitFor } from './wait-for.js';

/** The part of a visit that the whole-system tests look at. */
export interface VisitBody {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly closedReason: string | null;
  readonly hasPhoto: boolean;
  readonly checkedInAt: string | null;
  readonly checkedOutAt: string | null;
  readonly guest: { readonly id: string; readonly fullName: string };
  readonly access: {
    readonly desired: string;
    readonly status: string;
    readonly personCode: string | null;
    readonly hikcentralPersonId: string | null;
    readonly serverId: string | null;
    readonly doors: readonly { readonly doorId: string; readonly status: string }[];
    readonly lastError: { readonly code: string } | null;
    readonly grantedAt: string | null;
    readonly revokedAt: string | null;
    readonly exposureEndsAt: string | null;
  };
}

const HOUR_MS = 3_600_000;

export function visitRequest(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    kind: 'guest',
    guest: { fullName: 'Asa Ost', company: 'Acme', phone: '+7 701 555 12 34' },
    host: { name: 'B. Lind', email: 'lind@example.com' },
    purpose: 'Planning',
    validFrom: new Date(Date.now() - 60_000).toISOString(),
    validTo: new Date(Date.now() + 2 * HOUR_MS).toISOString(),
    ...overrides,
  };
}

export async function announce(api: ApiCaller, overrides: Readonly<Record<string, unknown>> = {}): Promise<VisitBody> {
  const { status, body } = await api.post<VisitBody>('/visits', visitRequest(overrides));
  if (status !== 201) throw new Error(`announcing was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export async function putPhoto(api: ApiCaller, visitId: string, photo?: Buffer): Promise<void> {
  const answer = await api.put(`/visits/${visitId}/photo`, photo ?? (await aFace()), { 'content-type': 'image/jpeg' });
  if (answer.status !== 200) throw new Error(`the photo was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

export async function readVisit(api: ApiCaller, visitId: string): Promise<VisitBody> {
  return (await api.get<VisitBody>(`/visits/${visitId}`)).body;
}

/** @throws with the visit as it is when it does not get there in time */
export async function untilVisit(
  api: ApiCaller,
  visitId: string,
  isSo: (visit: VisitBody) => boolean,
  patienceMs = 15_000,
): Promise<VisitBody> {
  let visit = await readVisit(api, visitId);
  await waitFor(
    async () => {
      visit = await readVisit(api, visitId);
      return isSo(visit);
    },
    'what the visit was waited for',
    patienceMs,
  ).catch((error: unknown) => {
    throw new Error(`${(error as Error).message}; it is ${JSON.stringify(visit)}`);
  });
  return visit;
}

export const untilAccess = (api: ApiCaller, visitId: string, status: string, patienceMs?: number): Promise<VisitBody> =>
  untilVisit(api, visitId, ({ access }) => access.status === status, patienceMs);
