import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { type Fate } from '../../../support/fake-gateway-session.js';
import { refusal } from '../../../support/fake-hikcentral.js';
import { AccessControlHealth } from '../../../../src/modules/access-control/access-control.health.js';
import { capabilitiesOf, GatewayError, NOTHING_KNOWN } from '../../../../src/modules/hikcentral-gateway/index.js';
import { AccessRig } from './support/access-rig.js';
import { UNUSABLE_FACE } from './support/agreed-visits.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('what gives up and what never does', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  const inHours = (hours: number): Date => new Date(rig.clock.now().getTime() + hours * HOUR_MS);
  const troubled = (): Fate => new GatewayError('GATEWAY.BUSY', 'broken inside', { httpStatus: 500 });

  it('leaves every guest of the morning provisioned after a night of 5xx', async () => {
    const guests = [];
    for (const hour of [9, 9.25, 9.5, 10]) {
      guests.push(await rig.announce({ validFrom: inHours(hour), validTo: inHours(hour + 2) }));
    }
    rig.session.fate = troubled;
    // The gateway's breaker paces the calls; here each look is one, so an hour of them stands for the night.
    for (let looks = 0; looks < 60; looks += 1) {
      await rig.turn();
      await rig.clock.advance(8 * MINUTE_MS);
    }
    expect(rig.calls.length).toBeGreaterThan(50);
    rig.session.fate = () => 'answered';
    await rig.settle();
    for (const { visitId } of guests) {
      expect(await rig.accessOf(visitId)).toMatchObject({ status: 'granted', attempts: 0, lastError: null });
    }
  });

  it('fails at once for a refused photo, and after five answers that name the guest', async () => {
    const refused = await rig.announce({ face: UNUSABLE_FACE });
    await rig.settle(MINUTE_MS);
    expect(await rig.accessOf(refused.visitId)).toMatchObject({ status: 'failed', attempts: 1 });
    rig.hikcentral.capacity = 0;
    const full = await rig.announce();
    const startMs = rig.clock.now().getTime();
    await rig.settle(30 * MINUTE_MS);
    expect(await rig.accessOf(full.visitId)).toMatchObject({ status: 'failed', lastError: { code: 'CAPACITY' } });
    const tries = rig.calls.filter((name) => name === 'add-person');
    expect(tries).toHaveLength(6);
    // 60 s, 2, 4, 8 min, with up to a quarter of jitter.
    expect(rig.clock.now().getTime() - startMs).toBeGreaterThanOrEqual(15 * MINUTE_MS);
    expect(rig.clock.now().getTime() - startMs).toBeLessThanOrEqual(20 * MINUTE_MS);
  });

  it.each([
    'GATEWAY.INVALID_REQUEST',
    'GATEWAY.CAPACITY',
    'GATEWAY.PASSWORD_REFUSED',
    'GATEWAY.UNSUPPORTED',
    'GATEWAY.AUTH_REJECTED',
    'GATEWAY.CONFLICT',
  ] as const)('takes in the end, however often it was answered %s, at most every six minutes', async (code) => {
    const { visitId } = await rig.announce({ validTo: inHours(20) });
    await rig.settle();
    await rig.visits.end(visitId);
    rig.session.calls.length = 0;
    rig.session.fate = ({ name }) => (name === 'take-access-level' ? refusal(code) : 'answered');
    const isOfServer = ['GATEWAY.UNSUPPORTED', 'GATEWAY.AUTH_REJECTED'].includes(code);
    await rig.settle(isOfServer ? 3 * MINUTE_MS : 3 * HOUR_MS);
    expect(rig.calls.length).toBeGreaterThan(20);
    expect((await rig.accessOf(visitId)).status).toBe('revoking');
    const health = new AccessControlHealth(rig.platform.unitOfWork, rig.clock);
    await rig.clock.advance(6 * MINUTE_MS);
    expect(await health.degradedReason()).toBe('not-revoked');
    if (!isOfServer) expect(rig.calls.length).toBeLessThan(3 * 12 + 10);
    rig.session.fate = () => 'answered';
    await rig.settle();
    expect([rig.hikcentral.held(), (await rig.accessOf(visitId)).status]).toEqual([[], 'revoked']);
    expect(await health.degradedReason()).toBeNull();
  });

  describe('where deleting takes the password of the administrator', () => {
    const withoutPhotos = async () => {
      const guests = [await rig.announce(), await rig.announce(), await rig.announce()];
      await rig.settle();
      for (const { guestId } of guests) await rig.visits.putPhoto(guestId, null);
      rig.session.calls.length = 0;
      return guests;
    };
    const deletions = (): number => rig.calls.filter((name) => name === 'delete-person').length;

    it('asks once in all when it is refused unasked', async () => {
      const guests = await withoutPhotos();
      rig.session.fate = ({ name }) =>
        name === 'delete-person' ? refusal('GATEWAY.PASSWORD_REFUSED', '10001') : 'answered';
      await rig.runFor(2 * HOUR_MS);
      expect([deletions(), rig.hikcentral.held()]).toEqual([1, []]);
      for (const { guestId } of guests) {
        const { id } = await rig.cardholderOf(guestId);
        await rig.reconcile.run(id);
      }
      await rig.runFor(HOUR_MS);
      expect(deletions()).toBe(1);
      rig.session.fate = () => 'answered';
      await rig.runFor(24 * HOUR_MS);
      for (const { guestId } of guests) await rig.reconcile.run((await rig.cardholderOf(guestId)).id);
      await rig.settle();
      expect(rig.hikcentral.persons.size).toBe(0);
    });

    it('never asks where that is known, takes all levels, and tells a person', async () => {
      rig.session.can = capabilitiesOf({ ...NOTHING_KNOWN, findings: { asksPasswordToDelete: true } });
      const [first] = await withoutPhotos();
      await rig.runFor(HOUR_MS);
      expect([deletions(), rig.hikcentral.held()]).toEqual([0, []]);
      const rows = await rig.platform.unitOfWork.read((tx) =>
        tx.query<{ last_error_code: string }>('SELECT last_error_code FROM cardholders WHERE guest_id = $1', [
          first!.guestId,
        ]),
      );
      expect(rows).toEqual([{ last_error_code: 'DELETION_PASSWORD' }]);
      await rig.visits.putPhoto(first!.guestId, 'a better face');
      await rig.settle();
      expect((await rig.accessOf(first!.visitId)).status).toBe('granted');
    });
  });

  it('sends no photo while memory is short, says so, and takes all the same', async () => {
    const inside = await rig.announce();
    await rig.settle();
    rig.resources.memory = 95;
    const waiting = await rig.announce();
    await rig.visits.end(inside.visitId);
    rig.session.calls.length = 0;
    await rig.runFor(10 * MINUTE_MS);
    expect((await rig.accessOf(inside.visitId)).status).toBe('revoked');
    expect(rig.calls).not.toContain('add-person');
    const short = { status: 'pending', attempts: 0, lastError: { code: 'RESOURCES_SHORT' } };
    expect(await rig.accessOf(waiting.visitId)).toMatchObject(short);
    const forecast = await rig.platform.unitOfWork.read((tx) => rig.access.forecast(tx, waiting.visitId));
    expect(forecast.verdict).toBe('at_risk');
    expect(forecast.reasons).toContainEqual(expect.objectContaining({ code: 'RESOURCES_SHORT' }));

    rig.resources.memory = 20;
    await rig.runFor(MINUTE_MS);
    expect(await rig.accessOf(waiting.visitId)).toMatchObject({ status: 'granted', lastError: null });
  });
});
