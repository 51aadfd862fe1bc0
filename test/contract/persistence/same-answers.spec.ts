import fc from 'fast-check';
import { QueryFailedError } from 'typeorm';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { ACCESS_OPERATIONS } from './support/access-operations.js';
import { memoryWorld, sqlWorld, type StorageWorld } from './support/each-storage.js';
import { EVENT_OPERATIONS } from './support/event-operations.js';
import { GATEWAY_OPERATIONS } from './support/gateway-operations.js';
import { MONITORING_OPERATIONS } from './support/monitoring-operations.js';
import { type Operation } from './support/operation.js';
import { SOMEBODY } from './support/somebody.js';
import { UPKEEP_OPERATIONS } from './support/upkeep-operations.js';
import { VISIT_OPERATIONS } from './support/visit-operations.js';

interface Turn {
  readonly operations: readonly Operation[];
  readonly isTakenBack: boolean;
}

class TakenBack extends Error {}

/** What a storage says to one transaction, up to the first statement that fails. */
async function tell({ storage, clock }: StorageWorld, { operations, isTakenBack }: Turn): Promise<unknown[]> {
  const told: unknown[] = [];
  await clock.advance(1_000);
  try {
    await storage.unitOfWork.run(async (tx) => {
      for (const operation of operations) told.push([operation.name, (await operation.run(storage, tx)) ?? null]);
      if (isTakenBack) throw new TakenBack();
    });
    told.push('committed');
  } catch (error) {
    told.push(faultOf(error));
  }
  return told;
}

function faultOf(error: unknown): unknown {
  if (error instanceof QueryFailedError) return (error.driverError as { readonly code?: string }).code;
  if (error instanceof TakenBack || (error instanceof Error && 'code' in error)) return error.constructor.name;
  throw error;
}

function turnsOf(operations: readonly fc.Arbitrary<Operation>[]): fc.Arbitrary<Turn[]> {
  return fc.array(
    fc.record({
      operations: fc.array(fc.oneof(...operations), { minLength: 1, maxLength: 6 }),
      isTakenBack: fc.integer({ min: 0, max: 5 }).map((drawn) => drawn === 0),
    }),
    { minLength: 1, maxLength: 24, size: 'max' },
  );
}

/** Without them most operations meet nobody. */
const EVERYBODY: Turn = { operations: SOMEBODY, isTakenBack: false };

/** Any number: the same sequences in each run. */
const SEED = 20_261_121;

/** A failure is made small before it is told, on the same database. */
const PATIENCE_MS = 120_000;

describe('memory and PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it.each([
    ['visits', VISIT_OPERATIONS, 10],
    ['visits and access', [...ACCESS_OPERATIONS, ...ACCESS_OPERATIONS, ...VISIT_OPERATIONS], 14],
    ['upkeep of access', [...UPKEEP_OPERATIONS, ...UPKEEP_OPERATIONS, ...ACCESS_OPERATIONS, ...VISIT_OPERATIONS], 10],
    ['monitoring', MONITORING_OPERATIONS, 8],
    ['servers and calls', GATEWAY_OPERATIONS, 8],
    ['the event log', EVENT_OPERATIONS, 8],
  ])(
    'answer alike about %s, whatever happened before',
    async (_about, operations, numRuns) => {
      await fc.assert(
        fc.asyncProperty(turnsOf(operations), async (turns) => {
          const memory = memoryWorld();
          const sql = await sqlWorld(database);
          for (const turn of [EVERYBODY, ...turns]) expect(await tell(memory, turn)).toEqual(await tell(sql, turn));
        }),
        { seed: SEED, numRuns },
      );
    },
    PATIENCE_MS,
  );
});
