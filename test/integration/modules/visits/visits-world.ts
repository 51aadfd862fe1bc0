import { PassageCompleteness } from '../../../../src/contracts/ports/passage-completeness.js';
import { Registry } from 'prom-client';
import { type VisitAccess } from '../../../../src/contracts/ports/visit-access.js';
import { type Settings } from '../../../../src/config/settings.js';
import { AdvanceVisit } from '../../../../src/modules/visits/application/advance-visit.js';
import { AnnounceVisit, type Announcement } from '../../../../src/modules/visits/application/announce-visit.js';
import { ApplyPassages, type GuestPassage } from '../../../../src/modules/visits/application/apply-passages.js';
import { ChangeVisit } from '../../../../src/modules/visits/application/change-visit.js';
import { CheckInVisit } from '../../../../src/modules/visits/application/check-in-visit.js';
import { CloseVisit } from '../../../../src/modules/visits/application/close-visit.js';
import { CheckOutVisit } from '../../../../src/modules/visits/application/check-out-visit.js';
import { HoldPassages } from '../../../../src/modules/visits/application/hold-passages.js';
import { GuestRecords } from '../../../../src/modules/visits/application/guest-records.js';
import { SweepVisits } from '../../../../src/modules/visits/application/sweep-visits.js';
import { VisitPresenter } from '../../../../src/modules/visits/application/visit-presenter.js';
import { type VisitView } from '../../../../src/modules/visits/application/visit-view.js';
import { type ExitPolicy } from '../../../../src/modules/visits/domain/visit-facts.js';
import { ApplyPassagesWhenRecorded } from '../../../../src/modules/visits/listeners/apply-passages-when-recorded.listener.js';
import { SqlGuestDirectory } from '../../../../src/modules/visits/persistence/sql-guest-directory.js';
import { SqlVisitClaims } from '../../../../src/modules/visits/persistence/sql-visit-claims.js';
import { TypeormGuestRepository } from '../../../../src/modules/visits/persistence/typeorm-guest-repository.js';
import { TypeormVisitRepository } from '../../../../src/modules/visits/persistence/typeorm-visit-repository.js';
import { VisitEntity } from '../../../../src/modules/visits/persistence/visit.entity.js';
import { ConsumerFeed } from '../../../../src/platform/event-log/consumer-feed.js';
import { EventLogMetrics } from '../../../../src/platform/event-log/event-log.metrics.js';
import { SqlConsumerPositions } from '../../../../src/platform/event-log/sql-consumer-positions.js';
import { type EventEnvelope } from '../../../../src/platform/event-log/event-envelope.js';
import { AccessDouble } from '../../../e2e/visits/access-double.js';
import { type TestDatabase } from '../../../support/database.js';
import { MANUAL_CLOCK_START, ManualClock } from '../../../support/manual-clock.js';
import { testPlatform } from '../../../support/platform.js';
import { someSettings } from '../../../support/settings.js';
import { TestLogger } from '../../../support/test-logger.js';

const MINUTE_MS = 60_000;

/** Minutes from the start of the test's clock. */
export function minute(count: number): Date {
  return new Date(MANUAL_CLOCK_START.getTime() + count * MINUTE_MS);
}

/** Passages are known up to the present, or as far as a test says. */
class KnownPassages extends PassageCompleteness {
  to: Date | null = null;

  override knownTo(): Promise<Date | null> {
    return Promise.resolve(this.to);
  }
}

/** The verbs of visits on a real database, with time that stands still. */
export class VisitsWorld {
  readonly clock = new ManualClock();
  readonly settings: Settings;
  readonly platform;
  readonly visits;
  readonly claims;
  readonly completeness = new KnownPassages();
  private readonly consumers = new SqlConsumerPositions();
  readonly directory = new SqlGuestDirectory();
  readonly announceVisit;
  readonly applyPassages;
  readonly changeVisit;
  readonly checkInVisit;
  readonly checkOutVisit;
  readonly sweep;

  constructor(database: TestDatabase, changes: Partial<Settings> = {}) {
    this.settings = someSettings(changes);
    this.platform = testPlatform(database, this.clock);
    const { settings, clock } = this;
    const { unitOfWork, random, vault, doorbell } = this.platform;
    const access: VisitAccess = new AccessDouble();
    this.visits = new TypeormVisitRepository(settings);
    const guests = new GuestRecords(new TypeormGuestRepository(), vault, random, clock);
    const presenter = new VisitPresenter(this.visits, access, clock);
    const advance = new AdvanceVisit(this.visits, settings, clock);
    this.claims = new SqlVisitClaims(vault);
    this.announceVisit = new AnnounceVisit(
      unitOfWork,
      this.visits,
      guests,
      access,
      presenter,
      settings,
      clock,
      random,
      doorbell,
    );
    this.changeVisit = new ChangeVisit(
      unitOfWork,
      this.visits,
      guests,
      access,
      advance,
      presenter,
      clock,
      random,
      doorbell,
    );
    this.checkInVisit = new CheckInVisit(
      unitOfWork,
      this.visits,
      advance,
      presenter,
      settings,
      clock,
      random,
      doorbell,
    );
    this.checkOutVisit = new CheckOutVisit(new CloseVisit(unitOfWork, this.visits, advance, presenter, clock, random));
    this.applyPassages = new ApplyPassages(this.visits, settings, clock, doorbell);
    const holdPassages = new HoldPassages(this.consumers, this.platform.eventLog);
    this.sweep = new SweepVisits(unitOfWork, this.visits, this.completeness, holdPassages, settings, clock, random);
  }

  /** From minute 0 to minute 60, unless said otherwise. */
  announce(changes: Partial<Announcement> & { exitPolicy?: ExitPolicy } = {}): Promise<VisitView> {
    return this.announceVisit.run({
      kind: 'guest',
      guest: { fullName: 'Asa Ost' },
      host: { name: 'Berit Lind', email: 'lind@example.com' },
      validFrom: minute(0),
      validTo: minute(60),
      accessLevelIds: ['3'],
      ...changes,
    });
  }

  apply(...passages: readonly GuestPassage[]): Promise<void> {
    return this.platform.unitOfWork.run((tx) => this.applyPassages.run(tx, passages));
  }

  /** Gives what is in the event log to visits, as the dispatcher does. */
  async applyRecorded(): Promise<void> {
    const feed = new ConsumerFeed(new ApplyPassagesWhenRecorded(this.applyPassages), {
      ...{ unitOfWork: this.platform.unitOfWork, reader: this.platform.eventLog, positions: this.consumers },
      ...{ clock: this.clock, random: this.platform.random, logger: new TestLogger() },
      metrics: new EventLogMetrics(new Registry()),
    });
    while ((await feed.pass()) === 'now') continue;
  }

  passage(
    visit: VisitView,
    atMinute: number,
    direction: GuestPassage['direction'],
    changes: Partial<GuestPassage> = {},
  ): GuestPassage {
    const passageId = this.platform.random.uuid();
    return {
      kind: 'passage',
      eventId: `s1:${passageId}`,
      passageId,
      guestId: visit.guest.id,
      occurredAt: minute(atMinute),
      direction,
      result: 'granted',
      ...changes,
    };
  }

  /** Lets everything happen that is due by then. @returns when the next thing is */
  async sweepAt(atMinute: number): Promise<Date | null> {
    await this.clock.advance(minute(atMinute).getTime() - this.clock.now().getTime());
    let next = await this.sweep.run();
    while (next === 'now') next = await this.sweep.run();
    return next;
  }

  row({ id }: Pick<VisitView, 'id'>): Promise<VisitEntity> {
    return this.platform.dataSource.manager.findOneByOrFail(VisitEntity, { id });
  }

  /** Visit and event of each fact, in the order of the visits and then of time. */
  async factsOf(...visits: readonly Pick<VisitView, 'id'>[]): Promise<readonly (readonly [string, string])[]> {
    const ids = visits.map(({ id }) => id);
    const facts = await this.platform.unitOfWork.read((tx) => this.visits.factsOf(tx, ids));
    return ids.flatMap((id) => (facts.get(id) ?? []).map(({ eventId }) => [id, eventId] as const));
  }

  async revision({ guest }: VisitView): Promise<number> {
    const claims = await this.platform.unitOfWork.read((tx) => this.claims.claimsOf(tx, [guest.id]));
    return claims.get(guest.id)?.revision ?? -1;
  }

  events({ id }: Pick<VisitView, 'id'>): Promise<readonly EventEnvelope[]> {
    return this.platform.unitOfWork.read((tx) => this.platform.eventLog.ofVisit(tx, id, null, 100));
  }

  async story(visit: Pick<VisitView, 'id'>): Promise<readonly string[]> {
    const events = await this.events(visit);
    return events.map(({ name, data }) => {
      const [, fact = name] = name.split('.');
      return fact === 'alert-raised' ? `alert:${String(data['alert'])}` : fact;
    });
  }
}
