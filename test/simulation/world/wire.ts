import { type Outcome } from '../../../simulator/server/outcome.js';
import { type Dice } from './dice.js';
import { type HikCentral } from './hikcentral.js';
import { type VirtualTime } from './virtual-time.js';

export interface WireRequest {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type Delivered =
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly dateMs: number }
  /** The connection broke; `wasWritten` false: before a byte had left. */
  | { readonly kind: 'broken'; readonly wasWritten: boolean };

export type WireTrouble = 'refused' | 'reset' | 'silent' | 'lossy' | '503' | 'slow';

/** Longer than a good round trip, shorter than a caller's patience. */
const SLOW_MS = { least: 1_000, most: 7_000 } as const;

/** The network between us and HikCentral: takes its time, loses requests and answers, and is away at times. */
export class Wire {
  trouble: WireTrouble | null = null;

  constructor(
    private readonly time: VirtualTime,
    private readonly hikcentral: HikCentral,
    private readonly dice: Dice,
    private readonly roundTripMs: { readonly least: number; readonly most: number },
  ) {}

  /** `deliver` is called at the instant of the answer, or never. */
  send(request: WireRequest, deliver: (delivered: Delivered) => void): void {
    const { trouble, dice } = this;
    const uplinkMs = this.oneWayMs();
    const breakOff = (wasWritten: boolean): void => {
      this.time.after(uplinkMs, () => deliver({ kind: 'broken', wasWritten }));
    };
    if (trouble === 'refused' || trouble === 'reset') {
      breakOff(trouble === 'reset');
      return;
    }
    if (trouble === 'silent') return;
    if (trouble === '503') {
      this.answerFor(UNAVAILABLE, deliver);
      return;
    }
    const [isRequestLost, isAnswerLost] = [dice.isLucky(0.25), dice.isLucky(0.25)];
    const isLossy = trouble === 'lossy';
    if (isLossy && isRequestLost) return;
    this.time.after(uplinkMs, () => {
      void this.hikcentral.pipeline.handle({ method: 'POST', ...request, address: '192.0.2.1' }).then((outcome) => {
        if (!(isLossy && isAnswerLost)) this.answerFor(outcome, deliver);
      });
    });
  }

  private answerFor(outcome: Outcome, deliver: (delivered: Delivered) => void): void {
    const dateMs = this.hikcentral.serverNowMs();
    this.time.after(this.oneWayMs(), () => deliver({ kind: 'outcome', outcome, dateMs }));
  }

  private oneWayMs(): number {
    const { least, most } = this.trouble === 'slow' ? SLOW_MS : this.roundTripMs;
    return this.dice.between(least, most) / 2;
  }
}

const UNAVAILABLE: Outcome = {
  kind: 'answer',
  answer: {
    httpStatus: 503,
    headers: { 'content-type': 'text/html' },
    body: '<html>Service Unavailable</html>',
    code: null,
  },
};
