import { randomUUID } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { registerControl } from './control/control-routes.js';
import { SimulatorControl } from './control/control.js';
import { FaultBook } from './control/faults.js';
import { registerDeviceControl } from './isapi/control/device-routes.js';
import { closeDevices, startDevices } from './isapi/start-devices.js';
import { type IsapiDevice } from './isapi/start-isapi-device.js';
import { type SimulatorOptions } from './options.js';
import { registerPage } from './page/page-routes.js';
import { Autosave } from './persistence/autosave.js';
import { StateFile } from './persistence/state-file.js';
import { systemClock, systemScheduler, TrackedScheduler } from './runtime/time.js';
import { parseOffsetMinutes } from './runtime/zoned-time.js';
import { ScenarioStage } from './scenario/scenario-stage.js';
import { readScenario } from './scenario/scenario.js';
import { Destinations } from './push/destinations.js';
import { PushEngine } from './push/push-engine.js';
import { PushFaults } from './push/push-faults.js';
import { Availability } from './server/availability.js';
import { DEFAULT_KEPT_ENTRIES, History } from './server/history.js';
import { createHttpServer, registerGateway } from './server/http-server.js';
import { refuseOtherNames } from './server/loopback-names.js';
import { Pipeline } from './server/pipeline.js';
import { DEFAULT_LIMIT, RateLimiter } from './server/rate-limit.js';
import { SignatureGate } from './server/signature.js';
import { DEFAULT_DOORS, DEFAULT_LEVELS, firstDay } from './world/default-world.js';
import { Journal } from './world/journal.js';
import { World } from './world/world.js';

export interface Simulator {
  /** `http://127.0.0.1:<port>`, without `/artemis`. */
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly control: SimulatorControl;
  /** Its `deliveries.all()` say what was pushed, its `faults.set()` what happens on the way. */
  readonly push: PushEngine;
  readonly scenario: ScenarioStage;
  /** In the order of the options; none by default. */
  readonly devices: readonly IsapiDevice[];
  /** Stops listening, cuts every connection, and saves the world. */
  close(): Promise<void>;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
export const DEFAULT_APP_KEY = '21830457';
export const DEFAULT_APP_SECRET = 'simulator0secret0001';

/**
 * Starts a HikCentral of one's own.
 * @throws ScenarioError for a scenario with mistakes
 * @throws Error when the port is taken, the saved world is unreadable, or the zone is no offset
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { appKey = DEFAULT_APP_KEY, appSecret = DEFAULT_APP_SECRET, host = '127.0.0.1' } = options;
  const scenario = options.scenario === undefined ? undefined : readScenario(options.scenario);
  const clock = options.clock ?? systemClock;
  const scheduler = new TrackedScheduler(options.scheduler ?? systemScheduler);
  const serverClock = { offsetMs: 0 };
  const { keptHistory: keptEntries = DEFAULT_KEPT_ENTRIES } = options;
  const trueNowMs = (): number => clock.now().getTime();
  const serverNowMs = (): number => trueNowMs() + serverClock.offsetMs;

  const stateFile = options.stateFile === undefined ? undefined : new StateFile(options.stateFile);
  const state = stateFile?.load() ?? firstDay(worldPlan(options), options.eventIdSalt ?? randomUUID(), serverNowMs());
  const world = new World(
    state,
    {
      applyDelayMs: options.applyDelayMs ?? 300,
      eventDelayMs: options.eventDelayMs ?? 1000,
      personCapacity: options.personCapacity ?? null,
      visits: { needApproval: false, endByThemselves: false, ...options.visits },
    },
    new Journal(trueNowMs, keptEntries),
    scheduler,
    serverNowMs,
  );

  const faults = new FaultBook(trueNowMs);
  const limiter = new RateLimiter({ ...DEFAULT_LIMIT, ...options.limit });
  const partners = [{ appKey, appSecret }, ...(options.otherPartners ?? [])];
  const history = new History(trueNowMs, {
    keptEntries,
    appKeys: partners.map((partner) => partner.appKey),
    windowsMs: [1000, 60_000, limiter.limit().windowMs],
  });
  world.journal.onChange((effect) => history.noteEffect(effect));
  const zoneOffsetMinutes = parseOffsetMinutes(options.zoneOffset ?? '+05:00');
  const destinations = new Destinations(options.pushHosts ?? []);
  const pushFaults = new PushFaults(options.seed ?? 1);
  const push = new PushEngine({
    world,
    scheduler,
    nowMs: serverNowMs,
    zoneOffsetMinutes,
    destinations,
    faults: pushFaults,
    onDelivery: ({ eventDest, eventIds, outcome, httpStatus }) =>
      history.noteDelivery({ eventDest, eventIds, isDelivered: outcome === 'delivered', httpStatus }),
  });
  const pipeline = new Pipeline({
    world,
    profile: {
      softVersion: options.softVersion ?? 'V3.1.0.0',
      groupShape: options.groupShape ?? 'flat',
      omitsEmptyLists: options.omitsEmptyLists ?? false,
      deletePassword: options.deletePassword ?? null,
      zoneOffsetMinutes,
      mayPushTo: (target) => destinations.allows(target),
    },
    gate: new SignatureGate(new Map(partners.map((partner) => [partner.appKey, partner.appSecret]))),
    limiter,
    faults,
    history,
    scheduler,
    serverNowMs,
    trueNowMs,
  });

  const app = createHttpServer();
  const address = { host, port: options.port ?? 0 };
  const availability = new Availability(app.server, address, scheduler);
  const control = new SimulatorControl({
    appKey,
    world,
    faults,
    history,
    limiter,
    pipeline,
    availability,
    serverClock,
    pushFaults,
  });
  const stage = new ScenarioStage(control, scheduler);
  await registerGateway(app, {
    pipeline,
    scheduler,
    serverNowMs,
    intercept: (response) => availability.intercept(response),
  });
  const devices = await startDevices(options.devices ?? []);
  if (LOOPBACK.has(host)) {
    refuseOtherNames(app);
    await registerDeviceControl(app, devices);
    await registerControl(app, control, stage);
    const shownAppSecret = appSecret === DEFAULT_APP_SECRET ? appSecret : null;
    const outlook = { appKey, shownAppSecret, world, control, history, limiter, faults, availability };
    await registerPage(app, { ...outlook, scheduler, serverClock, trueNowMs });
  }
  let autosave: Autosave | undefined;
  try {
    autosave = await startSaving(world, state.eventIdSalt, stateFile, scheduler, options.onSaveError);
    await app.listen(address);
  } catch (error) {
    scheduler.cancelAll();
    await closeDevices(devices);
    throw error;
  }
  address.port = (app.server.address() as AddressInfo).port;
  if (scenario !== undefined) stage.play(scenario);

  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    appKey,
    appSecret,
    control,
    scenario: stage,
    devices,
    push,
    close: async () => {
      push.close();
      scheduler.cancelAll();
      await closeDevices(devices);
      await app.close();
      await autosave?.close();
    },
  };
}

function worldPlan(options: SimulatorOptions): Parameters<typeof firstDay>[0] {
  return {
    rootOrgName: options.rootOrgName ?? 'Demo Site',
    employeeCount: options.employeeCount ?? 2000,
    seed: options.seed ?? 1,
    doors: options.doors ?? DEFAULT_DOORS,
    levels: options.levels ?? DEFAULT_LEVELS,
  };
}

/** The whole is on disk before anybody can change it. */
async function startSaving(
  world: World,
  eventIdSalt: string,
  stateFile: StateFile | undefined,
  scheduler: TrackedScheduler,
  onError: ((error: unknown) => void) | undefined,
): Promise<Autosave | undefined> {
  if (stateFile === undefined) return undefined;
  const rethrow = (error: unknown): never => {
    throw error;
  };
  await stateFile.follow(world, eventIdSalt);
  const autosave = new Autosave(stateFile, scheduler, onError ?? rethrow);
  world.journal.onChange(() => autosave.touch());
  world.journal.onTouch(() => autosave.touch());
  return autosave;
}
