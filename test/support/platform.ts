import { type DataSource } from 'typeorm';
import { AuditHook } from '../../src/platform/audit/audit.hook.js';
import { AuditVerifier } from '../../src/platform/audit/audit-verifier.js';
import { type Clock } from '../../src/platform/clock/clock.js';
import { KeyVault } from '../../src/platform/crypto/key-vault.js';
import { TypeormUnitOfWork } from '../../src/platform/database/typeorm-unit-of-work.js';
import { type TransactionHook } from '../../src/platform/database/unit-of-work.js';
import { EventLogHook } from '../../src/platform/event-log/event-log.hook.js';
import { SqlEventLogReader } from '../../src/platform/event-log/event-log-reader.js';
import { SqlEventLogWriter } from '../../src/platform/event-log/event-log-writer.js';
import { SystemRandom } from '../../src/platform/random/random.js';
import { ManualClock } from './manual-clock.js';
import { RecordingDoorbell } from './recording-doorbell.js';

/** What integration tests of a module stand on: real transactions with their real hooks on a real database. */
export interface TestPlatform<C extends Clock = ManualClock> {
  readonly dataSource: DataSource;
  readonly unitOfWork: TypeormUnitOfWork;
  readonly clock: C;
  readonly random: SystemRandom;
  readonly vault: KeyVault;
  readonly doorbell: RecordingDoorbell;
  readonly eventLog: SqlEventLogReader;
  readonly auditVerifier: AuditVerifier;
}

/** @param hooks run before those of the audit log and the event log, as in `PlatformModule` */
export function testPlatform(database: { readonly dataSource: DataSource }): TestPlatform;
export function testPlatform<C extends Clock>(
  database: { readonly dataSource: DataSource },
  clock: C,
  hooks?: readonly TransactionHook[],
): TestPlatform<C>;
export function testPlatform(
  { dataSource }: { readonly dataSource: DataSource },
  clock: Clock = new ManualClock(),
  hooks: readonly TransactionHook[] = [],
): TestPlatform<Clock> {
  const random = new SystemRandom();
  const vault = new KeyVault(Buffer.alloc(32, 7), random);
  const doorbell = new RecordingDoorbell();
  const unitOfWork = new TypeormUnitOfWork(dataSource, [
    ...hooks,
    new AuditHook(clock, vault),
    new EventLogHook(clock, random, doorbell, new SqlEventLogWriter()),
  ]);
  return {
    dataSource,
    unitOfWork,
    clock,
    random,
    vault,
    doorbell,
    eventLog: new SqlEventLogReader(),
    auditVerifier: new AuditVerifier(vault),
  };
}
