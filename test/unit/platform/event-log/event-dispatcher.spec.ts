import { type DiscoveryService } from '@nestjs/core';
import { Registry } from 'prom-client';
import { type Settings } from '../../../../src/config/settings.js';
import { UnitOfWork } from '../../../../src/platform/database/unit-of-work.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { LocalDoorbell } from '../../../../src/platform/doorbell/local-doorbell.js';
import { DISPATCH_EVENTS_BELL } from '../../../../src/platform/event-log/event-dispatcher.bell.js';
import { EventConsumer } from '../../../../src/platform/event-log/event-consumer.js';
import { EventDispatcher } from '../../../../src/platform/event-log/event-dispatcher.js';
import { type EventEnvelope } from '../../../../src/platform/event-log/event-envelope.js';
import { EventLogMetrics } from '../../../../src/platform/event-log/event-log.metrics.js';
import { SystemRandom } from '../../../../src/platform/random/random.js';
import { MemoryConsumerPositions } from '../../../simulation/storage/memory/memory-consumer-positions.js';
import { MemoryDatabase } from '../../../simulation/storage/memory/memory-database.js';
import { MemoryEventLogReader, MemoryEventLogWriter } from '../../../simulation/storage/memory/memory-event-log.js';
import { MemoryUnitOfWork } from '../../../simulation/storage/memory/memory-unit-of-work.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { TestLogger } from '../../../support/test-logger.js';

const SWEEP_MS = 5_000;
const HOUR_MS = 3_600_000;

class Counting extends EventConsumer {
  readonly given: string[] = [];

  constructor(
    override readonly name: string,
    override readonly events = ['x'],
  ) {
    super();
  }

  override handle(_tx: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    this.given.push(...events.map(({ id }) => id));
    return Promise.resolve();
  }
}

class CountingUnitOfWork extends UnitOfWork {
  transactions = 0;

  constructor(private readonly inner: UnitOfWork) {
    super();
  }

  override run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    this.transactions += 1;
    return this.inner.run(work);
  }

  override read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    this.transactions += 1;
    return this.inner.read(work);
  }
}

describe('event dispatcher', () => {
  let clock: ManualClock;
  let database: MemoryDatabase;
  let unitOfWork: CountingUnitOfWork;
  let consumers: readonly Counting[];
  let doorbell: LocalDoorbell;
  let dispatcher: EventDispatcher;

  beforeEach(() => {
    clock = new ManualClock();
    database = new MemoryDatabase(() => undefined);
    unitOfWork = new CountingUnitOfWork(new MemoryUnitOfWork(database, []));
    consumers = ['one', 'two', 'three', 'four'].map((name) => new Counting(name));
    open(consumers);
  });

  function open(found: readonly Counting[]): void {
    doorbell = new LocalDoorbell();
    dispatcher = new EventDispatcher(
      { getProviders: () => found.map((instance) => ({ instance })) } as unknown as DiscoveryService,
      { role: 'all' } as unknown as Settings,
      doorbell,
      unitOfWork,
      new MemoryEventLogReader(database),
      new MemoryConsumerPositions(database),
      clock,
      new SystemRandom(),
      new TestLogger(),
      new EventLogMetrics(new Registry()),
    );
    dispatcher.onModuleInit();
    dispatcher.onApplicationBootstrap();
  }

  afterEach(() => dispatcher.beforeApplicationShutdown());

  /** Of another process, whose bell is not heard here. */
  const publish = (id: string) =>
    unitOfWork.run((tx) =>
      new MemoryEventLogWriter(database).append(
        tx,
        [{ id, name: 'x', data: {}, visitIds: [], cause: { kind: 'system', ref: null } }],
        clock.now(),
        '0'.repeat(32),
      ),
    );

  it('gives what nobody rang for within the sweep, to everybody and once', async () => {
    await clock.advance(SWEEP_MS / 2);
    await publish('a');
    await clock.advance(SWEEP_MS);
    await publish('b');
    await clock.advance(SWEEP_MS);
    for (const { given } of consumers) expect(given).toEqual(['a', 'b']);
  });

  it('a bell wakes only those whom the events concern', async () => {
    const indifferent = new Counting('indifferent', ['y']);
    await dispatcher.beforeApplicationShutdown();
    open([...consumers, indifferent]);
    await clock.advance(SWEEP_MS);
    const before = unitOfWork.transactions;
    await publish('a');
    doorbell.ring(DISPATCH_EVENTS_BELL);
    await clock.advance(1);
    for (const { given } of consumers) expect(given).toEqual(['a']);
    // One that publishes, one look, and one of each that is concerned.
    expect(unitOfWork.transactions - before).toBe(2 + consumers.length);
  });

  it('asks an idle log once for all consumers', async () => {
    await clock.advance(HOUR_MS);
    const before = unitOfWork.transactions;
    await clock.advance(HOUR_MS);
    const looks = HOUR_MS / SWEEP_MS;
    expect(unitOfWork.transactions - before).toBeLessThan(looks * 1.1);
    expect(unitOfWork.transactions - before).toBeGreaterThanOrEqual(looks);
  });
});
