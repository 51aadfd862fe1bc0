import { AdaptiveLimit } from '../budget/adaptive-limit.js';
import { Notice } from '../budget/notice.js';
import { SendGate } from '../budget/send-gate.js';
import { SlotPacer } from '../budget/slot-pacer.js';
import { type SlotKind, SlotWindow } from '../budget/slot-window.js';
import { kindOf } from '../budget/waiting-calls.js';
import { type ServerCapabilities } from '../capabilities.js';
import { type CallOutcome, type ChooseCall, GatewaySession, type Lane } from '../hikcentral-gateway.js';
import { CallDesk, type Next } from './call-desk.js';
import { CallSender, notSent } from './call-sender.js';
import { CallsUnderWay } from './calls-under-way.js';
import { ClockWatch } from './clock-watch.js';
import { readInheritance } from './inheritance.js';
import { KnownCapabilities } from './known-capabilities.js';
import { probeCall } from './probe-call.js';
import { ProbeTimer } from './probe-timer.js';
import { ServerNotes } from './server-notes.js';
import { type SessionParts } from './session-parts.js';
import { SessionReports } from './session-reports.js';
import { SessionView } from './session-view.js';

/** Speaks to one HikCentral while its lease lasts: who waits, who goes next, what came of it. */
export class LeasedSession extends GatewaySession {
  readonly serverId: string;
  readonly epoch: number;
  readonly view: SessionView;
  readonly known: KnownCapabilities;
  private readonly limit: AdaptiveLimit;
  private readonly gate: SendGate;
  private readonly slots: SlotWindow;
  private readonly pacer: SlotPacer;
  private readonly desk: CallDesk;
  private readonly change: Notice;
  private readonly notes: ServerNotes;
  private readonly reports: SessionReports;
  private readonly sender: CallSender;
  private readonly probeTimer: ProbeTimer;
  private readonly underWay = new CallsUnderWay();
  private readonly ending = new AbortController();
  private readonly unwatch: () => void;
  private closing: Promise<void> | null = null;

  constructor(private readonly parts: SessionParts) {
    super();
    const { clock, random, lease, logger, serverId } = parts;
    this.serverId = serverId;
    this.epoch = lease.epoch;
    this.change = new Notice(clock);
    this.pacer = new SlotPacer(parts.limits, parts.maxSockets);
    this.limit = new AdaptiveLimit(parts.limits, clock, (by) => this.resized(by));
    this.slots = new SlotWindow(this.limit, clock, (kind) => void this.pacer.free(kind));
    this.gate = new SendGate(clock, random, this.limit);
    const { limit, gate, slots, pacer } = this;
    const live = { ...parts, limits: limit };
    this.desk = new CallDesk({ ...live, gate, slots, pacer, ending: this.signal });
    const clockWatch = new ClockWatch(logger, serverId);
    this.known = new KnownCapabilities(logger, serverId);
    this.notes = new ServerNotes(limit, this.known, clockWatch);
    this.reports = new SessionReports({ ...live, clockWatch, known: this.known, notes: this.notes });
    this.probeTimer = new ProbeTimer(clock, gate, () => this.probe());
    this.sender = new CallSender({
      ...live,
      gate,
      slots,
      limit,
      reports: this.reports,
      signal: this.signal,
      bookAgain: (booking) => this.desk.bookAgain(booking),
      onNews: () => {
        if (!this.signal.aborted) this.probeTimer.schedule();
        this.change.ring();
      },
    });
    const { known } = this;
    this.view = new SessionView({ ...live, gate, slots, limit, clockWatch, known, waiting: this.desk.waiting });
    this.unwatch = parts.metrics.watch(this.view);
    lease.signal.addEventListener('abort', () => this.end(), { once: true });
    if (lease.signal.aborted) this.end();
  }

  override get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** Takes over what earlier holders left: taken slots, calls that may still arrive, refusals, what they learned. */
  async open(): Promise<void> {
    const { slots, givesFromMs, haltMs, memory } = await readInheritance(this.parts);
    if (memory.limit !== null) this.limit.restore(memory.limit);
    if (memory.capabilities !== null) this.known.restore(memory.capabilities);
    this.notes.restored(memory);
    for (const { id, kind, freeAtMs } of slots) {
      await this.pacer.take(kind);
      this.slots.occupy(id, kind, freeAtMs);
    }
    this.desk.givesFromMs = givesFromMs;
    this.gate.halt(haltMs);
  }

  override async call<T>(lane: Lane, choose: ChooseCall<T>): Promise<CallOutcome<T>> {
    // What `choose` promises is what its operation reads, so the outcome carries a T.
    return (await this.enqueue(lane, choose, false)) as CallOutcome<T>;
  }

  override nextSlotAt(lane: Lane): Date {
    const { clock } = this.parts;
    const giving = kindOf(lane) === 'revoke' || lane === 'passages' ? 0 : this.desk.givesFromMs;
    const atMs = Math.max(this.gate.opensAtMs(), this.slots.nextFreeAtMs(kindOf(lane)), giving);
    return new Date(clock.now().getTime() + Math.max(0, Math.ceil(atMs - clock.monotonicMs())));
  }

  override isPaused(): boolean {
    return !this.gate.isOpen();
  }

  override capabilities(): ServerCapabilities {
    return this.known.capabilities;
  }

  clockOffsetSeconds(): number | null {
    return this.view.clockOffsetSeconds();
  }

  /** No call leaves any more; whoever waits is told. Calls in flight go on. */
  end(): void {
    if (this.ending.signal.aborted) return;
    this.ending.abort();
    this.probeTimer.stop();
    for (const call of this.desk.waiting.takeAll()) call.resolve(notSent(null));
    this.change.ring();
  }

  /** Ends, waits for calls in flight (each ends at its deadline at the latest), lets go of every timer. */
  close(): Promise<void> {
    this.closing ??= this.closeOnce();
    return this.closing;
  }

  private async closeOnce(): Promise<void> {
    this.end();
    await this.underWay.ended();
    this.limit.close();
    await this.pacer.stop();
    this.slots.close();
    this.unwatch();
  }

  private enqueue(lane: Lane, choose: ChooseCall<unknown>, isProbe: boolean): Promise<CallOutcome<unknown>> {
    if (this.signal.aborted) return Promise.resolve(notSent(null));
    return new Promise((resolve, reject) => {
      const sinceMs = this.parts.clock.monotonicMs();
      this.desk.waiting.add({ lane, choose, isProbe, sinceMs, resolve, reject });
      this.change.ring();
      const kind = kindOf(lane);
      this.pacer.ticket(kind, () => this.serve(kind)).catch(reject);
    });
  }

  /** Has a slot; looks who needs it most when it may be used, and not before. */
  private async serve(kind: SlotKind): Promise<void> {
    for (;;) {
      const state = this.change.state;
      const next = await this.desk.bookNext(kind);
      if (next.kind === 'send') {
        await this.underWay.track(this.send(next));
        return;
      }
      if (next.kind === 'nothing') {
        await this.pacer.free(kind);
        this.change.ring();
        return;
      }
      await this.change.wait(state, next.untilMs, this.signal);
    }
  }

  private async send({ call, booking, wasProbe }: Extract<Next, { kind: 'send' }>): Promise<void> {
    try {
      call.resolve(await this.sender.send(booking, wasProbe));
    } catch (error) {
      call.reject(error);
    }
  }

  private resized(by: number): void {
    void this.pacer.resize(by);
    this.change.ring();
  }

  /** While the breaker is open: the oldest revocation that waits asks whether HikCentral is back, else the version call. */
  private probe(): void {
    if (!this.desk.waiting.hasProbe()) {
      const probe = this.enqueue('revoke', probeCall(this.gate), true);
      probe.catch((error: unknown) => this.reports.probeFailed(error));
    }
    this.change.ring();
  }
}
