import { Registry } from 'prom-client';
import { type Settings } from '../../../../../src/config/settings.js';
import { type EventOf } from '../../../../../src/contracts/events/typed-consumer.js';
import { SqlAccessHolds } from '../../../../../src/modules/access-control/persistence/sql-access-holds.js';
import { CloseIncident } from '../../../../../src/modules/monitoring/incidents/application/close-incident.js';
import { FindIncidents } from '../../../../../src/modules/monitoring/incidents/application/find-incidents.js';
import { ShowIncidents } from '../../../../../src/modules/monitoring/incidents/application/show-incidents.js';
import { SweepLongStays } from '../../../../../src/modules/monitoring/incidents/application/sweep-long-stays.js';
import { TakeIncident } from '../../../../../src/modules/monitoring/incidents/application/take-incident.js';
import { IncidentMetrics } from '../../../../../src/modules/monitoring/incidents/incidents.metrics.js';
import { FindIncidentsWhenTold } from '../../../../../src/modules/monitoring/incidents/listeners/find-incidents-when-told.listener.js';
import { SqlIncidentSources } from '../../../../../src/modules/monitoring/incidents/persistence/incident-sources.js';
import { SqlIncidentRepository } from '../../../../../src/modules/monitoring/incidents/persistence/sql-incident.repository.js';
import { SqlGuestDirectory } from '../../../../../src/modules/visits/persistence/sql-guest-directory.js';
import { SqlGuestStays } from '../../../../../src/modules/visits/persistence/sql-guest-stays.js';
import { type TestDatabase } from '../../../../support/database.js';
import { MANUAL_CLOCK_START, ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform } from '../../../../support/platform.js';
import { someSettings } from '../../../../support/settings.js';

export const SERVER = '0197a000-0000-7000-8000-000000000001';
const MINUTE = 60_000;

export const guestId = (n: number): string => `0197a001-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const visitId = (n: number): string => `0197a002-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const minute = (n: number): Date => new Date(MANUAL_CLOCK_START.getTime() + n * MINUTE);

type Result = 'granted' | 'denied' | 'face_mismatch';
type Recorded = EventOf<'monitoring.passage-recorded.v1'>;

/** Incidents on a real database, where visits and passages are rows that a test writes. */
export class IncidentsWorld {
  readonly clock = new ManualClock();
  readonly platform;
  readonly registry = new Registry();
  readonly incidents = new SqlIncidentRepository();
  readonly show;
  readonly take;
  readonly close;
  readonly sweep;
  readonly listener;
  private passages = 0;

  constructor(
    private readonly database: TestDatabase,
    changes: Partial<Settings> = {},
  ) {
    const settings = someSettings(changes);
    this.platform = testPlatform(database, this.clock);
    const { unitOfWork, random } = this.platform;
    const { clock, incidents } = this;
    const stays = new SqlGuestStays(settings);
    const sources = new SqlIncidentSources();
    const find = new FindIncidents(stays, new SqlAccessHolds(), sources, incidents, settings, clock, random);
    this.show = new ShowIncidents(unitOfWork, incidents, new SqlGuestDirectory());
    this.take = new TakeIncident(unitOfWork, incidents, this.show, clock);
    this.close = new CloseIncident(unitOfWork, incidents, this.show, clock);
    this.sweep = new SweepLongStays(unitOfWork, sources, stays, find, settings, clock);
    this.listener = new FindIncidentsWhenTold(find, incidents, sources);
    new IncidentMetrics(this.registry, unitOfWork, incidents);
  }

  /** A visit from minute 0 to 480, as visits keep it. */
  async visit(n: number, checkedIn: number | null, checkedOut: number | null = null): Promise<void> {
    const status = checkedOut !== null ? 'checked_out' : checkedIn !== null ? 'checked_in' : 'expected';
    const { dataSource } = this.database;
    await dataSource.query(
      `INSERT INTO guests (id, full_name, created_at, updated_at) VALUES ($1, $2, $3, $3) ON CONFLICT DO NOTHING`,
      [guestId(n), `Guest ${n}`, minute(0)],
    );
    await dataSource.query(
      `INSERT INTO visits (id, guest_id, kind, status, host_name, host_email, valid_from, valid_to, announced_exit_policy,
                           exit_policy, access_level_ids, checked_in_at, checked_out_at, closed_reason, created_at, updated_at)
       VALUES ($1, $2, 'guest', $3, 'Host', 'host@site.test', $4, $5, 'first_exit', 'first_exit', '{1}', $6, $7, $8, $4, $4)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, checked_in_at = excluded.checked_in_at,
         checked_out_at = excluded.checked_out_at, closed_reason = excluded.closed_reason`,
      [
        ...[visitId(n), guestId(n), status, minute(0), minute(480)],
        ...[checkedIn === null ? null : minute(checkedIn), checkedOut === null ? null : minute(checkedOut)],
        checkedOut === null ? null : 'exit',
      ],
    );
  }

  /** Stores a passage. @returns the event that tells of it */
  async passage(n: number, at: number, result: Result, direction: 'entry' | 'exit' | null): Promise<Recorded> {
    this.passages += 1;
    const passageId = this.platform.random.uuid();
    const eventId = String(this.passages).padStart(6, '0');
    await this.database.dataSource.query(
      `INSERT INTO passages (id, server_id, event_id, guest_id, door_id, direction, result, event_type, occurred_at,
                             recorded_at, received_at, source)
       VALUES ($1, $2, $3, $4, '1', $5, $6, 196893, $7, $7, $7, 'poll')`,
      [passageId, SERVER, eventId, guestId(n), direction, result, minute(at)],
    );
    const said = { direction, result, occurredAt: minute(at).toISOString() };
    const data = { passageId, serverId: SERVER, eventId, guestId: guestId(n), doorId: '1', ...said };
    return { name: 'monitoring.passage-recorded.v1', data } as Recorded;
  }

  tell(...events: readonly { readonly name: string; readonly data: unknown }[]): Promise<void> {
    const told = events as Parameters<FindIncidentsWhenTold['consume']>[1];
    return this.platform.unitOfWork.run((tx) => this.listener.consume(tx, told));
  }

  async story(): Promise<readonly string[]> {
    const rows = await this.database.dataSource.query<{ kind: string; state: string }[]>(
      'SELECT kind, state FROM incidents ORDER BY occurred_at, kind',
    );
    return rows.map(({ kind, state }) => `${kind} ${state}`);
  }

  /** Names of events about incidents, and the visits on whose timelines they stand. */
  async told(): Promise<readonly string[]> {
    const rows = await this.database.dataSource.query<{ name: string; visit_ids: string[] }[]>(
      `SELECT name, visit_ids FROM domain_events WHERE name LIKE 'monitoring.incident-%' ORDER BY position`,
    );
    return rows.map(({ name, visit_ids: visits }) => [name.split('.')[1], ...visits].join(' '));
  }
}
