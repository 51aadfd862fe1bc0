import {
  type EventFate,
  EventTroubles,
  type EventTroubleSettings,
} from '../../../../simulator/world/event-troubles.js';
import { buildWorld } from '../build-world.js';

function draws(settings: Partial<EventTroubleSettings>, count = 500): EventFate[] {
  const troubles = new EventTroubles();
  troubles.change({ seed: 7, ...settings });
  return Array.from({ length: count }, () => troubles.draw());
}

describe('the fate of events', () => {
  it('is to show between two delays, both ends included', () => {
    const delays = draws({ visibleInMs: { min: 10, max: 13 } }).map(({ visibleInMs }) => visibleInMs);
    expect([...new Set(delays)].sort()).toEqual([10, 11, 12, 13]);
  });

  it('is to be lost for a while, a share of them, whatever the others’ delay', () => {
    const fates = draws({ lost: { share: 0.2, forMs: 60_000 }, visibleInMs: { min: 1, max: 1 } });
    const lost = fates.filter(({ visibleInMs }) => visibleInMs === 60_000).length;
    expect(lost).toBeGreaterThan(60);
    expect(lost).toBeLessThan(140);
    expect(fates.filter(({ visibleInMs }) => visibleInMs === 1)).toHaveLength(500 - lost);
  });

  it('is the same for the same seed, also when one trouble more is switched on', () => {
    const settings = { listedTwiceShare: 0.3, reorderByMs: 900 };
    expect(draws(settings)).toEqual(draws(settings));
    const back = (more: Partial<EventTroubleSettings>) => draws({ ...settings, ...more }).map((f) => f.eventTimeBackMs);
    expect(back({ betweenPagesShare: 0.5 })).toEqual(back({}));
    expect(back({ seed: 8 })).not.toEqual(back({}));
  });

  it('of a lost event is to turn up in the end, and no sooner', () => {
    const { world, time } = buildWorld();
    world.eventTroubles.change({ lost: { share: 1, forMs: 60_000 } });
    world.passages.walk({ personCode: 'E00001' }, { doorIndexCode: '1' });
    const shown = () => {
      const none = { eventTypes: null, personIds: null, personCodes: null, personName: null, doorIndexCodes: null };
      const all = { ...none, startMs: 0, endMs: Number.MAX_SAFE_INTEGER, isNewestFirst: false };
      return world.events.query(all, world.nowMs()).length;
    };
    time.advance(59_999);
    expect(shown()).toBe(0);
    time.advance(1);
    expect(shown()).toBe(1);
  });
});
