import { type Pipeline } from '../../../simulator/server/pipeline.js';
import { type Outcome } from '../../../simulator/server/outcome.js';

/** What HikCentral was asked, and what the caller can know of it. */
export interface HeardCall {
  readonly atMs: number;
  /** Without `/artemis`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `lost`: it may have been done, and the caller does not know. */
  answer: 'open' | 'accepted' | 'refused' | 'lost';
}

type Hearing = (call: HeardCall) => void;

const PREFIX = '/artemis';
/** Kept for whoever asks what came a moment ago. */
const KEPT = 100;

/** Every call as it reaches HikCentral, with what it said: the simulator's own history keeps paths only. */
export class CallsHeard {
  private readonly arrived: Hearing[] = [];
  private readonly answered: Hearing[] = [];
  private readonly latest: HeardCall[] = [];

  constructor(pipeline: Pipeline, nowMs: () => number) {
    const handle = pipeline.handle.bind(pipeline);
    const heard: Pipeline['handle'] = async (request) => {
      const call: HeardCall = {
        atMs: nowMs(),
        path: request.target.replace(PREFIX, ''),
        body: bodyOf(request.body),
        answer: 'open',
      };
      this.keep(call);
      for (const listen of this.arrived) listen(call);
      const outcome = await handle(request);
      call.answer = fateOf(outcome);
      for (const listen of [...this.answered]) listen(call);
      return outcome;
    };
    Object.assign(pipeline, { handle: heard });
  }

  onArrival(listen: Hearing): void {
    this.arrived.push(listen);
  }

  /** Until `listen` is done with it. */
  onAnswer(listen: Hearing): () => void {
    this.answered.push(listen);
    return () => void this.answered.splice(this.answered.indexOf(listen), 1);
  }

  /** How many came after the one instant and until the other; at most as many as are kept. */
  countBetween(afterMs: number, untilMs = Infinity): number {
    return this.latest.filter(({ atMs }) => atMs > afterMs && atMs <= untilMs).length;
  }

  private keep(call: HeardCall): void {
    this.latest.push(call);
    if (this.latest.length > KEPT) this.latest.shift();
  }
}

function bodyOf(body: Buffer): HeardCall['body'] {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as HeardCall['body']);
}

function fateOf(outcome: Outcome): HeardCall['answer'] {
  if (outcome.kind !== 'answer') return 'lost';
  return outcome.answer.code === '0' ? 'accepted' : 'refused';
}

/** Of a change of a level: whose, by id or by code. */
export function personsNamedIn({ list }: HeardCall['body']): string[] {
  const named = Array.isArray(list) ? (list as { id?: string; personCode?: string }[]) : [];
  return named.map(({ id, personCode }) => id ?? personCode ?? '');
}
