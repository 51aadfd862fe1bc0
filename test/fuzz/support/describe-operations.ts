import { interpretAnswer, type RawAnswer } from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { type Operation, type OperationName } from '../../../src/modules/hikcentral-gateway/index.js';
import { seedOf } from './dice.js';
import { fuzzSettings } from './fuzz-settings.js';
import { mutateAnswer } from './mutate-answer.js';
import { problemsOf } from './oracle.js';
import { recordAnswers } from './record-answers.js';
import { report } from './report.js';
import { shrink } from './shrink.js';
import { answersToDamage, validAnswers } from './valid-answers.js';

const { runs, seed } = fuzzSettings();
const MINUTE_MS = 60_000;
/** For an answer of at most a megabyte. */
/** Half of what may hold up the event loop: other programs on the machine make each instruction dearer too. */
const MAX_MS = 100;
/** The simulator has most calls; those it lacks are met in the shapes of the guide alone. */
const LEAST_RECORDED = 40;

/** The tests of these calls; their recorded answers are shared. */
export function describeOperations(operations: readonly Operation<unknown>[]): void {
  let recorded: ReadonlyMap<OperationName, readonly RawAnswer[]>;

  const { stackTraceLimit } = Error;

  beforeAll(async () => {
    recorded = await recordAnswers();
    // Half the time would go into the frames of errors that nobody reads.
    Error.stackTraceLimit = 0;
  }, MINUTE_MS);

  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
    report.print();
  });

  it('begins with what the simulator really answers', () => {
    expect(recorded.size).toBeGreaterThanOrEqual(LEAST_RECORDED);
  });

  describe.each(operations.map((operation) => [operation.name, operation] as const))('%s', (name, operation) => {
    it('understands every good answer', () => {
      for (const answer of validAnswers(operation, recorded)) {
        const meaning = interpretAnswer(operation, answer);
        expect({ body: answer.body.toString('utf8').slice(0, 500), kind: meaning.kind }).toMatchObject({
          kind: 'done',
        });
        expect(problemsOf(operation, answer, meaning)).toEqual([]);
      }
    });

    it(
      `takes nothing for granted in ${runs} damaged answers`,
      () => {
        const answers = answersToDamage(operation, recorded);
        for (let run = 0; run < runs; run += 1) {
          const runSeed = seedOf(name, seed, run);
          const { answer, steps } = mutateAnswer(answers, runSeed);
          const { kind, problems } = look(operation, answer);
          report.count(name, kind);
          if (problems.length > 0) throw new Error(describeFailure(operation, answer, steps, { runSeed, problems }));
        }
      },
      10 * MINUTE_MS,
    );
  });
}

/** One answer, and everything that can be wrong about what is made of it. */
function look(
  operation: Operation<unknown>,
  answer: RawAnswer,
): { readonly kind: string; readonly problems: readonly string[] } {
  const startedMs = cpuMs();
  try {
    const meaning = interpretAnswer(operation, answer);
    const isSlow = cpuMs() - startedMs > MAX_MS && isSlowAgain(operation, answer);
    return {
      kind: meaning.kind,
      problems: [...problemsOf(operation, answer, meaning), ...(isSlow ? ['too slow'] : [])],
    };
  } catch (error) {
    return { kind: 'thrown', problems: [`threw ${String(error)}`] };
  }
}

/** Of this process: how busy the machine is otherwise does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** A collection of garbage or a compilation may fall into one, not into three more. */
function isSlowAgain(operation: Operation<unknown>, answer: RawAnswer): boolean {
  return [1, 2, 3].every(() => {
    const startedMs = cpuMs();
    interpretAnswer(operation, answer);
    return cpuMs() - startedMs > MAX_MS;
  });
}

function describeFailure(
  operation: Operation<unknown>,
  answer: RawAnswer,
  steps: readonly string[],
  { runSeed, problems }: { readonly runSeed: number; readonly problems: readonly string[] },
): string {
  const least = shrink(answer, (candidate) => look(operation, candidate).problems[0] === problems[0]);
  return [
    `${operation.name}, seed ${runSeed} (${steps.join(', ')}): ${problems.join('; ')}`,
    `HTTP ${least.httpStatus} ${JSON.stringify(least.body.toString('utf8').slice(0, 1_000))}`,
  ].join('\n');
}
