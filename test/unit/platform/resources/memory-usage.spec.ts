import { memoryUsagePercent } from '../../../../src/platform/resources/memory-usage.js';

const GIB = 2 ** 30;

const percentOn = (files: Readonly<Record<string, string>>, totalBytes = 8 * GIB, availableBytes = 6 * GIB) =>
  memoryUsagePercent({
    read: (path) => Promise.resolve(files[path] ?? null),
    totalBytes: () => totalBytes,
    availableBytes: () => availableBytes,
  });

describe('memory usage', () => {
  it('is that of the machine where no container limits it', async () => {
    expect(await percentOn({})).toBe(25);
    expect(await percentOn({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': 'max\n' })).toBe(25);
  });

  it('is that of the container, without page cache the kernel gives back (cgroup 2)', async () => {
    const files = {
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': `${GIB}\n`,
      '/sys/fs/cgroup/memory.current': `${0.75 * GIB}\n`,
      '/sys/fs/cgroup/memory.stat': `anon 1\ninactive_file ${0.25 * GIB}\nactive_file 7\n`,
    };
    expect(await percentOn(files)).toBe(50);
  });

  it('reads the group of the process itself before the root', async () => {
    const files = {
      '/proc/self/cgroup': '0::/vestibule.slice\n',
      '/sys/fs/cgroup/vestibule.slice/memory.max': `${GIB}`,
      '/sys/fs/cgroup/vestibule.slice/memory.current': `${0.9 * GIB}`,
    };
    expect(await percentOn(files)).toBeCloseTo(90);
  });

  it('knows version 1, whose number for "no limit" is larger than any machine', async () => {
    const own = '4:memory:/docker/abc\n0::/\n';
    const limited = {
      '/proc/self/cgroup': own,
      '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': `${2 * GIB}`,
      '/sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes': `${GIB}`,
      '/sys/fs/cgroup/memory/docker/abc/memory.stat': 'inactive_file 5\ntotal_inactive_file 0\n',
    };
    expect(await percentOn(limited)).toBe(50);
    const unlimited = { ...limited, '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': '9223372036854771712' };
    expect(await percentOn(unlimited)).toBe(25);
  });

  it('is a percentage on the machine the test runs on', async () => {
    const percent = await memoryUsagePercent();
    expect(percent).toBeGreaterThan(0);
    expect(percent).toBeLessThanOrEqual(100);
  });
});
