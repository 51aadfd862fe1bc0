import { ResourceGuard } from '../../../../src/platform/resources/resource-guard.js';
import { ResourceUsage, SystemResourceUsage } from '../../../../src/platform/resources/resource-usage.js';
import { someSettings } from '../../../support/settings.js';

class FixedUsage extends ResourceUsage {
  constructor(
    private readonly disk: number,
    private readonly memory: number,
  ) {
    super();
  }

  override diskPercent(): Promise<number> {
    return Promise.resolve(this.disk);
  }

  override memoryPercent(): Promise<number> {
    return Promise.resolve(this.memory);
  }
}

const guardOn = (disk: number, memory: number) =>
  new ResourceGuard(new FixedUsage(disk, memory), someSettings({ diskUsageThreshold: 90, memoryUsageThreshold: 80 }));

describe('resource guard', () => {
  it('lets heavy work through up to the thresholds', async () => {
    await expect(guardOn(90, 80).assertRoomForHeavyWork()).resolves.toBeUndefined();
  });

  it.each([
    ['disk', guardOn(90.1, 10)],
    ['memory', guardOn(10, 80.1)],
  ])('holds heavy work back above the threshold of the %s, to be tried again', async (resource, guard) => {
    await expect(guard.assertRoomForHeavyWork()).rejects.toMatchObject({
      code: 'RESOURCES_SHORT',
      kind: 'unavailable',
      retry: 'retry',
      context: { resource, retryAfterSeconds: 30 },
    });
  });

  it('measures a real disk', async () => {
    const percent = await new SystemResourceUsage('/tmp').diskPercent();
    expect(percent).toBeGreaterThanOrEqual(0);
    expect(percent).toBeLessThanOrEqual(100);
  });
});
