import { Registry } from 'prom-client';
import { type Pushed, type RingForPush } from '../../../../../src/modules/monitoring/application/ring-for-push.js';
import { LOOKED_AT, MAX_WAITING, PushDesk } from '../../../../../src/modules/monitoring/jobs/push-desk.js';
import { PushMetrics } from '../../../../../src/modules/monitoring/push.metrics.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';

const SERVER = 'one';

function aDesk(eventMode: 'poll' | 'push' = 'push') {
  const clock = new ManualClock();
  const logger = new TestLogger();
  const settings = someSettings();
  const looks: { readonly serverId: string; readonly eventIds: readonly string[]; readonly isUnclear: boolean }[] = [];
  const trouble: { error: Error | null } = { error: null };
  const ringForPush = {
    run: (serverId: string, { events, isUnclear }: Pushed) => {
      looks.push({ serverId, eventIds: events.map(({ eventId }) => eventId), isUnclear });
      return trouble.error === null ? Promise.resolve(true) : Promise.reject(trouble.error);
    },
  };
  const desk = new PushDesk(
    ringForPush as unknown as RingForPush,
    someSettings({ hikcentral: { ...settings.hikcentral, eventMode } }),
    clock,
    new SystemRandom(),
    new PushMetrics(new Registry()),
    logger,
  );
  return { clock, logger, looks, trouble, desk };
}

const push = (...eventIds: readonly string[]): object => ({
  params: {
    events: eventIds.map((eventId) => ({ eventId, eventType: 196_893, happenTime: '2026-06-10T08:00:00Z', data: {} })),
  },
});

describe('the desk for pushes', () => {
  it('looks at what comes first at once, and at all that comes after it together', async () => {
    const { clock, desk, looks } = aDesk();
    desk.take(SERVER, push('a'));
    await clock.advance(0);
    expect(looks).toEqual([{ serverId: SERVER, eventIds: ['a'], isUnclear: false }]);
    for (const eventId of ['b', 'c', 'b']) desk.take(SERVER, push(eventId));
    desk.take('other', push('d', 'e'));
    await clock.advance(199);
    expect(looks).toHaveLength(1);
    await clock.advance(1);
    expect(looks.slice(1)).toEqual([
      { serverId: SERVER, eventIds: ['b', 'c'], isUnclear: false },
      { serverId: 'other', eventIds: ['d', 'e'], isUnclear: false },
    ]);
    await desk.beforeApplicationShutdown();
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['no push', 'nonsense', []],
    ['nothing', undefined, []],
    ['an event that cannot be read beside one that can', { params: { events: [{}, ...readable()] } }, ['good']],
  ])('says that it is not clear what was pushed: %s', async (_, body, eventIds) => {
    const { clock, desk, looks } = aDesk();
    desk.take(SERVER, body);
    await clock.advance(0);
    expect(looks).toEqual([{ serverId: SERVER, eventIds, isUnclear: true }]);
    await desk.beforeApplicationShutdown();
  });

  it('reads only so many of a flood, holds only so many, and looks at them five times a second', async () => {
    const { clock, desk, looks } = aDesk();
    for (let tenth = 0; tenth < 20; tenth += 1) {
      for (let index = 0; index < 50; index += 1) {
        desk.take(SERVER, push(...Array.from({ length: 10 }, (_, event) => `${tenth}-${index}-${event}`)));
      }
      await clock.advance(100);
    }
    const read = new Set(looks.flatMap(({ eventIds }) => eventIds));
    expect(read.size).toBe(LOOKED_AT.limit * 10);
    expect(Math.max(...looks.map(({ eventIds }) => eventIds.length))).toBeLessThanOrEqual(MAX_WAITING + 9);
    expect(looks.length).toBeLessThanOrEqual(11);
    // What was not looked at rings all the same.
    expect(looks.at(-1)).toEqual({ serverId: SERVER, eventIds: [], isUnclear: true });
    await desk.beforeApplicationShutdown();
  });

  it('goes on after a failure, and says so once', async () => {
    const { clock, desk, looks, trouble, logger } = aDesk();
    trouble.error = new Error('no database');
    for (const eventId of ['a', 'b']) {
      desk.take(SERVER, push(eventId));
      await clock.advance(1_000);
    }
    trouble.error = null;
    desk.take(SERVER, push('c'));
    await clock.advance(1_000);
    expect(looks).toHaveLength(3);
    expect(logger.lines.map(({ event }) => event)).toEqual([
      'looking at pushes failed',
      'looking at pushes works again',
    ]);
    await desk.beforeApplicationShutdown();
  });

  it('does nothing where HikCentral is only polled, nor after the end', async () => {
    const polled = aDesk('poll');
    polled.desk.take(SERVER, push('a'));
    const ended = aDesk();
    await ended.desk.beforeApplicationShutdown();
    ended.desk.take(SERVER, push('a'));
    await polled.clock.advance(1_000);
    await ended.clock.advance(1_000);
    expect([polled.looks, ended.looks]).toEqual([[], []]);
  });
});

function readable(): readonly object[] {
  return (push('good') as { params: { events: readonly object[] } }).params.events;
}
