import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { waitFor } from '../../support/wait-for.js';
import { expectProblem } from './support/problem.js';
import { sendRaw } from './support/send-raw.js';

const TOKEN = 'only-prometheus-knows-this-one';

describe('what machines ask', () => {
  let vestibule: TestVestibule;
  beforeAll(async () => {
    vestibule = await openVestibule({ environment: { METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => vestibule.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    sendRaw(vestibule.running.baseUrl, { method: 'GET', path, headers });

  it('the process is alive', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('the process is ready, with its database, queues, disk and memory', async () => {
    const { status, body } = await get('/health/ready');
    const { details } = body as { details: Record<string, { status: string }> };
    expect(status).toBe(200);
    expect(details).toMatchObject({
      database: { status: 'up' },
      queues: { status: 'up' },
      disk: { status: 'up' },
      memory: { status: 'up' },
    });
  });

  it('HikCentral being down is degraded, and no reason to take the process out', async () => {
    await vestibule.simulator.control.goDown('refused');
    await waitFor(
      async () => {
        const { status, body } = await get('/health/ready');
        expect(status).toBe(200);
        return (body as { details: Record<string, { status: string }> }).details['hikcentral']?.status === 'degraded';
      },
      'that HikCentral is degraded',
      60_000,
    );
    await vestibule.simulator.control.comeUp();
  }, 70_000);

  it('metrics are for who has the token', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${TOKEN}` }]) {
      expect(expectProblem(await get('/metrics', headers as Record<string, string>)).status).toBe(401);
    }
    const { status, headers, text } = await get('/metrics', { authorization: `Bearer ${TOKEN}` });
    expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
    expect(text).toMatch(/^# HELP process_cpu_seconds_total /m);
    expect(text).toMatch(/^# TYPE hikcentral_calls_total counter/m);
    expect(text).toMatch(/^# TYPE vestibule_access_oldest_unrevoked_seconds gauge/m);
  });
});
