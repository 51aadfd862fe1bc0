import { exactlyOneOf, integer, listOf, milliseconds, object, oneOf, type Shape, text } from '../control/shape.js';
import { type VerbName, VERB_NAMES, VERBS } from '../control/verbs.js';

/** When a step is due, counted from the start of the scenario. */
export interface StepTime {
  /** Once. */
  readonly atMs?: number;
  /** Again and again, first at `fromMs` (default: after one period), last at `untilMs` (default: never). */
  readonly everyMs?: number;
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** A step does one verb of the control API; the verb's own fields stand beside `do`. */
export type Step = StepTime & { readonly do: VerbName } & Readonly<Record<string, unknown>>;

export interface Scenario {
  readonly name: string;
  readonly about?: string;
  readonly timeline: readonly Step[];
}

export const MAX_MISTAKES_TOLD = 20;

/** A scenario with mistakes. Its message has one line for each, with the path in the file. */
export class ScenarioError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    const more = mistakes.length - MAX_MISTAKES_TOLD;
    const told = mistakes.slice(0, MAX_MISTAKES_TOLD);
    super([...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
    this.name = 'ScenarioError';
  }
}

const TIME_NAMES = ['atMs', 'everyMs', 'fromMs', 'untilMs'];
const TIME = {
  atMs: milliseconds,
  everyMs: integer(1),
  fromMs: milliseconds,
  untilMs: milliseconds,
};

const STEP: Shape = (value, path) => {
  const { time, rest } = split(value);
  const { do: verbName, ...body } = rest;
  const isRepeated = Object.hasOwn(time, 'everyMs');
  const onlyWithEvery = isRepeated
    ? []
    : ['fromMs', 'untilMs'].flatMap((name) =>
        Object.hasOwn(time, name) ? [`${path}.${name}: is only for everyMs`] : [],
      );
  const known = VERB_NAMES.find((name) => name === verbName);
  return [
    ...object({}, TIME, exactlyOneOf('atMs', 'everyMs'))(time, path),
    ...onlyWithEvery,
    ...object({ do: oneOf(...VERB_NAMES) })({ ...(Object.hasOwn(rest, 'do') && { do: verbName }) }, path),
    ...(known === undefined ? [] : VERBS[known].shape(body, path)),
  ];
};

const SCENARIO = object({ name: text, timeline: listOf(STEP) }, { about: text });

/** @throws ScenarioError naming every mistake */
export function readScenario(value: unknown): Scenario {
  const mistakes = SCENARIO(value, '');
  if (mistakes.length > 0) throw new ScenarioError(mistakes);
  return value as Scenario;
}

/** A step's verb with the body it would have in the control API. */
export function bodyOf(step: Step): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(split(step).rest).filter(([name]) => name !== 'do'));
}

function split(step: unknown): { time: Record<string, unknown>; rest: Record<string, unknown> } {
  const entries = Object.entries(step ?? {});
  return {
    time: Object.fromEntries(entries.filter(([name]) => TIME_NAMES.includes(name))),
    rest: Object.fromEntries(entries.filter(([name]) => !TIME_NAMES.includes(name))),
  };
}
