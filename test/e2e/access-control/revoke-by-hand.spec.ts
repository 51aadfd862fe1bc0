import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit } from '../../support/visit-steps.js';

interface Suspended {
  readonly id: string;
  readonly status: string;
  readonly suspension: { readonly reason: string; readonly by: string } | null;
}

describe('access ended by hand, over HTTP', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule();
  });

  afterAll(() => vestibule.close());

  it('ends at the doors, stays ended for a new visit, and goes on when resumed', async () => {
    const { api, simulator } = vestibule;
    const visit = await announce(api);
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    const listed = await api.get<{ items: Suspended[] }>('/cardholders');
    const id = listed.body.items[0]?.id ?? '';

    expect((await api.post(`/cardholders/${id}/revoke`, {})).status).toBe(400);
    const revoke = () =>
      api.post<Suspended>(`/cardholders/${id}/revoke`, { reason: 'lost badge' }, { 'idempotency-key': 'badge-1' });
    const revoked = await revoke();
    expect([revoked.status, revoked.body.suspension?.reason]).toEqual([202, 'lost badge']);
    const again = await revoke();
    expect([again.headers['idempotency-replayed'], again.status, again.body]).toEqual(['true', 202, revoked.body]);
    expect((await api.post<Suspended>(`/cardholders/${id}/revoke`, { reason: 'again' })).body.suspension?.reason).toBe(
      'lost badge',
    );
    const ended = await untilAccess(api, visit.id, 'revoked');
    expect(ended).toMatchObject({ status: 'expected', access: { lastError: { code: 'SUSPENDED' } } });
    expect(simulator.control.doorsHolding(access.hikcentralPersonId ?? '')).toEqual([]);

    const next = await announce(api, { guest: { id: visit.guest.id, fullName: visit.guest.fullName } });
    expect(next.access).toMatchObject({ status: 'revoked', lastError: { code: 'SUSPENDED' } });
    const readiness = await api.get<{ verdict: string; reasons: { code: string }[] }>(`/visits/${next.id}/readiness`);
    expect(readiness.body).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'SUSPENDED' }] });
    const timeline = await api.get<{ items: { type: string; cause: { kind: string } }[] }>(
      `/visits/${visit.id}/timeline?limit=200`,
    );
    expect(timeline.body.items).toContainEqual(
      expect.objectContaining({
        type: 'access_suspended',
        cause: expect.objectContaining({ kind: 'user' }) as unknown,
      }),
    );

    const levels = await api.get<{ items: { entry: string; cause: string; callId: string | null }[] }>(
      `/cardholders/${id}/levels`,
    );
    expect(levels.body.items.map(({ entry, cause }) => [entry, cause])).toEqual([
      ['confirmed_gone', 'read_back'],
      ['take', 'suspended'],
      ['give', 'visit'],
    ]);
    expect(levels.body.items[1]?.callId).toMatch(/^[0-9a-f-]{36}$/);

    const resumed = await api.post<Suspended>(`/cardholders/${id}/resume`, { reason: 'found' });
    expect([resumed.status, resumed.body.suspension]).toEqual([202, null]);
    await untilAccess(api, visit.id, 'granted');
    await untilAccess(api, next.id, 'granted');
    expect(simulator.control.foreignChanges()).toEqual([]);
  }, 60_000);
});

// A database a worker: the product above has ended before this one starts.
describe('consent withdrawn, over HTTP', () => {
  it('takes the face out of HikCentral', async () => {
    const strict = await openVestibule({ environment: { CONSENT_REQUIRED: 'true' } });
    try {
      const { api, simulator } = strict;
      const visit = await announce(api, { consent: true });
      await putPhoto(api, visit.id);
      const { access } = await untilAccess(api, visit.id, 'granted');
      expect((await api.patch(`/visits/${visit.id}`, { consent: false })).status).toBe(200);
      await untilVisit(api, visit.id, (now) => now.access.hikcentralPersonId === null);
      expect(simulator.control.personByCode(access.personCode ?? '')).toBeUndefined();
      expect((await api.patch(`/visits/${visit.id}`, { consent: true })).status).toBe(200);
      await untilAccess(api, visit.id, 'granted');
    } finally {
      await strict.close();
    }
  }, 60_000);
});
