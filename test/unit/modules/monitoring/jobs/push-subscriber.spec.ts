import { type GatewaySession, type HikCentralGateway } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { type SubscribeToPushes } from '../../../../../src/modules/monitoring/application/subscribe-to-pushes.js';
import {
  LOOK_EVERY_MS,
  PushSubscriber,
  RENEW_EVERY_MS,
} from '../../../../../src/modules/monitoring/jobs/push-subscriber.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';

/** One lease before a HikCentral that can forget. */
function aSubscriber(eventMode: 'poll' | 'push' = 'push') {
  const clock = new ManualClock();
  const logger = new TestLogger();
  const settings = someSettings();
  const site = { isSubscribed: false, subscriptions: 0, looks: 0, isDown: false };
  const answer = <T>(value: T): Promise<T> =>
    site.isDown ? Promise.reject(new Error('no answer')) : Promise.resolve(value);
  const verb = {
    subscribe: async () => {
      await answer(null);
      site.subscriptions += 1;
      site.isSubscribed = true;
    },
    stands: () => {
      site.looks += 1;
      return answer(site.isSubscribed);
    },
  };
  const runners: unknown[] = [];
  const subscriber = new PushSubscriber(
    verb as unknown as SubscribeToPushes,
    clock,
    new SystemRandom(),
    logger,
    someSettings({ hikcentral: { ...settings.hikcentral, eventMode } }),
    { onSession: (runner: unknown) => runners.push(runner) } as unknown as HikCentralGateway,
  );
  const lease = new AbortController();
  const run = () => subscriber.run({ serverId: 'server', signal: lease.signal } as unknown as GatewaySession);
  return { clock, logger, site, runners, lease, run };
}

describe('the subscriber', () => {
  it('subscribes when the lease starts, looks every ten minutes, and again when it is gone', async () => {
    const { clock, site, runners, lease, run } = aSubscriber();
    expect(runners).toHaveLength(1);
    const running = run();
    await clock.advance(0);
    expect(site).toMatchObject({ subscriptions: 1, looks: 0 });
    await clock.advance(3 * LOOK_EVERY_MS);
    expect(site).toMatchObject({ subscriptions: 1, looks: 3 });
    site.isSubscribed = false;
    await clock.advance(LOOK_EVERY_MS);
    expect(site).toMatchObject({ subscriptions: 2, looks: 4, isSubscribed: true });
    lease.abort();
    await running;
    expect(clock.pendingTimers).toBe(0);
  });

  it('renews what still stands', async () => {
    const { clock, site, lease, run } = aSubscriber();
    const running = run();
    await clock.advance(RENEW_EVERY_MS + LOOK_EVERY_MS);
    expect(site.subscriptions).toBe(2);
    lease.abort();
    await running;
  });

  it('tries again in a minute, and says once that it does not work', async () => {
    const { clock, logger, site, lease, run } = aSubscriber();
    site.isDown = true;
    const running = run();
    await clock.advance(150_000);
    site.isDown = false;
    await clock.advance(60_000);
    expect(site.subscriptions).toBe(1);
    expect(logger.lines.map(({ event }) => event)).toEqual([
      'subscribing to pushes failed',
      'subscribing to pushes works again',
    ]);
    lease.abort();
    await running;
  });

  it('has nothing to do where HikCentral is only polled', () => {
    expect(aSubscriber('poll').runners).toEqual([]);
  });
});
