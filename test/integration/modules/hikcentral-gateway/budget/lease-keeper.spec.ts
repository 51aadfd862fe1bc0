import { Client } from 'pg';
import { advisoryLockOf } from '../../../../../src/modules/hikcentral-gateway/budget/lease-key.js';
import { LeaseKeeper } from '../../../../../src/modules/hikcentral-gateway/budget/lease-keeper.js';
import { LEASE_VALID_MS, type Lease } from '../../../../../src/modules/hikcentral-gateway/budget/lease.js';
import { SystemClock } from '../../../../../src/platform/clock/system-clock.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { TestLogger } from '../../../../support/test-logger.js';
import { waitFor } from '../../../../support/wait-for.js';

const KEY = 'http://hikcentral.test#21830457';

/** A machine whose time can stand still for a while, as in a pause of the whole process. */
class FreezableClock extends SystemClock {
  aheadMs = 0;

  override monotonicMs(): number {
    return super.monotonicMs() + this.aheadMs;
  }
}

describe('the lease of one HikCentral', () => {
  let database: TestDatabase;
  let clock: FreezableClock;
  const stop = new AbortController();

  beforeEach(async () => {
    database = await openTestDatabase();
    clock = new FreezableClock();
  });

  afterEach(() => database.close());

  function keeper(leaseKey = KEY): LeaseKeeper {
    const logger = new TestLogger();
    const random = new SystemRandom();
    return new LeaseKeeper({ databaseUrl: database.url, leaseKey, holder: 'test', clock, random, logger });
  }

  async function held(leaseKey?: string): Promise<Lease> {
    const lease = await keeper(leaseKey).acquire(stop.signal);
    if (!lease) throw new Error('no lease');
    return lease;
  }

  /** As the death of a process does: the server ends the connection that holds the lock. */
  async function killHolder(): Promise<void> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted
          AND ((classid::bigint << 32) | objid::bigint) = $1::bigint`,
      [advisoryLockOf(KEY)],
    );
    await client.end();
  }

  it('has one holder, and the next one a higher epoch', async () => {
    const first = await held();
    const waiting = keeper().acquire(stop.signal);
    let isTaken = false;
    void waiting.then(() => (isTaken = true));
    await clock.sleep(1_500);
    expect(isTaken).toBe(false);
    await first.release();
    const second = await waiting;
    expect(second?.epoch).toBe(first.epoch + 1);
    await second?.release();
  });

  it('of two servers is held by two', async () => {
    const [one, other] = await Promise.all([held(), held('http://other.test#1')]);
    expect([one.isValid(), other.isValid()]).toEqual([true, true]);
    await Promise.all([one.release(), other.release()]);
  });

  it('passes on within ten seconds of a death, and the dead one knows', async () => {
    const first = await held();
    const beating = first.keep();
    const waiting = keeper().acquire(stop.signal);
    const startedMs = performance.now();
    await killHolder();
    const second = await waiting;
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await waitFor(() => !first.isValid(), 'loss');
    expect(first.signal.aborted).toBe(true);
    await second?.release();
    await first.release();
    await beating;
  });

  it('passes on within ten seconds although its holder is frozen and its connection stands', async () => {
    const frozen = await held();
    const startedMs = performance.now();
    const second = await keeper().acquire(stop.signal);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    // What makes it safe: by then the frozen one's last heartbeat is no longer good.
    expect(performance.now() - startedMs).toBeGreaterThan(LEASE_VALID_MS);
    expect(frozen.isValid()).toBe(false);
    await second?.release();
  });

  it('is lost in the first instruction after a freeze, without asking anybody', async () => {
    const lease = await held();
    expect(lease.isValid()).toBe(true);
    clock.aheadMs += LEASE_VALID_MS;
    expect(lease.isValid()).toBe(false);
    expect(lease.signal.aborted).toBe(true);
    await lease.release();
  });

  it('stays as long as its heart beats', async () => {
    const lease = await held();
    const beating = lease.keep();
    for (let step = 0; step < 3; step += 1) {
      await clock.sleep(1_100);
      clock.aheadMs += LEASE_VALID_MS / 2;
    }
    expect(lease.isValid()).toBe(true);
    await lease.release();
    await beating;
  });

  it('is lost when somebody newer took its row', async () => {
    const lease = await held();
    const beating = lease.keep();
    await database.dataSource.query('UPDATE hikcentral_leases SET epoch = epoch + 1');
    await waitFor(() => lease.signal.aborted, 'loss');
    await lease.release();
    await beating;
  });

  it('is waited for until told to stop', async () => {
    const lease = await held();
    const giveUp = new AbortController();
    const waiting = keeper().acquire(giveUp.signal);
    giveUp.abort();
    expect(await waiting).toBeNull();
    await lease.release();
  });
});
