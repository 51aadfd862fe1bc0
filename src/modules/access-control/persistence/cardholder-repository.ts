import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Side, type StepKind } from '../domain/step.js';
import { type Cardholder } from './cardholder.js';

/** A cardholder about to exist. */
export interface NewCardholder {
  readonly id: string;
  readonly guestId: string;
  readonly personCode: string;
}

/** Every method is one statement, whatever the number of cardholders. Rows are locked in the order of their ids. */
export abstract class CardholderRepository {
  /** Guests of `guestIds` without a cardholder on this server. */
  abstract guestsWithout(tx: Transaction, serverId: string, guestIds: readonly string[]): Promise<readonly string[]>;
  /** Leaves alone what another process inserted meanwhile. */
  abstract insert(tx: Transaction, serverId: string, cardholders: readonly NewCardholder[], now: Date): Promise<void>;
  abstract lockOfGuests(tx: Transaction, serverId: string, guestIds: readonly string[]): Promise<readonly Cardholder[]>;
  /** On every server. */
  abstract lockOfGuest(tx: Transaction, guestId: string): Promise<readonly Cardholder[]>;
  abstract lock(tx: Transaction, ids: readonly string[]): Promise<readonly Cardholder[]>;
  /** The most urgent first chosen, at most `limit`. @param beingRead cardholders for whom no further reading is due */
  abstract lockDue(
    tx: Transaction,
    serverId: string,
    side: Side,
    now: Date,
    beingRead: readonly string[],
    limit: number,
  ): Promise<readonly Cardholder[]>;
  /** When this side has something to do next, and for whom it begins first among what is due; null: nothing planned. */
  abstract nextDue(
    tx: Transaction,
    serverId: string,
    side: Side,
    now: Date,
    beingRead: readonly string[],
  ): Promise<{ readonly dueAt: Date; readonly wantedAt: Date | null } | null>;
  /** A cardholder that we fail at: due again later, with nothing else of it changed. */
  abstract setAside(
    tx: Transaction,
    id: string,
    at: { readonly now: Date; readonly restsUntil: Date; readonly owesRevocation: boolean },
  ): Promise<void>;
  abstract save(tx: Transaction, cardholders: readonly Cardholder[]): Promise<void>;

  /** Guests whose desired access may differ from the one we know, found without any event. */
  abstract straysOf(tx: Transaction, serverId: string, now: Date, limit: number): Promise<readonly string[]>;
  /**
   * Guests whose desired access was computed with other settings, those with open visits first. One that we failed at
   * a moment ago is left alone.
   */
  abstract strangersTo(
    tx: Transaction,
    serverId: string,
    settings: string,
    now: Date,
    limit: number,
  ): Promise<readonly string[]>;
  /** The next instant at which what is desired changes by itself. */
  abstract nextChangeAt(tx: Transaction, serverId: string): Promise<Date | null>;

  /**
   * How many wait for which call of the giving side before and with this one.
   * @param cardholderId null: about to exist, with nothing sent yet
   * @param validFrom of the visit in question: who comes later goes later
   */
  abstract waitingUntil(
    tx: Transaction,
    cardholderId: string | null,
    validFrom: Date,
    now: Date,
  ): Promise<Readonly<Partial<Record<StepKind, number>>>>;
  abstract find(tx: Transaction, id: string): Promise<Cardholder | null>;
  /** Newest first. @param before id of the last one of the page before */
  abstract list(
    tx: Transaction,
    filter: { readonly statuses: readonly AccessStatus[]; readonly isAttentionOnly: boolean },
    limit: number,
    before: string | null,
  ): Promise<readonly Cardholder[]>;
}
