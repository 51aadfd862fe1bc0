import { type DynamicModule, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { Registry } from 'prom-client';
import { type Simulator, startSimulator } from '../../../../simulator/index.js';
import { Settings } from '../../../../src/config/settings.js';
import {
  type GatewaySession,
  HikCentralGateway,
  HikCentralGatewayModule,
  readVersion,
} from '../../../../src/modules/hikcentral-gateway/index.js';
import { ServerStandings } from '../../../../src/contracts/ports/server-standings.js';
import { ServerUse } from '../../../../src/contracts/ports/server-use.js';
import { Clock } from '../../../../src/platform/clock/clock.js';
import { SystemClock } from '../../../../src/platform/clock/system-clock.js';
import { Vault } from '../../../../src/platform/crypto/vault.js';
import { UnitOfWork } from '../../../../src/platform/database/unit-of-work.js';
import { Logger } from '../../../../src/platform/logging/logger.js';
import { Random } from '../../../../src/platform/random/random.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { testPlatform } from '../../../support/platform.js';
import { someSettings } from '../../../support/settings.js';
import { TestLogger } from '../../../support/test-logger.js';
import { waitFor } from '../../../support/wait-for.js';

@Module({})
class PlatformInHand {}

describe('the gateway module in Nest', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let app: TestingModule;

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, employeeCount: 0 });
  });

  afterEach(async () => {
    await app.close();
    await simulator.close();
    await database.close();
  });

  function platform(role: Settings['role']): DynamicModule {
    const { unitOfWork, clock, random, vault } = testPlatform(database, new SystemClock());
    const { baseUrl, appKey, appSecret } = simulator;
    const hikcentral = { ...someSettings().hikcentral, baseUrl, appKey, appSecret };
    const providers = [
      { provide: Settings, useValue: someSettings({ role, databaseDirectUrl: database.url, hikcentral }) },
      { provide: Clock, useValue: clock },
      { provide: Random, useValue: random },
      { provide: Vault, useValue: vault },
      { provide: UnitOfWork, useValue: unitOfWork },
      { provide: Logger, useValue: new TestLogger() },
      { provide: Registry, useValue: new Registry() },
      { provide: ServerUse, useValue: { countCardholders: () => Promise.resolve(0) } },
      { provide: ServerStandings, useValue: { of: () => Promise.resolve(new Map()) } },
    ];
    return { module: PlatformInHand, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }

  async function boot(role: Settings['role']): Promise<{ readonly versions: string[]; sessions: GatewaySession[] }> {
    const module = Test.createTestingModule({ imports: [platform(role), HikCentralGatewayModule] });
    app = await module.compile();
    const seen = { versions: [] as string[], sessions: [] as GatewaySession[] };
    app.get(HikCentralGateway, { strict: false }).onSession({
      name: 'ask-the-version',
      run: async (session) => {
        seen.sessions.push(session);
        const outcome = await session.call('sweep', () => Promise.resolve(readVersion()));
        if (outcome.kind === 'done') seen.versions.push(outcome.value.version);
      },
    });
    await app.init();
    return seen;
  }

  it('boots, takes the lease, runs what was registered, and gives the lease back at shutdown', async () => {
    const { versions, sessions } = await boot('worker');
    await waitFor(() => versions.length === 1, 'an answer');
    expect(versions).toEqual(['V3.1.0.0']);
    await app.close();
    expect(sessions[0]!.signal.aborted).toBe(true);
    const { versions: next } = await boot('worker');
    await waitFor(() => next.length === 1, 'an answer after the restart');
  });

  it('knows its server and calls nobody in a process that only answers HTTP', async () => {
    const { sessions } = await boot('api');
    const gateway = app.get(HikCentralGateway, { strict: false });
    const { unitOfWork } = testPlatform(database);
    expect(await unitOfWork.read((tx) => gateway.servers(tx))).toMatchObject([{ baseUrl: simulator.baseUrl }]);
    expect(await app.get(Registry, { strict: false }).metrics()).toContain('hikcentral_calls_total');
    expect(sessions).toEqual([]);
    expect(simulator.control.arrivals()).toEqual([]);
  });
});
