import { walkEmployees } from './actors/crowd.js';
import { Guest } from './actors/guest.js';
import { Host } from './actors/host.js';
import { TroubleMaker } from './actors/trouble-maker.js';
import { planVisit, type VisitPlan } from './actors/visit-plan.js';
import { type Violation } from './checker/checker.js';
import { checkRest } from './checker/check-rest.js';
import { type PlantedBug } from './product/planted-bug.js';
import { SimulatedSite } from './simulated-site.js';
import { type Storage, type StorageParts } from './storage/storage.js';
import { settle, turn } from './world/quiescence.js';
import { type Tier } from './tiers.js';

export interface SeedOptions {
  readonly seed: number;
  readonly tier: Tier;
  readonly openStorage: (parts: StorageParts) => Promise<Storage>;
  readonly bug?: PlantedBug;
}

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly troubles: ReadonlyMap<string, number>;
  readonly meters: ReadonlyMap<string, number>;
  readonly calls: number;
  readonly story: string;
}

const isDebugged = process.env['SIMULATION_LOG'] !== undefined;
/** Nothing goes wrong: for finding out what the simulation itself expects wrongly. */
const isCalm = process.env['SIMULATION_CALM'] !== undefined;

function tellAll({ logger, hikcentral, checker, story }: SimulatedSite): void {
  for (const line of logger.lines) {
    const error = line.error instanceof Error ? (line.error.stack ?? '').slice(0, 700) : null;
    story.tell(JSON.stringify({ ...line, error }));
  }
  story.tell(JSON.stringify(hikcentral.control.callsByPath()));
  for (const { view } of checker.book.all())
    story.tell(JSON.stringify([view.id, view.purpose, view.status, view.access]));
}

const STARTS = ['2026-06-10T05:00:00Z', '2026-03-29T00:00:00Z', '2026-10-24T23:30:00Z', '2026-12-31T20:00:00Z'];

/** Runs one world from its seed to its end, or to the first thing that must not be. */
export async function runSeed({ seed, tier, openStorage, bug }: SeedOptions): Promise<SeedResult> {
  const start = new Date(STARTS[seed % STARTS.length] ?? '');
  const site = await SimulatedSite.open({
    seed,
    start,
    employeeCount: tier.employeesOf(seed),
    sampleMs: tier.sampleMs,
    openStorage,
    ...(bug !== undefined && { bug }),
  });
  const { time, dice, checker, story } = site;
  const endMs = start.getTime() + tier.spanMs;
  const broken = new Broken();
  const trouble = new TroubleMaker(site, dice.fork(), tier);
  site.startProcess();
  for (const plan of planVisits(site, tier)) broken.watch(live(site, plan));
  broken.watch(walkEmployees(site, dice.fork(), tier.employeesOf(seed), tier.passagesOf(seed), endMs));
  if (!isCalm) broken.watch(trouble.run(endMs));
  if (await watch(site, endMs, broken, tier)) {
    trouble.endAll();
    if (await watch(site, time.nowMs + tier.restMs, broken, tier)) {
      const rest = checkRest(site);
      await time.runUntil(time.nowMs, settle);
      await rest;
    }
  }
  if (isDebugged) tellAll(site);
  await site.close();
  await settle();
  await turn();
  for (const { invariant, atMs, text } of checker.violations) {
    story.tell(`VIOLATION of ${invariant} at ${new Date(atMs).toISOString()}: ${text}`);
  }
  return {
    seed,
    violations: checker.violations,
    troubles: story.troubles,
    meters: checker.meters.sums,
    calls: site.hikcentral.control.arrivals().length,
    story: story.text(),
  };
}

/** What an actor of ours did not expect: a mistake of the product or of the simulation, never passed over. */
class Broken {
  private first: unknown = null;

  watch(work: Promise<unknown>): void {
    work.catch((error: unknown) => (this.first ??= error));
  }

  tell(): void {
    if (this.first !== null) throw new Error('an actor met what it did not expect', { cause: this.first });
  }
}

function planVisits(site: SimulatedSite, tier: Tier): readonly VisitPlan[] {
  const count = site.dice.between(tier.visits.least, tier.visits.most);
  const guests = Math.ceil(count * 0.8);
  const dice = site.dice.fork();
  return Array.from({ length: count }, (_, index) =>
    planVisit(dice.fork(), index + 1, guests, site.time.nowMs, tier.spanMs),
  );
}

async function live(site: SimulatedSite, plan: VisitPlan): Promise<void> {
  const host = new Host(site, site.dice.fork(), plan);
  const guest = new Guest(site, site.dice.fork(), plan);
  const view = await host.invite();
  if (view === null) return;
  await Promise.all([host.changeMind(view), guest.visit(view)]);
}

/** Lets time pass, looking at the world again and again. @returns whether nothing was found */
async function watch(
  site: SimulatedSite,
  untilMs: number,
  broken: Broken,
  { sampleMs, askMs }: Tier,
): Promise<boolean> {
  const { time, checker, api } = site;
  let askedAtMs = time.nowMs;
  while (time.nowMs < untilMs && checker.violations.length === 0) {
    await time.runUntil(Math.min(untilMs, time.nowMs + sampleMs), settle);
    if (time.nowMs - askedAtMs >= askMs) {
      askedAtMs = time.nowMs;
      broken.watch(api.visits());
      await time.runUntil(time.nowMs, settle);
    }
    checker.sample();
    checker.checkLog(site.logger.lines);
    await turn();
    broken.tell();
  }
  return checker.violations.length === 0;
}
