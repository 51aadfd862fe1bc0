import { type DriftCheck, type DriftSchedule } from '../../../../src/modules/access-control/persistence/drift-check.js';
import { type PersonRemoval } from '../../../../src/modules/access-control/persistence/person-removals.js';
import { type Suspension } from '../../../../src/modules/access-control/persistence/suspensions.js';
import { type LateRound } from '../../../../src/modules/monitoring/domain/late-round.js';
import { type ForeignPassage, type Passage } from '../../../../src/modules/monitoring/domain/passage.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type EventEnvelope } from '../../../../src/platform/event-log/event-envelope.js';
import { Journal } from './journal.js';
import { type DeletionPasswordRow } from './memory-deletion-passwords.js';
import { MemoryLog } from './memory-log.js';
import { MemoryTable } from './memory-table.js';
import { MemoryTransaction } from './memory-transaction.js';
import type * as Rows from './rows.js';

/** Calls are looked for by when their slot is free again; a bucket of this length is looked through. */
const CALL_BUCKET_MS = 600_000;

const isOpen = ({ status }: Rows.VisitRow): boolean => status === 'expected' || status === 'checked_in';
const isUnsettled = ({ isOpen, status }: Rows.VisitAccessRow): boolean => isOpen || status !== 'revoked';

/** All tables, and whose turn it is to use them. */
export class MemoryDatabase {
  private readonly journal = new Journal();

  readonly guests = this.table<Rows.GuestRow>();
  readonly guestsByFingerprint = this.guests.indexBy((guest) => guest.identityFingerprint?.toString('hex') ?? null);
  readonly guestsByStudentId = this.guests.indexBy(({ studentId }) => studentId);
  readonly guestsMergedInto = this.guests.indexBy(({ mergedIntoId }) => mergedIntoId);
  readonly photos = this.table<Rows.PhotoRow>();
  readonly visits = this.table<Rows.VisitRow>();
  readonly visitsByGuest = this.visits.indexBy(({ guestId }) => guestId);
  /** Under `''`. */
  readonly openVisits = this.visits.indexBy((visit) => (isOpen(visit) ? '' : null));
  readonly openVisitsByGuest = this.visits.indexBy((visit) => (isOpen(visit) ? visit.guestId : null));
  readonly facts = this.table<Rows.FactRow>();
  readonly factsByVisit = this.facts.indexBy(({ visitId }) => visitId);

  readonly cardholders = this.table<Rows.CardholderRow>();
  readonly cardholdersByServer = this.cardholders.indexBy(({ cardholder }) => cardholder.serverId);
  readonly cardholdersByGuest = this.cardholders.indexBy(({ cardholder }) => cardholder.guestId);
  readonly cardholdersByGuestAndServer = this.cardholders.indexBy(({ cardholder }) =>
    pair(cardholder.guestId, cardholder.serverId),
  );
  readonly cardholdersByCode = this.cardholders.indexBy(({ cardholder }) =>
    pair(cardholder.serverId, cardholder.personCode),
  );
  readonly cardholdersByPerson = this.cardholders.indexBy(({ cardholder: { serverId, facts } }) =>
    facts.person.personId === null ? null : pair(serverId, facts.person.personId),
  );
  /** Those with a next step, by server and side. */
  readonly planned = this.cardholders.indexBy(({ cardholder: { serverId, next } }) =>
    next === null ? null : pair(serverId, next.side),
  );
  readonly ledger = this.table<Rows.LedgerRow>();
  readonly ledgerByCardholder = this.ledger.indexBy(({ cardholderId }) => cardholderId);
  readonly visitAccess = this.table<Rows.VisitAccessRow>();
  readonly unsettled = this.visitAccess.indexBy((row) => (isUnsettled(row) ? row.cardholderId : null));
  /** In force, by guest. */
  readonly suspensions = this.table<Suspension>();
  readonly removals = new MemoryLog<PersonRemoval>(this.journal);
  /** Servers that may be changed. */
  readonly adoptions = this.table<string>();
  readonly driftChecks = this.table<DriftCheck>();
  readonly driftFindings = this.table<Rows.FindingRow>();
  readonly findingsByCheck = this.driftFindings.indexBy(({ checkId }) => checkId);
  /** By server. */
  readonly driftSchedules = this.table<DriftSchedule>();
  readonly levels = this.table<Rows.LevelRow>();
  readonly levelsByServer = this.levels.indexBy(({ serverId }) => serverId);

  readonly doors = this.table<Rows.DoorRow>();
  readonly doorsByServer = this.doors.indexBy(({ serverId }) => serverId);
  readonly passages = this.table<Passage>();
  readonly passagesByEvent = this.passages.indexBy(({ serverId, eventId }) => pair(serverId, eventId));
  readonly passagesByVisit = this.passages.indexBy(({ visitId }) => visitId);
  readonly foreignPassages = this.table<ForeignPassage>();
  readonly readingPositions = this.table<Rows.PositionRow>();
  readonly positionsByServer = this.readingPositions.indexBy(({ serverId }) => serverId);
  /** By server. */
  readonly passageRings = this.table<number>();
  /** By server. */
  readonly lateRounds = this.table<LateRound>();

  readonly servers = this.table<Rows.ServerRow>();
  /** By server. */
  readonly deletionPasswords = this.table<DeletionPasswordRow>();
  readonly leases = this.table<Rows.LeaseRow>();
  readonly calls = this.table<Rows.CallRow>();
  readonly callsByServer = this.calls.indexBy(({ serverId }) => serverId);
  readonly callsByEnd = this.calls.indexBy(({ serverId, occupiesUntil }) => pair(serverId, callBucket(occupiesUntil)));

  readonly events = new MemoryLog<EventEnvelope>(this.journal);
  readonly consumers = this.table<Rows.ConsumerRow>();
  readonly failures = this.table<Rows.FailureRow>();

  /** No call's slot is taken for longer than this; it only grows. */
  latestCallEnd = new Date(0);

  private current: MemoryTransaction | null = null;
  private isTaken = false;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly onChange: () => void) {}

  /** Begins when everybody who asked before has ended. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.isTaken) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.isTaken = true;
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  begin(): MemoryTransaction {
    this.journal.open();
    return this.beginRead();
  }

  beginRead(): MemoryTransaction {
    this.current = new MemoryTransaction();
    return this.current;
  }

  endRead(): void {
    this.current = null;
  }

  /** @throws when a statement had failed: PostgreSQL would take it back without a word */
  commit(tx: MemoryTransaction): void {
    if (tx.hasFailed) throw new Error('a statement failed in this transaction, and nobody was told');
    const { hasChanges } = this.journal;
    this.journal.keep();
    this.current = null;
    if (hasChanges) this.onChange();
  }

  rollBack(): void {
    this.journal.takeBack();
    this.current = null;
  }

  callEndsAt(occupiesUntil: Date): void {
    if (occupiesUntil > this.latestCallEnd) this.latestCallEnd = occupiesUntil;
  }

  /** One statement. Rejects after a failed one, and in a transaction that is over. */
  step<T>(tx: Transaction, statement: () => T): Promise<T> {
    // What is thrown in here rejects.
    return new Promise((resolve) => resolve(this.execute(tx, statement)));
  }

  /** To who waits longest; it stays taken, so that nobody comes between. */
  private passOn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.isTaken = false;
    else next();
  }

  private execute<T>(tx: Transaction, statement: () => T): T {
    const { current } = this;
    if (current === null || tx !== current) throw new Error('this transaction is over');
    if (current.hasFailed) throw new Error('a statement failed before in this transaction');
    try {
      return statement();
    } catch (error) {
      current.hasFailed = true;
      throw error;
    }
  }

  private table<Row>(): MemoryTable<Row> {
    return new MemoryTable<Row>(this.journal);
  }
}

/** A key of two parts; neither holds a line break. */
export function pair(one: string, other: string | number): string {
  return `${one}\n${other}`;
}

export function callBucket(occupiesUntil: Date): number {
  return Math.floor(occupiesUntil.getTime() / CALL_BUCKET_MS);
}
