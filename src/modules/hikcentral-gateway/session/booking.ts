import { type Clock } from '../../../platform/clock/clock.js';
import { type UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type ChooseCall, type Lane } from '../hikcentral-gateway.js';
import { type SlotKind, type SlotLimits } from '../budget/slot-window.js';
import { kindOf } from '../budget/waiting-calls.js';
import { type Operation } from '../operations/operation.js';
import { type CallLedger, type WindowUse } from '../persistence/call-ledger.js';

export interface BookingParts {
  readonly serverId: string;
  readonly leaseKey: string;
  readonly epoch: number;
  readonly limits: SlotLimits;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly unitOfWork: UnitOfWork;
  readonly ledger: CallLedger;
}

export interface Booking {
  readonly callId: string;
  readonly lane: Lane;
  readonly operation: Operation<unknown>;
  readonly bookedAt: Date;
  readonly deadlineAt: Date;
  /** Monotonic milliseconds. */
  readonly bookedAtMs: number;
  /** Monotonic milliseconds. */
  readonly deadlineMs: number;
}

export type BookingResult =
  | { readonly kind: 'booked'; readonly booking: Booking }
  /** The chooser found nothing; nothing was written. */
  | { readonly kind: 'idle' }
  /** Somebody newer holds the lease. */
  | { readonly kind: 'fenced' }
  /** The ledger knows of more calls than we do. */
  | { readonly kind: 'full'; readonly until: Date };

/** One transaction: is the lease still ours, is there room in the window, what is most urgent, write it down. */
export class Bookings {
  constructor(private readonly parts: BookingParts) {}

  book(callId: string, lane: Lane, choose: ChooseCall<unknown>): Promise<BookingResult> {
    const { serverId, leaseKey, epoch, limits, timeoutMs, clock, ledger, unitOfWork } = this.parts;
    return unitOfWork.run(async (tx) => {
      if (!(await ledger.holdsEpoch(tx, leaseKey, epoch))) return { kind: 'fenced' };
      const use = await ledger.windowUse(tx, serverId, clock.now());
      if (isFull(use, kindOf(lane), limits)) {
        return { kind: 'full', until: use.nextFreeAt ?? new Date(clock.now().getTime() + limits.windowMs) };
      }
      const operation = await choose(tx, callId);
      if (operation === null) return { kind: 'idle' };
      const bookedAt = clock.now();
      const deadlineAt = new Date(bookedAt.getTime() + timeoutMs);
      const occupiesUntil = new Date(deadlineAt.getTime() + limits.windowMs);
      const bookedAtMs = clock.monotonicMs();
      await ledger.book(tx, {
        id: callId,
        serverId,
        epoch,
        lane,
        operation: operation.name,
        bookedAt,
        deadlineAt,
        occupiesUntil,
      });
      return {
        kind: 'booked',
        booking: { callId, lane, operation, bookedAt, deadlineAt, bookedAtMs, deadlineMs: bookedAtMs + timeoutMs },
      };
    });
  }
}

function isFull({ all, general }: WindowUse, kind: SlotKind, { limit, revokeReserve }: SlotLimits): boolean {
  return all >= limit || (kind === 'general' && general >= limit - revokeReserve);
}
