import { parseEnvelope } from '../src/modules/hikcentral-gateway/client/envelope.js';
import { type Operation, type OrganisationRead } from '../src/modules/hikcentral-gateway/index.js';
import { type Answered, type ServerUnderTest } from './server-under-test.js';
import { documentedShapeOf } from './shapes/documented.js';
import { compare } from './shapes/shape.js';
import { Difference, Skip } from './verdict.js';

const POLL_EVERY_MS = 250;

export interface SiteOptions {
  /** An access level our own test persons may be given and taken; null: only one the suite made itself. */
  readonly accessLevelId: string | null;
  /** A door that may be opened for a moment; null: none is. */
  readonly doorId: string | null;
  /** A terminal that may be asked whether it would take a face; null: none is. */
  readonly deviceId: string | null;
  /** Where the server may push events to; null: nothing is subscribed. */
  readonly eventDestination: string | null;
  /** How long an effect that the server only promised is waited for. */
  readonly patienceMs: number;
  /** A JPEG with one face. */
  readonly faceJpeg: Buffer;
}

/** What the cases share: the server, what they found out, and what they made and have to remove. */
export class Site {
  /** Set by the first case; null while it was not answered. */
  version: string | null = null;
  /** Where our test persons stand; made by the suite. */
  organisation: OrganisationRead | null = null;
  private differences: string[] = [];
  private news: string[] = [];
  private readonly leftovers: { readonly what: string; readonly remove: () => Promise<void> }[] = [];

  constructor(
    private readonly server: ServerUnderTest,
    readonly options: SiteOptions,
    /** Distinguishes this run from all others: letters and digits. */
    readonly mark: string,
  ) {}

  get isVersion3(): boolean {
    return Number(/^V?(\d+)/.exec(this.version ?? '')?.[1] ?? 0) >= 3;
  }

  /** What the call has to answer. @throws Difference when it does not, Skip when this version does not have it */
  async value<T>(operation: Operation<T>): Promise<T> {
    const { outcome } = await this.ask(operation);
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.error.code === 'GATEWAY.UNSUPPORTED') throw new Skip(`this version does not have ${operation.name}`);
    throw new Difference(`${operation.name}: ${describe(outcome)}`);
  }

  /** Whatever the call answers; a success is compared with its documented shape. */
  async ask<T>(operation: Operation<T>): Promise<Answered<T>> {
    const answered = await this.server.send(operation);
    if (answered.outcome.kind === 'done' && answered.answer !== null)
      this.compareShape(operation, answered.answer.body);
    return answered;
  }

  /** The call has to be refused, with one of these codes of the vendor. */
  async refused(operation: Operation<unknown>, ...vendorCodes: readonly string[]): Promise<void> {
    const { outcome } = await this.ask(operation);
    if (outcome.kind === 'done') {
      this.note(`${operation.name} was accepted; a refusal with ${vendorCodes.join(' or ')} is documented`);
      return;
    }
    const seen = String(outcome.error.context['vendorCode'] ?? outcome.error.code);
    if (!vendorCodes.includes(seen)) {
      this.note(`${operation.name} was refused with ${seen}; ${vendorCodes.join(' or ')} is documented`);
    }
  }

  /** Beside the client: for requests it never makes. */
  sendOwn: ServerUnderTest['sendOwn'] = (send) => this.server.sendOwn(send);

  check(isAsDocumented: boolean, difference: string): void {
    if (!isAsDocumented) this.note(difference);
  }

  /** @throws Difference when it does not become true in time */
  async eventually(isTrue: () => Promise<boolean>, what: string): Promise<void> {
    const untilMs = performance.now() + this.options.patienceMs;
    while (!(await isTrue())) {
      if (performance.now() > untilMs) throw new Difference(`${what}: not within ${this.options.patienceMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
    }
  }

  /** @throws Skip */
  need<T>(value: T | null, what: string): T {
    if (value === null) throw new Skip(what);
    return value;
  }

  /**
   * Something of ours stands in the server from now on; removed at the end, the newest first.
   * @returns to be called when it is gone already
   */
  made(what: string, operation: Operation<unknown>): () => void {
    const leftover = {
      what,
      remove: async () => {
        const { outcome } = await this.server.send(operation);
        const isGone = outcome.kind === 'done' || outcome.error.code === 'GATEWAY.NOT_FOUND';
        if (!isGone) throw new Difference(`${what} could not be removed: ${describe(outcome)}`);
      },
    };
    this.leftovers.push(leftover);
    return () => this.leftovers.splice(this.leftovers.indexOf(leftover), 1);
  }

  /** @returns what could not be removed, for a person to remove */
  async cleanUp(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const { remove } of this.leftovers.splice(0).reverse()) {
      await remove().catch((error: unknown) => {
        if (!(error instanceof Difference)) throw error;
        left.push(error.message);
      });
    }
    return left;
  }

  /** What the cases since the last call found. */
  takeFindings(): { readonly differences: readonly string[]; readonly news: readonly string[] } {
    const found = { differences: [...new Set(this.differences)], news: [...new Set(this.news)] };
    this.differences = [];
    this.news = [];
    return found;
  }

  private note(difference: string): void {
    this.differences.push(difference);
  }

  private compareShape({ name }: Operation<unknown>, body: Buffer): void {
    const shape = documentedShapeOf(name);
    const envelope = parseEnvelope(body);
    // A refusal that means "not there" has no more to show.
    if (shape === null || envelope?.code !== '0') return;
    const { differences, news } = compare(shape, JSON.parse(body.toString('utf8')), name);
    this.differences.push(...differences);
    this.news.push(...news);
  }
}

function describe(outcome: Exclude<Answered<unknown>['outcome'], { kind: 'done' }>): string {
  const { code, context } = outcome.error;
  const details = [context['vendorCode'], context['httpStatus'], context['reason']].filter((each) => each != null);
  return [`${outcome.kind}, ${code}`, ...details.map(String)].join(', ');
}
