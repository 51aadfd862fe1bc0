import { type Simulator, startSimulator } from '../../../../../simulator/index.js';
import { KNOWN_EVENT_TYPES, unsubscribeFromEvents } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { PushToken } from '../../../../../src/modules/monitoring/application/push-token.js';
import { SubscribeToPushes } from '../../../../../src/modules/monitoring/application/subscribe-to-pushes.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { startGateway, type TestGateway } from '../../../../support/gateway.js';
import { testPlatform } from '../../../../support/platform.js';
import { someSettings } from '../../../../support/settings.js';

describe('subscribing to pushes', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let gateway: TestGateway;
  let token: PushToken;
  let verb: SubscribeToPushes;

  beforeAll(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, employeeCount: 1 });
    gateway = await startGateway({ database, simulator });
    token = new PushToken(testPlatform(database).vault);
    verb = new SubscribeToPushes(token, someSettings({ publicUrl: 'http://127.0.0.1:9' }));
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.close();
    await database.close();
  });

  const stands = (): Promise<boolean> => verb.stands(gateway.session);

  it('stands once it was said, until any of it is gone', async () => {
    expect(await stands()).toBe(false);
    await verb.subscribe(gateway.session);
    await verb.subscribe(gateway.session);
    expect(await stands()).toBe(true);
    await gateway.send(unsubscribeFromEvents([KNOWN_EVENT_TYPES[3]!]));
    expect(await stands()).toBe(false);
    await verb.subscribe(gateway.session);
    expect(await stands()).toBe(true);
    await gateway.send(unsubscribeFromEvents(KNOWN_EVENT_TYPES));
    expect(await stands()).toBe(false);
    // Somebody else's is none of ours.
    const other = new SubscribeToPushes(token, someSettings({ publicUrl: 'http://127.0.0.1:10' }));
    await other.subscribe(gateway.session);
    expect(await stands()).toBe(false);
  });

  it('shows a token that is of one server and of one key', () => {
    const own = token.of(gateway.serverId);
    expect(own).toMatch(/^[\w-]{43}$/);
    expect(token.isOf(gateway.serverId, own)).toBe(true);
    for (const wrong of ['', own.slice(1), `${own}x`, own.toUpperCase(), token.of('another'), 'é'.repeat(20)]) {
      expect(token.isOf(gateway.serverId, wrong)).toBe(false);
    }
  });

  it('fails as a call does', async () => {
    simulator.control.faults.add({ kind: 'refuse', path: '*', code: '8', times: 1 });
    await expect(verb.subscribe(gateway.session)).rejects.toMatchObject({ code: 'GATEWAY.UNSUPPORTED' });
  });
});
