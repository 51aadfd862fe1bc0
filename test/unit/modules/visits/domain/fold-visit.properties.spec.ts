import fc from 'fast-check';
import { attachPassages } from '../../../../../src/modules/visits/domain/attach-passages.js';
import { dueOf } from '../../../../../src/modules/visits/domain/due.js';
import { foldVisit, type VisitState } from '../../../../../src/modules/visits/domain/fold-visit.js';
import {
  EXIT_POLICIES,
  isFinal,
  type PassageFact,
  type VisitFact,
} from '../../../../../src/modules/visits/domain/visit-facts.js';
import { at, close, RULES, terms } from './facts.builder.js';

const MINUTE_MS = 60_000;
const NOW = at('18:00');

/** From before the doors open for the visit to after its grace; coarse, so that equal instants are common. */
const instant = fc.integer({ min: -4, max: 52 }).map((step) => new Date(at('09:00').getTime() + step * 10 * MINUTE_MS));

const passages = fc
  .uniqueArray(
    fc.record({
      eventId: fc.integer({ min: 1, max: 60 }).map((number) => `s1:${number}`),
      occurredAt: instant,
      direction: fc.constantFrom('entry' as const, 'exit' as const, null),
      result: fc.constantFrom('granted' as const, 'granted' as const, 'denied' as const),
    }),
    { selector: ({ eventId }) => eventId, maxLength: 12 },
  )
  .map((list) => list.map((it): PassageFact => ({ kind: 'passage', passageId: it.eventId, ...it })));

const commands = fc
  .array(
    fc.oneof(
      instant.map((occurredAt): VisitFact => ({ kind: 'check_in', eventId: `in-${occurredAt.getTime()}`, occurredAt })),
      fc.tuple(instant, fc.constantFrom(...EXIT_POLICIES)).map(([occurredAt, exitPolicy]): VisitFact => ({
        kind: 'exit_policy',
        eventId: `policy-${occurredAt.getTime()}-${exitPolicy}`,
        occurredAt,
        exitPolicy,
      })),
      instant.map((occurredAt): VisitFact => close('12:00', { occurredAt, endedAt: occurredAt })),
    ),
    { maxLength: 4 },
  )
  .map((list) => [...new Map(list.map((fact) => [fact.eventId, fact])).values()]);

const policy = fc.constantFrom(...EXIT_POLICIES);

describe('the fold of a visit, for any facts', () => {
  it('does not depend on order or repetition', () => {
    const facts = fc.tuple(passages, commands).map(([seen, said]): VisitFact[] => [...seen, ...said]);
    const shuffled = facts.chain((all) =>
      fc.record({
        all: fc.constant(all),
        arrived: fc.shuffledSubarray(all, { minLength: all.length }),
        again: fc.subarray(all),
      }),
    );
    fc.assert(
      fc.property(shuffled, policy, ({ all, arrived, again }, exitPolicy) => {
        const inOrder = foldVisit(terms({ exitPolicy }), all, NOW, RULES);
        expect(foldVisit(terms({ exitPolicy }), [...arrived, ...again], NOW, RULES)).toEqual(inOrder);
      }),
      { numRuns: 500 },
    );
  });

  it('never reopens, however passages arrive and whenever the sweep runs between them', () => {
    const arrival = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: passages.map((list) => ({ kind: 'passages' as const, list })) },
        { weight: 1, arbitrary: instant.map((now) => ({ kind: 'sweep' as const, now })) },
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(arrival, policy, (steps, exitPolicy) => {
        const agreed = terms({ exitPolicy });
        const facts: VisitFact[] = [];
        let ended: VisitState | null = null;
        for (const [index, step] of steps.entries()) {
          if (step.kind === 'passages') facts.push(...step.list.slice(0, 3).map((it) => renamed(it, index)));
          else sweep(facts, exitPolicy, step.now);
          const state = foldVisit(agreed, facts, NOW, RULES);
          if (ended !== null) {
            expect(state.status).toBe(ended.status);
            expect(state.closedReason).toBe(ended.closedReason);
          }
          if (isFinal(state.status)) ended = state;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('passages given to one visit, in any batches', () => {
  it('end in the same state', () => {
    const cases = passages.chain((all) =>
      fc.record({
        all: fc.constant(all),
        arrived: fc.shuffledSubarray(all, { minLength: all.length }),
        again: fc.shuffledSubarray(all),
        sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 24, maxLength: 24 }),
      }),
    );
    fc.assert(
      fc.property(cases, policy, ({ all, arrived, again, sizes }, exitPolicy) => {
        const atOnce = arriveInBatches(exitPolicy, [all]);
        const piecemeal = arriveInBatches(exitPolicy, split([...arrived, ...again], sizes));
        expect(piecemeal).toEqual(atOnce);
      }),
      { numRuns: 500 },
    );
  });
});

function arriveInBatches(exitPolicy: (typeof EXIT_POLICIES)[number], batches: PassageFact[][]): VisitState {
  const agreed = terms({ exitPolicy });
  const facts: VisitFact[] = [];
  for (const batch of batches) {
    const { attachments } = attachPassages([{ visitId: 'v', terms: agreed, facts }], batch, NOW, RULES);
    facts.push(...attachments.map(({ passage }) => passage));
  }
  return foldVisit(agreed, facts, NOW, RULES);
}

/** Two batches never use one event id for two events. */
function renamed(passage: PassageFact, batch: number): PassageFact {
  return { ...passage, eventId: `${passage.eventId}-${batch}` };
}

function split(list: PassageFact[], sizes: number[]): PassageFact[][] {
  const batches: PassageFact[][] = [];
  let from = 0;
  for (const size of sizes) {
    if (from >= list.length) break;
    batches.push(list.slice(from, from + size));
    from += size;
  }
  return batches;
}

function sweep(facts: VisitFact[], exitPolicy: (typeof EXIT_POLICIES)[number], now: Date): void {
  const agreed = terms({ exitPolicy });
  const due = dueOf(foldVisit(agreed, facts, now, RULES), agreed, true, RULES);
  if (due?.action !== 'close' || due.at.getTime() > now.getTime()) return;
  facts.push({ ...due, kind: 'close', eventId: `close-${facts.length}`, occurredAt: now });
}
