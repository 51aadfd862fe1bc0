import { setTimeout as pause } from 'node:timers/promises';

/** The part of a visit that is measured. */
export interface Visit {
  readonly id: string;
  readonly status: string;
  readonly access: { readonly status: string; readonly personCode: string | null };
}

/** The part of a drift check that is measured. */
export interface DriftCheck {
  readonly id: string;
  readonly status: string;
  readonly origin: string;
  readonly callsSpent: number;
  readonly personsRead: number;
  readonly personsTotal: number | null;
  readonly levelsRead: number;
  readonly ghosts: number;
  readonly holes: number;
}

export interface Announcement {
  readonly fullName: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

const LOOK_EVERY_MS = 250;

/** The public API as the desk uses it. Everything that is not 2xx throws. */
export class Api {
  private constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  static async login(baseUrl: string, email: string, password: string): Promise<Api> {
    const { accessToken } = await new Api(baseUrl, '').send<{ accessToken: string }>('POST', '/auth/login', {
      email,
      password,
    });
    return new Api(baseUrl, accessToken);
  }

  /** @returns the id of the visit, its photo in place */
  async announce({ fullName, validFrom, validTo }: Announcement, photo: Uint8Array): Promise<string> {
    const { id } = await this.send<Visit>('POST', '/visits', {
      kind: 'guest',
      guest: { fullName },
      host: { name: 'B. Lind', email: 'lind@example.com' },
      validFrom: validFrom.toISOString(),
      validTo: validTo.toISOString(),
    });
    await this.send('PUT', `/visits/${id}/photo`, photo);
    return id;
  }

  async cancel(visitId: string): Promise<void> {
    await this.send('POST', `/visits/${visitId}/cancel`, {});
  }

  /** All visits by id. */
  async visits(): Promise<ReadonlyMap<string, Visit>> {
    const found = new Map<string, Visit>();
    for (let cursor: string | null = ''; cursor !== null;) {
      const after = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<Visit> = await this.send('GET', `/visits?limit=200${after}`);
      for (const visit of page.items) found.set(visit.id, visit);
      cursor = page.nextCursor;
    }
    return found;
  }

  /** @throws Error with how many got there when not all do in time */
  async until(ids: readonly string[], isSo: (visit: Visit) => boolean, patienceMs: number): Promise<readonly Visit[]> {
    const deadlineMs = performance.now() + patienceMs;
    for (;;) {
      const all = await this.visits();
      const visits = ids.flatMap((id) => all.get(id) ?? []);
      const there = visits.filter(isSo);
      if (there.length === ids.length) return visits;
      if (performance.now() > deadlineMs) {
        const states = [...new Set(visits.map(({ status, access }) => `${status}/${access.status}`))];
        throw new Error(`${there.length} of ${ids.length} visits got there in ${patienceMs} ms: ${states.join(', ')}`);
      }
      await pause(LOOK_EVERY_MS);
    }
  }

  startDriftCheck(): Promise<DriftCheck> {
    return this.send('POST', '/drift-checks', {});
  }

  async driftChecks(): Promise<readonly DriftCheck[]> {
    return (await this.send<Page<DriftCheck>>('GET', '/drift-checks')).items;
  }

  private async send<T>(method: string, path: string, body?: Uint8Array | object): Promise<T> {
    const isPhoto = body instanceof Uint8Array;
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers['content-type'] = isPhoto ? 'image/jpeg' : 'application/json';
    const answer = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: isPhoto ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}

export const isAccess =
  (status: string) =>
  ({ access }: Visit): boolean =>
    access.status === status;
