import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The event log, the positions of its consumers, and the events a consumer could not take. */
export class EventLog1790000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_epochs (
        epoch integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started_at timestamptz NOT NULL
      )`);
    // The log starts with the database; nothing has a Clock here, and the instant is only ever read by people.
    await runner.query(`INSERT INTO event_epochs (started_at) VALUES (current_timestamp)`);
    await runner.query(`
      CREATE TABLE domain_events (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        epoch integer NOT NULL REFERENCES event_epochs,
        id uuid NOT NULL UNIQUE,
        name text NOT NULL,
        at timestamptz NOT NULL,
        data jsonb NOT NULL,
        visit_ids uuid[] NOT NULL,
        cause_kind text NOT NULL CHECK (cause_kind IN ('user', 'api-key', 'passage', 'time', 'hikcentral', 'system')),
        cause_ref text,
        trace_id text NOT NULL
      )`);
    // The timeline of a visit.
    await runner.query(`CREATE INDEX domain_events_visit_ids ON domain_events USING gin (visit_ids)`);
    await runner.query(`
      CREATE TABLE event_consumers (
        name text PRIMARY KEY,
        epoch integer NOT NULL REFERENCES event_epochs,
        position bigint NOT NULL,
        retry_at timestamptz
      )`);
    await runner.query(`
      CREATE TABLE event_failures (
        consumer text NOT NULL REFERENCES event_consumers (name) ON DELETE CASCADE,
        position bigint NOT NULL REFERENCES domain_events (position) ON DELETE CASCADE,
        attempts integer NOT NULL CHECK (attempts > 0),
        last_error text NOT NULL,
        last_failed_at timestamptz NOT NULL,
        set_aside_at timestamptz,
        PRIMARY KEY (consumer, position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_failures, event_consumers, domain_events, event_epochs');
  }
}
