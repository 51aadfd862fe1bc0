import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { AccessRig } from './support/access-rig.js';

const HOUR_MS = 3_600_000;
const GIVING = [
  'add-person',
  'give-access-level',
  'list-access-level-members',
  'request-application',
  'read-application-summary',
];
const TAKING = ['take-access-level', 'request-application', 'list-access-level-members', 'read-application-summary'];

describe('the access of one guest', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  it('costs nine calls from the photo until nothing is left', async () => {
    const { visitId, guestId } = await rig.announce({ face: null });
    await rig.settle();
    expect((await rig.accessOf(visitId)).status).toBe('awaiting_photo');
    expect((await rig.accessOf(visitId)).lastError?.code).toBe('NO_PHOTO');
    expect(rig.calls).toEqual([]);

    await rig.visits.putPhoto(guestId, 'a face');
    expect((await rig.accessOf(visitId)).status).toBe('pending');
    await rig.settle();
    expect(rig.calls).toEqual(GIVING);
    const granted = await rig.accessOf(visitId);
    expect(granted).toMatchObject({
      status: 'granted',
      desired: 'granted',
      hikcentralPersonId: '1042',
      lastError: null,
    });
    expect(granted.doors.map(({ doorId, status }) => [doorId, status])).toEqual([
      ['11', 'applied'],
      ['12', 'applied'],
    ]);
    expect(granted.exposureEndsAt).toEqual(granted.validTo);
    expect(rig.hikcentral.held()).toEqual(['door 11: 1042', 'door 12: 1042', 'level 1: 1042']);

    await rig.visits.end(visitId);
    expect((await rig.accessOf(visitId)).status).toBe('revoking');
    await rig.settle();
    expect(rig.calls).toEqual([...GIVING, ...TAKING]);
    expect(rig.hikcentral.held()).toEqual([]);
    const revoked = await rig.accessOf(visitId);
    expect(revoked).toMatchObject({ status: 'revoked', desired: 'revoked', exposureEndsAt: null });
    expect(revoked.doors.map(({ status }) => status)).toEqual(['removed', 'removed']);
    expect(revoked.grantedAt).toEqual(granted.grantedAt);
    expect(revoked.revokedAt).not.toBeNull();

    const cardholder = await rig.cardholderOf(guestId);
    expect(cardholder.observed_generation).toBe(cardholder.generation);
    await rig.runFor(2 * HOUR_MS);
    expect(rig.calls).toHaveLength(9);
  });

  it('sends nobody before the lead time, and everything by itself then', async () => {
    const startsAt = rig.clock.now().getTime() + 30 * HOUR_MS;
    const { visitId } = await rig.announce({ validFrom: new Date(startsAt), validTo: new Date(startsAt + HOUR_MS) });
    await rig.runFor(5 * HOUR_MS);
    expect(rig.calls).toEqual([]);
    const waiting = await rig.accessOf(visitId);
    expect(waiting.status).toBe('pending');
    expect(waiting.nextAttemptAt).toEqual(new Date(startsAt - 24 * HOUR_MS));
    await rig.runFor(2 * HOUR_MS);
    expect((await rig.accessOf(visitId)).status).toBe('granted');
  });

  it('ends at validTo by itself, doors that are offline included', async () => {
    const { visitId } = await rig.announce();
    await rig.settle();
    rig.hikcentral.doors.get('11')!.isOnline = false;
    await rig.runFor(3 * HOUR_MS);
    expect(rig.hikcentral.held()).toEqual([]);
    const revoked = await rig.accessOf(visitId);
    expect(revoked.status).toBe('revoked');
    expect(revoked.doors).toContainEqual(
      expect.objectContaining({ doorId: '11', status: 'removed', reason: 'expired' }),
    );
  });

  it('says revoking from validTo on until it is read back, whether or not a loop has noticed', async () => {
    const now = rig.clock.now().getTime();
    const { visitId } = await rig.announce({ validTo: new Date(now + HOUR_MS + 700) });
    await rig.settle();
    const statuses = new Set<string>();
    rig.session.afterCall = async () => {
      const { desired, status } = await rig.accessOf(visitId);
      statuses.add(`${desired} ${status}`);
    };
    await rig.clock.advance(Math.floor((now + HOUR_MS + 700) / 1_000) * 1_000 - rig.clock.now().getTime());
    expect(await rig.accessOf(visitId)).toMatchObject({ desired: 'revoked', status: 'revoking' });
    await rig.settle();
    expect([...statuses]).toEqual(['revoked revoking']);
    expect((await rig.accessOf(visitId)).status).toBe('revoked');
  });

  it('brings a shorter end to HikCentral first, and a longer one as well', async () => {
    const { visitId } = await rig.announce();
    await rig.settle();
    const shorter = new Date(rig.clock.now().getTime() + HOUR_MS);
    rig.session.calls.length = 0;
    await rig.visits.moveEnd(visitId, shorter);
    await rig.settle();
    expect(rig.calls.slice(0, 2)).toEqual(['update-person', 'request-application']);
    expect(rig.session.calls.map(({ lane }) => lane)).toContain('revoke');
    const shortened = await rig.accessOf(visitId);
    expect(shortened.status).toBe('granted');
    expect(shortened.validTo?.getTime()).toBe(Math.floor(shorter.getTime() / 1_000) * 1_000);

    const longer = new Date(rig.clock.now().getTime() + 5 * HOUR_MS);
    await rig.visits.moveEnd(visitId, longer);
    await rig.settle();
    expect((await rig.accessOf(visitId)).exposureEndsAt?.getTime()).toBe(Math.floor(longer.getTime() / 1_000) * 1_000);
  });

  it('replaces the face, and brings it to the doors', async () => {
    const { visitId, guestId } = await rig.announce();
    await rig.settle();
    rig.session.calls.length = 0;
    const before = rig.hikcentral.doors.get('11')!.copies.get('1042')!.faceData;
    await rig.visits.putPhoto(guestId, 'another face');
    await rig.settle();
    expect(rig.calls).toEqual(['update-face', 'request-application', 'read-application-summary']);
    expect(rig.hikcentral.doors.get('11')!.copies.get('1042')!.faceData).not.toBe(before);
    expect((await rig.accessOf(visitId)).status).toBe('granted');
  });

  it('deletes the person when the photo is removed, and makes the same one again for a new photo', async () => {
    const { visitId, guestId } = await rig.announce();
    await rig.settle();
    const { personCode } = await rig.accessOf(visitId);
    rig.session.calls.length = 0;
    rig.session.afterCall = ({ name }) => {
      if (name === 'delete-person') expect(heldBeforeDeletion).toEqual([]);
      if (name === 'read-application-summary') heldBeforeDeletion = rig.hikcentral.held();
      return Promise.resolve();
    };
    let heldBeforeDeletion = rig.hikcentral.held();
    await rig.visits.putPhoto(guestId, null);
    expect((await rig.accessOf(visitId)).status).toBe('awaiting_photo');
    await rig.settle();
    expect(rig.calls).toEqual([...TAKING, 'delete-person', 'find-person-by-code']);
    expect(rig.session.calls.slice(0, 4).map(({ lane }) => lane)).toEqual(Array(4).fill('revoke'));
    expect(rig.session.calls.at(-2)?.lane).not.toBe('revoke');
    expect(rig.hikcentral.persons.size).toBe(0);
    expect(await rig.accessOf(visitId)).toMatchObject({
      status: 'awaiting_photo',
      personCode,
      hikcentralPersonId: null,
      exposureEndsAt: null,
      lastError: { code: 'NO_PHOTO' },
    });
    await rig.visits.putPhoto(guestId, 'another face');
    await rig.settle();
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'granted', personCode, hikcentralPersonId: '1043' });
    expect(rig.hikcentral.persons.size).toBe(1);
  });

  it('deletes nobody when a new photo comes before the deletion', async () => {
    const { visitId, guestId } = await rig.announce();
    await rig.settle();
    rig.session.afterCall = ({ name }) =>
      name === 'take-access-level' ? rig.visits.putPhoto(guestId, 'another face') : Promise.resolve();
    await rig.visits.putPhoto(guestId, null);
    await rig.settle();
    expect(rig.calls).not.toContain('delete-person');
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'granted', hikcentralPersonId: '1042' });
  });

  it('deletes the person of a guest whose visits are over as well', async () => {
    const { visitId, guestId } = await rig.announce();
    await rig.settle();
    await rig.visits.end(visitId);
    await rig.settle();
    await rig.visits.putPhoto(guestId, null);
    await rig.refresh(guestId);
    await rig.settle();
    expect(rig.hikcentral.persons.size).toBe(0);
  });

  it('takes every level ever given, also those that the visit no longer names', async () => {
    const { visitId } = await rig.announce({ accessLevelIds: ['1', '2'] });
    await rig.settle();
    await rig.visits.giveLevels(visitId, ['2']);
    await rig.visits.end(visitId);
    // What is remembered beside the ledger is lost.
    await rig.platform.unitOfWork.run(async (tx) => {
      await tx.query(`UPDATE cardholders SET observed = jsonb_set(observed, '{levels}', '{}')`);
    });
    await rig.settle();
    expect(rig.hikcentral.held()).toEqual([]);
    expect((await rig.accessOf(visitId)).status).toBe('revoked');
  });

  it('leaves an overlapping visit alone when the other ends', async () => {
    const first = await rig.announce({ accessLevelIds: ['1'] });
    const now = rig.clock.now().getTime();
    const second = await rig.announce({
      guestId: first.guestId,
      accessLevelIds: ['2'],
      validFrom: new Date(now + HOUR_MS),
      validTo: new Date(now + 4 * HOUR_MS),
    });
    await rig.settle();
    expect(rig.hikcentral.persons.size).toBe(1);
    await rig.visits.end(first.visitId);
    await rig.settle();
    expect((await rig.accessOf(first.visitId)).status).toBe('revoked');
    expect((await rig.accessOf(second.visitId)).status).toBe('granted');
    expect(rig.hikcentral.held()).toEqual(['door 21: 1042', 'level 2: 1042']);
    const [person] = rig.hikcentral.persons.values();
    expect(Date.parse(person!.endTime)).toBe(Math.floor((now + 4 * HOUR_MS) / 1_000) * 1_000);
  });

  it('gives a guest who comes again the same person', async () => {
    const first = await rig.announce();
    await rig.settle();
    await rig.visits.end(first.visitId);
    await rig.settle();
    const second = await rig.announce({ guestId: first.guestId });
    await rig.settle();
    expect((await rig.accessOf(second.visitId)).status).toBe('granted');
    expect(rig.hikcentral.persons.size).toBe(1);
  });
});
