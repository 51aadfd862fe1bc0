import { type OperationName } from '../../../../src/modules/hikcentral-gateway/index.js';
import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { type Fate } from '../../../support/fake-gateway-session.js';
import { refusal } from '../../../support/fake-hikcentral.js';
import { AccessRig } from './support/access-rig.js';
import { UNUSABLE_FACE } from './support/agreed-visits.js';

const HOUR_MS = 3_600_000;
const EVERY_CALL: readonly OperationName[] = [
  'add-person',
  'give-access-level',
  'request-application',
  'list-access-level-members',
  'read-application-summary',
];
const TAKING_CALLS: readonly OperationName[] = ['take-access-level', ...EVERY_CALL.slice(2)];

describe('access under faults', () => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
  });

  afterAll(() => database.close());

  /** The first call of this name meets this fate; all others are answered. */
  const strike = (name: OperationName, fate: Fate): void => {
    let isStruck = false;
    rig.session.fate = (call) => {
      if (isStruck || call.name !== name) return 'answered';
      isStruck = true;
      return fate;
    };
  };

  const expectGranted = async (visitId: string): Promise<void> => {
    expect((await rig.accessOf(visitId)).status).toBe('granted');
    expect(rig.hikcentral.held()).toEqual(['door 11: 1042', 'door 12: 1042', 'level 1: 1042']);
    expect(rig.hikcentral.persons.size).toBe(1);
  };

  const expectGrantedAgain = async (visitId: string): Promise<void> => {
    const { status, hikcentralPersonId } = await rig.accessOf(visitId);
    expect(status).toBe('granted');
    expect([...rig.hikcentral.persons.keys()]).toEqual([hikcentralPersonId]);
  };

  const expectGone = async (visitId: string): Promise<void> => {
    expect(rig.hikcentral.held()).toEqual([]);
    expect((await rig.accessOf(visitId)).status).toBe('revoked');
  };

  describe.each(['answer-lost', 'request-lost', 'crash-after', 'crash-before'] as const)('%s', (fate) => {
    it.each(EVERY_CALL)('at %s ends in one person who is let in', async (name) => {
      const { visitId } = await rig.announce();
      strike(name, fate);
      await rig.settle();
      await expectGranted(visitId);
    });

    it.each(TAKING_CALLS)('at %s while taking ends in nothing left', async (name) => {
      const { visitId } = await rig.announce();
      await rig.settle();
      await rig.visits.end(visitId);
      strike(name, fate);
      await rig.settle();
      await expectGone(visitId);
    });

    it.each(EVERY_CALL)('at %s and cancelled before anybody knows leaves nothing', async (name) => {
      const { visitId } = await rig.announce();
      strike(name, fate);
      rig.session.afterCall = ({ name: made }) => (made === name ? rig.visits.end(visitId) : Promise.resolve());
      await rig.turn();
      for (let turns = 0; turns < 8; turns += 1) await rig.turn();
      await rig.visits.end(visitId);
      await rig.settle();
      await expectGone(visitId);
      expect(rig.hikcentral.persons.size).toBeLessThanOrEqual(1);
    });
  });

  describe.each(['answer-lost', 'request-lost', 'crash-after', 'crash-before', 'empty-promise'] as const)(
    '%s at the deletion of a person',
    (fate) => {
      it('ends in nobody, looked up and not repeated blindly', async () => {
        const { visitId, guestId } = await rig.announce();
        await rig.settle();
        strike('delete-person', fate);
        await rig.visits.putPhoto(guestId, null);
        await rig.settle();
        expect(rig.hikcentral.persons.size).toBe(0);
        const deletions = rig.calls.filter((name) => name === 'delete-person');
        expect(deletions).toHaveLength(fate === 'answer-lost' || fate === 'crash-after' ? 1 : 2);
        await rig.visits.putPhoto(guestId, 'a better face');
        await rig.settle();
        await expectGrantedAgain(visitId);
      });

      it('and a new photo at that moment ends in one person who is let in', async () => {
        const { visitId, guestId } = await rig.announce();
        await rig.settle();
        strike('delete-person', fate);
        rig.session.afterCall = ({ name }) =>
          name === 'delete-person' ? rig.visits.putPhoto(guestId, 'a better face') : Promise.resolve();
        await rig.visits.putPhoto(guestId, null);
        await rig.settle(60_000);
        await rig.visits.putPhoto(guestId, 'a better face');
        await rig.settle();
        await expectGrantedAgain(visitId);
      });
    },
  );

  it.each([0, 1, 2, 3, 4, 5])('cancelled after call %i, nothing is left and nothing more is given', async (at) => {
    const { visitId } = await rig.announce();
    if (at === 0) await rig.turnStraysOnly();
    if (at === 0) await rig.visits.end(visitId);
    rig.session.afterCall = (_call, made) => (made === at ? rig.visits.end(visitId) : Promise.resolve());
    await rig.settle();
    await expectGone(visitId);
    expect(rig.calls.slice(at)).not.toContain('give-access-level');
    expect(rig.calls.slice(at)).not.toContain('add-person');
  });

  it('asks again for what was accepted and not done', async () => {
    const { visitId } = await rig.announce();
    strike('give-access-level', 'empty-promise');
    await rig.settle();
    await expectGranted(visitId);
    strike('take-access-level', 'empty-promise');
    await rig.visits.end(visitId);
    await rig.settle();
    await expectGone(visitId);
  });

  it('undoes a giving call that lands after the visit has ended', async () => {
    const { visitId } = await rig.announce();
    strike('give-access-level', 'request-lost');
    rig.session.afterCall = ({ name }) => (name === 'give-access-level' ? rig.visits.end(visitId) : Promise.resolve());
    await rig.runFor(20_000);
    expect((await rig.accessOf(visitId)).status).toBe('revoking');
    rig.hikcentral.levels.get('1')!.members.add('1042');
    await rig.settle();
    await expectGone(visitId);
  });

  it('does not repeat a person add whose answer was lost: it looks first', async () => {
    await rig.announce();
    strike('add-person', 'answer-lost');
    await rig.settle();
    expect(rig.calls.slice(0, 3)).toEqual(['add-person', 'find-person-by-code', 'give-access-level']);
  });

  it('fails at once when the photo is refused, and lives again with a new one', async () => {
    const { visitId, guestId } = await rig.announce({ face: UNUSABLE_FACE });
    await rig.runFor(HOUR_MS);
    expect(rig.calls).toEqual(['add-person']);
    const failed = await rig.accessOf(visitId);
    expect(failed).toMatchObject({ status: 'failed', lastError: { code: 'PHOTO_REFUSED' } });
    await rig.visits.putPhoto(guestId, 'a better face');
    await rig.settle();
    await expectGranted(visitId);
  });

  it('is revoked at its end, without a word about doors, when the photo was refused until then', async () => {
    const { visitId } = await rig.announce({ face: UNUSABLE_FACE });
    await rig.runFor(3 * HOUR_MS);
    expect(await rig.accessOf(visitId)).toMatchObject({ desired: 'revoked', status: 'revoked', doors: [] });
  });

  it('blames the name when a field is refused, and tries again when a person says so', async () => {
    const { visitId, guestId } = await rig.announce();
    strike('add-person', refusal('GATEWAY.INVALID_REQUEST', '0x00072003'));
    await rig.runFor(HOUR_MS);
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'failed', lastError: { code: 'NAME_REFUSED' } });
    await rig.reconcile.run((await rig.cardholderOf(guestId)).id);
    await rig.settle();
    await expectGranted(visitId);
  });

  it('gives up after five answers that HikCentral is full, and says so', async () => {
    rig.hikcentral.capacity = 0;
    const { visitId } = await rig.announce({ validTo: new Date(rig.clock.now().getTime() + 5 * HOUR_MS) });
    await rig.runFor(2 * HOUR_MS);
    expect(rig.calls).toEqual(Array(5).fill('add-person'));
    expect(await rig.accessOf(visitId)).toMatchObject({
      status: 'failed',
      attempts: 5,
      lastError: { code: 'CAPACITY' },
    });
  });

  it('spends no tries while HikCentral is away, and goes on when it is back', async () => {
    const { visitId } = await rig.announce();
    let isAway = true;
    rig.session.fate = () => (isAway ? refusal('GATEWAY.BUSY', '6') : 'answered');
    for (let turns = 0; turns < 30; turns += 1) {
      await rig.turn();
      await rig.clock.advance(4_000);
    }
    expect(rig.calls.length).toBeGreaterThan(10);
    expect(await rig.accessOf(visitId)).toMatchObject({
      status: 'pending',
      attempts: 0,
      lastError: { code: 'HIKCENTRAL_BUSY' },
    });
    isAway = false;
    await rig.settle();
    await expectGranted(visitId);
  });

  it('never gives up taking', async () => {
    const { visitId } = await rig.announce({ validTo: new Date(rig.clock.now().getTime() + 200 * HOUR_MS) });
    await rig.settle();
    await rig.visits.end(visitId);
    let isRefusing = true;
    rig.session.fate = ({ name }) =>
      isRefusing && name === 'take-access-level' ? refusal('GATEWAY.CAPACITY', '132') : 'answered';
    await rig.runFor(6 * HOUR_MS);
    expect((await rig.accessOf(visitId)).status).toBe('revoking');
    expect(rig.calls.length).toBeGreaterThan(60);
    isRefusing = false;
    await rig.runFor(10 * 60_000);
    await expectGone(visitId);
  });

  it('lets nineteen in when the twentieth is refused', async () => {
    const guests = [];
    for (let guest = 0; guest < 5; guest += 1) guests.push(await rig.announce());
    rig.session.fate = ({ name, body }) => {
      const { personCode } = rig.hikcentral.persons.get('1045') ?? {};
      const named = ((body['list'] ?? []) as { id?: string; personCode?: string }[]).flatMap(Object.values);
      return name === 'give-access-level' && (named.includes('1045') || named.includes(personCode))
        ? refusal('GATEWAY.INVALID_REQUEST', '2')
        : 'answered';
    };
    await rig.settle();
    for (const { visitId } of guests) {
      const { status, personCode } = await rig.accessOf(visitId);
      const isPoisoned = personCode === rig.hikcentral.persons.get('1045')?.personCode;
      expect([personCode, status]).toEqual([personCode, isPoisoned ? 'pending' : 'granted']);
    }
    expect(rig.hikcentral.levels.get('1')?.members).toEqual(new Set(['1042', '1043', '1044', '1046']));
  });

  it('keeps saying applying, and which door, while a door is offline', async () => {
    rig.hikcentral.doors.get('12')!.isOnline = false;
    const { visitId } = await rig.announce({ validTo: new Date(rig.clock.now().getTime() + 9 * HOUR_MS) });
    await rig.runFor(HOUR_MS);
    const applying = await rig.accessOf(visitId);
    expect(applying).toMatchObject({ status: 'applying', lastError: { code: 'DOOR_OFFLINE' } });
    expect(applying.doors.map(({ doorId, status }) => [doorId, status])).toEqual([
      ['11', 'applied'],
      ['12', 'pending'],
    ]);
    rig.hikcentral.doors.get('12')!.isOnline = true;
    await rig.runFor(10 * 60_000);
    await expectGranted(visitId);
  });

  it('does not believe a failure that was there before its own application', async () => {
    const { visitId } = await rig.announce();
    const door = rig.hikcentral.doors.get('11')!;
    door.failures.add('1042');
    rig.session.afterCall = ({ name }) => {
      if (name === 'read-application-failures') door.failures.clear();
      return Promise.resolve();
    };
    rig.session.fate = ({ name }) => {
      if (name === 'read-application-summary' && !rig.calls.includes('read-application-failures')) {
        door.failures.add('1042');
      }
      return 'answered';
    };
    await rig.settle();
    await expectGranted(visitId);
    expect(rig.calls.filter((name) => name === 'request-application')).toHaveLength(1);
  });

  it('asks a door again that failed twice in a row, and names it until it has the guest', async () => {
    const { visitId } = await rig.announce({ validTo: new Date(rig.clock.now().getTime() + 5 * HOUR_MS) });
    const door = rig.hikcentral.doors.get('11')!;
    door.failNext = 100;
    await rig.runFor(HOUR_MS);
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'applying', lastError: { code: 'PHOTO_REFUSED' } });
    expect((await rig.accessOf(visitId)).doors).toContainEqual(
      expect.objectContaining({ doorId: '11', status: 'failed', reason: 'face' }),
    );
    door.failNext = 0;
    await rig.runFor(15 * 60_000);
    await expectGranted(visitId);
  });

  it('gives no level twice to a person who was deleted behind our back: it makes the person again', async () => {
    const { visitId } = await rig.announce();
    let isDeleted = false;
    rig.session.afterCall = ({ name }) => {
      if (name === 'add-person' && !isDeleted) rig.hikcentral.persons.clear();
      isDeleted = true;
      return Promise.resolve();
    };
    await rig.settle();
    expect((await rig.accessOf(visitId)).status).toBe('granted');
    expect(rig.hikcentral.persons.size).toBe(1);
  });
});
