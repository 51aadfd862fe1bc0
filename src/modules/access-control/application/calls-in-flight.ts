import { Injectable } from '@nestjs/common';
import { isReading, type Side } from '../domain/step.js';
import { type ChosenCall } from './chosen-call.js';

/** For so long a call that others may share waits for those that are being changed right now. */
const WAIT_FOR_CHANGES_MS = 1_000;

interface InFlight {
  readonly call: ChosenCall;
  readonly side: Side;
}

/**
 * What this process is waiting for. A change leaves its mark in the facts, so that nobody makes it twice; a reading
 * leaves none, and is remembered here: whoever holds the lease makes all readings, and one that died with its process
 * is simply made again.
 */
@Injectable()
export class CallsInFlight {
  private readonly calls = new Set<InFlight>();

  /** @returns what ends it */
  begin(call: ChosenCall, side: Side): () => void {
    const entry = { call, side };
    this.calls.add(entry);
    return () => void this.calls.delete(entry);
  }

  /** Cardholders whom a reading of this side is on its way about. */
  readOf(side: Side): readonly string[] {
    return this.of(side)
      .filter(({ step }) => isReading(step.kind))
      .flatMap(({ participants }) => participants.map(({ cardholderId }) => cardholderId));
  }

  /** A change of this side left a moment ago; its cardholders can soon share what comes next. */
  isChanging(side: Side, nowMs: number): boolean {
    return this.of(side).some(
      ({ step, bookedAtMs }) => !isReading(step.kind) && nowMs - bookedAtMs < WAIT_FOR_CHANGES_MS,
    );
  }

  private of(side: Side): readonly ChosenCall[] {
    return [...this.calls].filter((entry) => entry.side === side).map(({ call }) => call);
  }
}
