import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Drift checks, what they found, and how far the list of all persons was read. */
export class DriftCheckTables1790000005010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE drift_checks (
        id uuid PRIMARY KEY,
        server_id text NOT NULL,
        status text NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'stopped', 'failed')),
        origin text NOT NULL CHECK (origin IN ('schedule', 'request')),
        is_dry_run boolean NOT NULL,
        requested_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        approved_at timestamptz,
        calls_spent integer NOT NULL DEFAULT 0 CHECK (calls_spent >= 0),
        persons_read integer NOT NULL DEFAULT 0 CHECK (persons_read >= 0),
        persons_total integer,
        levels_read integer NOT NULL DEFAULT 0 CHECK (levels_read >= 0),
        counts jsonb NOT NULL,
        mended integer NOT NULL DEFAULT 0 CHECK (mended >= 0),
        error_code text,
        CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL))
      )`);
    await runner.query(`CREATE INDEX drift_checks_by_server ON drift_checks (server_id, requested_at DESC)`);
    await runner.query(`
      CREATE INDEX drift_checks_open ON drift_checks (server_id, requested_at) WHERE status IN ('queued', 'running')`);
    await runner.query(`
      CREATE TABLE drift_findings (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        check_id uuid NOT NULL REFERENCES drift_checks ON DELETE CASCADE,
        server_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN
          ('ghost', 'unknown_person', 'hole', 'wrong_window', 'wrong_level', 'lost_face', 'duplicate')),
        cardholder_id uuid,
        person_code text NOT NULL,
        level_ids text[] NOT NULL,
        differs text[] NOT NULL,
        is_mended boolean NOT NULL,
        hikcentral jsonb,
        record jsonb,
        found_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX drift_findings_of_check ON drift_findings (check_id, id)`);
    await runner.query(`
      CREATE INDEX drift_findings_of_cardholder ON drift_findings (cardholder_id, found_at) WHERE is_mended`);
    await runner.query(`
      CREATE INDEX drift_findings_unknown ON drift_findings (server_id, found_at) WHERE kind = 'unknown_person'`);
    await runner.query(`
      CREATE TABLE drift_schedules (
        server_id text PRIMARY KEY,
        due_at timestamptz NOT NULL,
        next_offset integer NOT NULL CHECK (next_offset >= 0)
      )`);
    await runner.query(
      `CREATE INDEX access_ledger_given ON access_ledger (level_id, cardholder_id) WHERE entry = 'give'`,
    );
    await runner.query(
      `CREATE INDEX cardholders_holding ON cardholders (server_id) WHERE observed -> 'levels' <> '{}'::jsonb`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX cardholders_holding');
    await runner.query('DROP INDEX access_ledger_given');
    await runner.query('DROP TABLE drift_schedules, drift_findings, drift_checks');
  }
}
