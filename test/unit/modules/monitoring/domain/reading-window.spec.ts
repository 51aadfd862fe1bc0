import fc from 'fast-check';
import {
  afterPage,
  AHEAD_MS,
  firstPosition,
  LONGEST_WINDOW_MS,
  nextWindow,
  OVERLAP_MS,
  SETTLING_MS,
} from '../../../../../src/modules/monitoring/domain/reading-window.js';
import { type PageFate, SimulatedReading, type SimulatedEvent, type SimulatedPoll } from './simulated-reading.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-06-10T08:00:00Z');
/** Longer than everything below lasts. */
const LATER = START + 2 * DAY;
/** HikCentral shows an event this long after it recorded it, at most. */
const LATEST_VISIBLE = 5 * SECOND;

const fates = fc.array(fc.constantFrom<PageFate>('stored', 'stored', 'stored', 'not-answered', 'crash-before-commit'), {
  maxLength: 6,
});

/** Seconds of which many events and polls fall into. */
const rush = fc.integer({ min: 600, max: 615 });

/** Seconds rather than milliseconds, so that many events share an instant. */
const events = fc
  .array(
    fc.record({
      second: fc.oneof(fc.nat(20 * 60), rush, fc.constantFrom(60, 61, 300)),
      isWholeSecond: fc.boolean(),
      delayMs: fc.nat(LATEST_VISIBLE),
    }),
    { maxLength: 60 },
  )
  .map((drafts) =>
    drafts.map(({ second, isWholeSecond, delayMs }, id): SimulatedEvent => {
      const recordedMs = START + second * SECOND + (isWholeSecond ? 0 : (id * 37) % SECOND);
      return { id, recordedMs, visibleMs: recordedMs + delayMs };
    }),
  );

/** Mostly an answer's time; sometimes that of a 429 which is waited out between two pages. */
const pageMs = fc.oneof(fc.nat(3 * SECOND), fc.nat(3 * MINUTE));

const polls = (skewMs: fc.Arbitrary<number>): fc.Arbitrary<SimulatedPoll[]> =>
  fc
    .array(fc.record({ second: fc.oneof(fc.nat(25 * 60), rush), skewMs, fates, pageMs }), {
      maxLength: 25,
    })
    .map((drafts) =>
      drafts.map(({ second, ...rest }) => ({ atMs: START + second * SECOND, ...rest })).sort((a, b) => a.atMs - b.atMs),
    );

const lastPoll: SimulatedPoll = { atMs: LATER, skewMs: 0, fates: [], pageMs: 0 };
const ids = (of: readonly SimulatedEvent[]): number[] => of.map(({ id }) => id);
const sorted = (of: Iterable<number>): number[] => [...of].sort((a, b) => a - b);

describe('reading a list that grows meanwhile', () => {
  it('stores each event and never claims more than it has', () => {
    fc.assert(
      fc.property(
        events,
        polls(fc.integer({ min: -10 * SECOND, max: 10 * SECOND })),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (list, times, pageSize, isNewestFirst) => {
          const reading = new SimulatedReading(list, pageSize, START, isNewestFirst);
          for (const poll of times) {
            const { resumeFrom, completeTo } = reading.position;
            reading.poll(poll);
            expect(reading.falselyClaimed()).toEqual([]);
            expect(reading.position.resumeFrom >= resumeFrom).toBe(true);
            expect(reading.position.completeTo >= completeTo).toBe(true);
          }
          reading.poll(lastPoll);
          expect(sorted(reading.stored.keys())).toEqual(ids(list));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('loses nothing when our clock jumps by hours and back', () => {
    fc.assert(
      fc.property(
        events,
        polls(fc.constantFrom(0, 0, -3 * HOUR, 2 * HOUR, 20 * DAY)),
        fc.integer({ min: 1, max: 7 }),
        (list, times, pageSize) => {
          const reading = new SimulatedReading(list, pageSize, START);
          for (const poll of times) reading.poll(poll);
          reading.poll(lastPoll);
          expect(sorted(reading.stored.keys())).toEqual(ids(list));
        },
      ),
      { numRuns: 500 },
    );
  });

  describe('when an event becomes visible behind the page that was just read', () => {
    const list = [
      { id: 0, recordedMs: START + 10 * SECOND, visibleMs: START + 10 * SECOND },
      { id: 1, recordedMs: START + 11 * SECOND, visibleMs: START + 16 * SECOND },
      { id: 2, recordedMs: START + 12 * SECOND, visibleMs: START + 12 * SECOND },
      { id: 3, recordedMs: START + 13 * SECOND, visibleMs: START + 13 * SECOND },
    ];
    const atMs = START + 14 * SECOND;

    it('does not claim it when reading stops there', () => {
      const reading = new SimulatedReading(list, 2, START);
      reading.poll({ atMs, skewMs: 0, fates: ['stored', 'not-answered'], pageMs: 0 });
      expect(reading.falselyClaimed()).toEqual([]);
    });

    it('finds it by the next poll, however long the next page had to wait', () => {
      const reading = new SimulatedReading(list, 2, START);
      reading.poll({ atMs, skewMs: 0, fates: [], pageMs: 15 * MINUTE });
      expect(reading.falselyClaimed()).toEqual([]);
      reading.poll({ ...lastPoll, atMs: START + HOUR });
      expect(sorted(reading.stored.keys())).toEqual([0, 1, 2, 3]);
    });
  });

  it('reads more events of one second than a page holds', () => {
    const list = Array.from({ length: 23 }, (_, id) => ({ id, recordedMs: START, visibleMs: START }));
    const reading = new SimulatedReading(list, 5, START);
    reading.poll({ atMs: START + MINUTE, skewMs: 0, fates: [], pageMs: 0 });
    expect(sorted(reading.stored.keys())).toEqual(ids(list));
  });
});

describe('events that cannot be read', () => {
  const now = new Date(START + MINUTE);
  const position = firstPosition(now);
  const window = nextWindow(position, now);
  const at = (second: number): Date => new Date(START + second * SECOND);

  it('go by without ending the window or holding it up', () => {
    const after = afterPage(position, window, { recordedAt: [], rawCount: 5, total: 8, pageSize: 5 });
    expect(after).toEqual({ position, next: { ...window, pageNo: 2 } });
    const last = afterPage(position, { ...window, pageNo: 2 }, { recordedAt: [], rawCount: 3, total: 8, pageSize: 5 });
    expect(last).toMatchObject({ position: { completeTo: new Date(now.getTime() - SETTLING_MS) }, next: null });
  });

  it('count as read when the page with them is the last', () => {
    const page = { recordedAt: [at(1), at(2)], rawCount: 4, total: 4, pageSize: 5 };
    expect(afterPage(position, window, page).next).toBeNull();
  });

  it('end the window when HikCentral promises more than it gives', () => {
    const page = { recordedAt: [], rawCount: 0, total: 99, pageSize: 5 };
    expect(afterPage(position, window, page).next).toBeNull();
  });

  it('do not lead behind the window when a record time lies there: pages are counted then', () => {
    const beyond = new Date(START + 50 * 365 * DAY);
    const page = { recordedAt: [at(1), beyond], rawCount: 2, total: 9, pageSize: 2 };
    expect(afterPage(position, window, page).next).toMatchObject({ from: window.from, pageNo: 2, isSorted: false });
  });
});

describe('an outage', () => {
  const oneASecond = (seconds: number): SimulatedEvent[] =>
    Array.from({ length: seconds }, (_, id) => {
      const recordedMs = START + id * SECOND;
      return { id, recordedMs, visibleMs: recordedMs };
    });

  it('is caught up in order, and what was read before it stopped again is not read twice', () => {
    const list = oneASecond(3_000);
    const reading = new SimulatedReading(list, 500, START);
    const atMs = START + HOUR;
    reading.poll({ atMs, skewMs: 0, fates: ['stored', 'stored', 'stored', 'not-answered'], pageMs: SECOND });
    expect(sorted(reading.stored.keys())).toEqual(ids(list.slice(0, reading.stored.size)));
    expect(reading.stored.size).toBeGreaterThan(1_400);
    const callsBefore = reading.calls;
    reading.poll({ atMs: atMs + MINUTE, skewMs: 0, fates: [], pageMs: SECOND });
    expect(reading.stored.size).toBe(3_000);
    expect(reading.calls - callsBefore).toBeLessThanOrEqual(4);
    expect(reading.duplicates).toBeLessThan(50);
  });

  it('of months is read in windows HikCentral answers, the empty ones too', () => {
    const late = START + 95 * DAY;
    const list = [
      { id: 0, recordedMs: START + MINUTE, visibleMs: START + MINUTE },
      { id: 1, recordedMs: START + 70 * DAY, visibleMs: START + 70 * DAY },
    ];
    const reading = new SimulatedReading(list, 500, START);
    reading.poll({ atMs: late, skewMs: 0, fates: [], pageMs: 0 });
    expect(sorted(reading.stored.keys())).toEqual([0, 1]);
    expect(reading.position.completeTo).toEqual(new Date(late - SETTLING_MS));
    expect(reading.calls).toBe(4);
  });
});

describe('the window of a poll', () => {
  const instant = fc.date({ min: new Date(START), max: new Date(START + 400 * DAY), noInvalidDate: true });

  it('overlaps, is never longer than HikCentral allows, and never ends before it starts', () => {
    fc.assert(
      fc.property(instant, instant, (resumeFrom, now) => {
        const { from, to } = nextWindow({ resumeFrom, completeTo: resumeFrom }, now);
        expect(+from).toBeLessThanOrEqual(+resumeFrom - OVERLAP_MS);
        expect(+to).toBeGreaterThan(+from);
        expect(+to - +from).toBeLessThanOrEqual(LONGEST_WINDOW_MS);
        expect(+to).toBeLessThanOrEqual(+now + AHEAD_MS);
        expect([+from % SECOND, +to % SECOND]).toEqual([0, 0]);
      }),
    );
  });

  it('begins a little before the first start', () => {
    const now = new Date(START);
    const { from } = nextWindow(firstPosition(now), now);
    expect(+from).toBeGreaterThan(START - HOUR);
    expect(+from).toBeLessThan(START);
  });

  it('of a quiet night costs one call', () => {
    const reading = new SimulatedReading([], 500, START);
    for (let minute = 0; minute < 60; minute += 1) {
      reading.poll({ atMs: START + minute * MINUTE, skewMs: 0, fates: [], pageMs: 0 });
    }
    expect(reading.calls).toBe(60);
  });
});
