import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type BreakerCause } from './budget/breaker.js';
import { CAPABILITIES } from './capabilities.js';
import { type Lane, LANES } from './hikcentral-gateway.js';
import { type SessionGauges } from './session/session-gauges.js';

const DURATION_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
/** From "at once" to the longest floor of a lane. */
const WAIT_BUCKETS_SECONDS = [0.1, 1, 5, 15, 60, 300, 900, 3_600];
/** Of a version only what tells generations apart: whatever a server says, there are few of them. */
const GENERATION = /^V?(\d{1,2}\.\d{1,2})(?:\.|$)/i;

/** Calls to HikCentral and the state of their budget. */
export class GatewayMetrics {
  private readonly sessions = new Set<SessionGauges>();
  private readonly calls: Counter<'operation' | 'outcome'>;
  private readonly durations: Histogram<'operation'>;
  private readonly skipped: Counter<'operation'>;
  private readonly waits: Histogram<'lane'>;
  private readonly halts: Counter<'server'>;
  private readonly breakerOpens: Counter<'server' | 'cause'>;
  /** Answers that were given to their caller although the ledger could not be told. */
  private readonly unsettled: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.calls = new Counter({
      name: 'hikcentral_calls_total',
      help: 'Calls to HikCentral by operation and outcome',
      labelNames: ['operation', 'outcome'],
      registers,
    });
    this.durations = new Histogram({
      name: 'hikcentral_call_duration_seconds',
      help: 'From booking to answer or deadline',
      labelNames: ['operation'],
      buckets: DURATION_BUCKETS_SECONDS,
      registers,
    });
    this.skipped = new Counter({
      name: 'hikcentral_items_skipped_total',
      help: 'Items of lists that could not be read and were left out',
      labelNames: ['operation'],
      registers,
    });
    this.unsettled = new Counter({
      name: 'hikcentral_calls_unsettled_total',
      help: 'Calls whose answer could not be written to the ledger; they count as unanswered there',
      registers,
    });
    this.waits = new Histogram({
      name: 'hikcentral_wait_seconds',
      help: 'From asking for a call to sending it, by lane',
      labelNames: ['lane'],
      buckets: WAIT_BUCKETS_SECONDS,
      registers,
    });
    this.halts = new Counter({
      name: 'hikcentral_halts_total',
      help: 'Times HikCentral refused us for too many calls',
      labelNames: ['server'],
      registers,
    });
    this.breakerOpens = new Counter({
      name: 'hikcentral_breaker_opens_total',
      help: 'Times a server was left alone: it failed (outage) or refused our key (refused)',
      labelNames: ['server', 'cause'],
      registers,
    });
    this.gauge(registry, 'hikcentral_slots_used', 'Slots of the window that are taken', (s) => s.slotsUsed());
    this.gauge(registry, 'hikcentral_slots_reserved', 'Slots of the window that only revocation may use', (s) =>
      s.slotsReserved(),
    );
    this.gauge(registry, 'hikcentral_limit_configured', 'Calls in any window, as configured', (s) =>
      s.configuredLimit(),
    );
    this.gauge(
      registry,
      'hikcentral_limit_effective',
      'Calls in any window that are kept to: below the configured limit after a refusal within it',
      (s) => s.effectiveLimit(),
    );
    this.gauge(registry, 'hikcentral_paused', '1 while nothing is sent', (s) => Number(s.isPaused()));
    this.gauge(registry, 'hikcentral_breaker_open', '1 while only probes are sent', (s) => Number(s.isBreakerOpen()));
    this.gauge(
      registry,
      'hikcentral_clock_offset_seconds',
      "How far HikCentral's clock is ahead of ours, at least",
      (s) => s.clockOffsetSeconds(),
    );
    this.waitingGauge(registry);
    this.capabilityGauge(registry);
    this.versionGauge(registry);
  }

  watch(session: SessionGauges): () => void {
    this.sessions.add(session);
    return () => this.sessions.delete(session);
  }

  called(operation: string, outcome: string, durationMs: number): void {
    this.calls.inc({ operation, outcome });
    this.durations.observe({ operation }, durationMs / 1_000);
  }

  waited(lane: Lane, durationMs: number): void {
    this.waits.observe({ lane }, durationMs / 1_000);
  }

  halted(server: string): void {
    this.halts.inc({ server });
  }

  breakerOpened(server: string, cause: BreakerCause): void {
    this.breakerOpens.inc({ server, cause });
  }

  itemsSkipped(operation: string, count: number): void {
    this.skipped.inc({ operation }, count);
  }

  leftUnsettled(): void {
    this.unsettled.inc();
  }

  private gauge(registry: Registry, name: string, help: string, read: (session: SessionGauges) => number | null): void {
    const { sessions } = this;
    new Gauge({
      name,
      help,
      labelNames: ['server'],
      registers: [registry],
      collect() {
        this.reset();
        for (const session of sessions) {
          const value = read(session);
          if (value !== null) this.set({ server: session.serverId }, value);
        }
      },
    });
  }

  private waitingGauge(registry: Registry): void {
    const { sessions } = this;
    new Gauge({
      name: 'hikcentral_waiting_oldest_seconds',
      help: 'How long the oldest call of a lane has waited for a slot',
      labelNames: ['server', 'lane'],
      registers: [registry],
      collect() {
        this.reset();
        for (const session of sessions) {
          for (const lane of LANES) this.set({ server: session.serverId, lane }, session.oldestWaitingSeconds(lane));
        }
      },
    });
  }

  private capabilityGauge(registry: Registry): void {
    const { sessions } = this;
    new Gauge({
      name: 'hikcentral_capability',
      help: '1 when the server can, or asks for, what the label names',
      labelNames: ['server', 'capability'],
      registers: [registry],
      collect() {
        this.reset();
        for (const session of sessions) {
          const known = session.capabilities();
          for (const capability of CAPABILITIES) {
            this.set({ server: session.serverId, capability }, Number(known[capability]));
          }
        }
      },
    });
  }

  private versionGauge(registry: Registry): void {
    const { sessions } = this;
    new Gauge({
      name: 'hikcentral_server_info',
      help: 'Always 1; the generation of a server such as 3.1, or unknown',
      labelNames: ['server', 'version'],
      registers: [registry],
      collect() {
        this.reset();
        for (const session of sessions) {
          const version = GENERATION.exec(session.capabilities().version ?? '')?.[1] ?? 'unknown';
          this.set({ server: session.serverId, version }, 1);
        }
      },
    });
  }
}
