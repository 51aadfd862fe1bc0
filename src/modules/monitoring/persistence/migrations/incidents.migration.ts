import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a guard should look after, how far the doors were searched for long stays, and failures of foreign faces by door. */
export class Incidents1790000006040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE incidents (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('entry_after_revocation', 'exit_without_entry', 'long_stay', 'stuck_at_exit',
          'face_failures', 'repeated_failure', 'outside_working_hours')),
        about text NOT NULL,
        occurred_at timestamptz NOT NULL,
        server_id uuid,
        door_id text,
        guest_id uuid,
        visit_id uuid,
        passage_id uuid,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'closed', 'withdrawn')),
        version integer NOT NULL DEFAULT 1,
        raised_at timestamptz NOT NULL,
        owner_id text,
        taken_at timestamptz,
        closed_at timestamptz,
        closed_by text,
        close_reason text CHECK (close_reason <> ''),
        UNIQUE (kind, about),
        CHECK ((owner_id IS NULL) = (taken_at IS NULL)),
        CHECK (state <> 'taken' OR owner_id IS NOT NULL),
        CHECK ((state IN ('closed', 'withdrawn')) = (closed_at IS NOT NULL)),
        CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
        CHECK ((state = 'closed') = (close_reason IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX incidents_newest ON incidents (occurred_at DESC, id DESC)');
    await runner.query('CREATE INDEX incidents_by_state ON incidents (state, occurred_at DESC, id DESC)');
    await runner.query('CREATE INDEX incidents_by_kind ON incidents (kind, occurred_at DESC, id DESC)');
    await runner.query('CREATE INDEX incidents_of_visit ON incidents (visit_id, occurred_at DESC, id DESC)');
    await runner.query('CREATE INDEX incidents_at_door ON incidents (door_id, occurred_at DESC, id DESC)');
    await runner.query('CREATE INDEX incidents_of_guest ON incidents (guest_id, occurred_at)');
    await runner.query('CREATE INDEX incidents_oldest ON incidents (closed_at) WHERE closed_at IS NOT NULL');
    // One row: whoever looks for incidents holds it, since what an earlier look found must not be withdrawn by a later one that read before it.
    await runner.query(`
      CREATE TABLE incident_watch (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        stays_seen_to timestamptz
      )`);
    await runner.query('INSERT INTO incident_watch DEFAULT VALUES');
    await runner.query('CREATE INDEX foreign_passages_at_door ON foreign_passages (server_id, door_id, occurred_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX foreign_passages_at_door');
    await runner.query('DROP TABLE incident_watch, incidents');
  }
}
