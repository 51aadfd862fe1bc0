import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { AccessRig } from './support/access-rig.js';

const HOUR_MS = 3_600_000;

describe('access ended by hand', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const grant = async () => {
    const ids = await rig.announce();
    await rig.settle();
    const { id } = await rig.cardholderOf(ids.guestId);
    return { ...ids, cardholderId: id };
  };
  const inHours = (hours: number): Date => new Date(rig.clock.now().getTime() + hours * HOUR_MS);
  const auditOf = (cardholderId: string) =>
    rig.platform.unitOfWork.read((tx) =>
      tx.query<{ action: string; detail: { reason: string } }>(
        'SELECT action, detail FROM audit_log WHERE entity_id = $1 ORDER BY seq',
        [cardholderId],
      ),
    );

  it('takes everything of all visits, refuses a new one, and gives again when resumed', async () => {
    const { visitId, guestId, cardholderId } = await grant();
    await rig.suspend.run('revoke', cardholderId, 'badge of another');
    expect(await rig.accessOf(visitId)).toMatchObject({ desired: 'revoked', status: 'revoking' });
    await rig.settle();
    expect(rig.hikcentral.held()).toEqual([]);
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'revoked', lastError: { code: 'SUSPENDED' } });

    const later = await rig.announce({ guestId, validTo: inHours(9) });
    const refused = { desired: 'revoked', status: 'revoked', lastError: { code: 'SUSPENDED' } };
    expect(await rig.accessOf(later.visitId)).toMatchObject(refused);
    rig.session.calls.length = 0;
    await rig.runFor(HOUR_MS / 2);
    expect(await rig.accessOf(later.visitId)).toMatchObject(refused);
    expect(rig.calls).toEqual([]);
    const forecast = await rig.platform.unitOfWork.read((tx) => rig.access.forecast(tx, later.visitId));
    expect(forecast).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'SUSPENDED' }] });

    await rig.suspend.run('resume', cardholderId, 'it was the twin');
    await rig.settle();
    for (const id of [visitId, later.visitId]) {
      expect(await rig.accessOf(id)).toMatchObject({ desired: 'granted', status: 'granted', lastError: null });
    }
    expect(rig.hikcentral.held()).toEqual(['door 11: 1042', 'door 12: 1042', 'level 1: 1042']);
  });

  it('is done once though it is said twice, with one audit row each way', async () => {
    const { visitId, cardholderId } = await grant();
    await rig.suspend.run('revoke', cardholderId, 'first');
    await Promise.all([1, 2, 3].map(() => rig.suspend.run('revoke', cardholderId, 'again')));
    await rig.settle();
    await Promise.all([1, 2, 3].map(() => rig.suspend.run('resume', cardholderId, 'over')));
    const rows = await auditOf(cardholderId);
    expect(rows.map(({ action }) => action)).toEqual(['cardholders.revoke', 'cardholders.resume']);
    expect(rows[0]?.detail).toEqual({ reason: 'first' });
    await rig.settle();
    expect((await rig.accessOf(visitId)).status).toBe('granted');
  });

  it.each([0, 1, 2, 3, 4, 5])('after call %i of provisioning leaves nothing, and nothing more is given', async (at) => {
    const { visitId, guestId } = await rig.announce();
    await rig.turnStraysOnly();
    const { id } = await rig.cardholderOf(guestId);
    const revoke = () => rig.suspend.run('revoke', id, 'not today').then(() => undefined);
    if (at === 0) await revoke();
    rig.session.afterCall = (_call, made) => (made === at ? revoke() : Promise.resolve());
    await rig.settle();
    expect(rig.hikcentral.held()).toEqual([]);
    expect((await rig.accessOf(visitId)).status).toBe('revoked');
    for (const name of ['give-access-level', 'add-person']) expect(rig.calls.slice(at)).not.toContain(name);
  });

  it('stands on the timeline of every open visit', async () => {
    const { visitId, guestId, cardholderId } = await grant();
    const later = await rig.announce({ guestId, validFrom: inHours(20), validTo: inHours(21) });
    await rig.suspend.run('revoke', cardholderId, 'not today');
    const events = await rig.platform.unitOfWork.read((tx) =>
      tx.query<{ visit_ids: string[] }>(
        `SELECT visit_ids FROM domain_events WHERE name = 'access-control.access-suspended.v1' AND data ->> 'guestId' = $1`,
        [guestId],
      ),
    );
    expect(events.map(({ visit_ids }) => [...visit_ids].sort())).toEqual([[visitId, later.visitId].sort()]);
  });

  it('lets the face go when consent is withdrawn, and brings it back with consent', async () => {
    rig = await AccessRig.open(database, { isConsentRequired: true });
    const { visitId, guestId } = await rig.announce();
    await rig.settle();
    const missing = { status: 'awaiting_photo', lastError: { code: 'CONSENT_MISSING' } };
    expect(await rig.accessOf(visitId)).toMatchObject(missing);
    expect(rig.calls).not.toContain('add-person');
    await rig.visits.consent(guestId, true);
    await rig.settle();
    expect((await rig.accessOf(visitId)).status).toBe('granted');

    await rig.visits.consent(guestId, false);
    await rig.settle();
    expect(await rig.accessOf(visitId)).toMatchObject(missing);
    expect([rig.hikcentral.held(), rig.hikcentral.persons.size]).toEqual([[], 0]);
    await rig.visits.consent(guestId, true);
    await rig.settle();
    expect((await rig.accessOf(visitId)).status).toBe('granted');
  });
});
