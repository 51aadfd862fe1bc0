import fc from 'fast-check';
import {
  eventFrame,
  framesFor,
  idOf,
  type LiveEntry,
  parsePlace,
} from '../../../../../src/modules/monitoring/live/live-entry.js';
import { topicsOf } from '../../../../../src/modules/monitoring/live/live-topics.js';
import { RecentEntries } from '../../../../../src/modules/monitoring/live/recent-entries.js';
import { type EventEnvelope } from '../../../../../src/platform/event-log/event-envelope.js';

const entry = (position: number, hosts: readonly string[] = []): LiveEntry => ({
  position: BigInt(position),
  frame: Buffer.from(`${position} `),
  hosts,
});

describe('ids of the live feed', () => {
  it('are read as they are given out, and nothing else is', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.bigInt(0n, 999_999_999_999_999_999n), (epoch, position) => {
        expect(parsePlace(idOf({ epoch, position }))).toEqual({ epoch, position });
      }),
    );
    for (const id of ['', '1', '1-', '-1', '1-2-3', '1-2\n', '9'.repeat(20), `1-${'9'.repeat(40)}`, '0x1-2']) {
      expect(parsePlace(id)).toBeNull();
    }
  });

  it('data never breaks out of its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const frame = eventFrame('visit', { text }, '1-2');
        expect(frame.split('\n')).toHaveLength(5);
        expect(frame).not.toContain('\r');
      }),
    );
  });
});

describe('recent entries', () => {
  it('hold all that came since, or say that they do not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 12 }), fc.nat(9_000), (sizes, asked) => {
        const recent = new RecentEntries(10n);
        let last = 10;
        const all: number[] = [];
        for (const size of sizes) {
          const page = Array.from({ length: size }, () => (last += 1));
          all.push(...page);
          recent.add(page.map((position) => entry(position)));
        }
        const after = recent.after(BigInt(asked));
        if (asked < 10) expect(after).toBeNull();
        else if (after !== null) {
          expect(after.map(({ position }) => Number(position))).toEqual(all.filter((position) => position > asked));
        } else expect(all.filter((position) => position > asked).length).toBeGreaterThan(2_000);
      }),
    );
  });
});

describe('who sees what', () => {
  it('a host sees what has their address, everybody else all', () => {
    const entries = [entry(1, ['a@x']), entry(2), entry(3, ['b@x', 'a@x'])];
    expect(framesFor(entries, { kind: 'all' })?.toString()).toBe('1 2 3 ');
    expect(framesFor(entries, { kind: 'own', email: 'a@x' })?.toString()).toBe('1 3 ');
    expect(framesFor(entries, { kind: 'own', email: '' })).toBeNull();
  });

  it.each([
    ['visits.visit-overstayed.v1', { visitId: 'v', guestId: 'g' }, ['v', 'overstaying']],
    [
      'access-control.access-changed.v1',
      { visitId: 'v', guestId: 'g', to: 'failed', errorCode: 'CAPACITY' },
      ['v', 'access_failed'],
    ],
    [
      'access-control.access-changed.v1',
      { visitId: 'v', guestId: 'g', to: 'granted', errorCode: null },
      ['v', undefined],
    ],
    ['access-control.drift-found.v1', { guestId: 'g', isMended: true }, [null, undefined]],
    ['access-control.drift-found.v1', { guestId: 'g', isMended: false }, [null, 'drift_found']],
    ['visits.alert-raised.v1', { visitId: 'v', guestId: 'g', alert: 'late_passage' }, [null, 'late_passage']],
    [
      'monitoring.incident-raised.v1',
      { incidentId: 'i', visitId: 'v', kind: 'stuck_at_exit' },
      [null, 'stuck_at_exit'],
    ],
    ['monitoring.door-clock-changed.v1', { doorId: '1', isOff: true }, [null, 'door_clock_off']],
    ['monitoring.door-clock-changed.v1', { doorId: '1', isOff: false }, [null, 'door_clock_right']],
    ['visits.guests-merged.v1', { guestId: 'g', mergedGuestId: 'm' }, [null, 'guests_merged']],
  ])('%s %j', (name, data, expected) => {
    const topics = topicsOf({ name, data } as unknown as EventEnvelope);
    expect([topics?.visitId, topics?.alert?.alert]).toEqual(expected);
  });

  it('steps towards HikCentral, and names that nobody knows, are shown to nobody', () => {
    for (const name of ['access-control.step-taken.v1', 'constructor', 'toString', 'visits.unheard-of.v9']) {
      expect(topicsOf({ name, data: {} } as unknown as EventEnvelope)).toBeNull();
    }
  });
});
