import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The HikCentrals we know, who may speak to them, and every call that was booked. */
export class HikCentralGateway1790000003001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE hikcentral_servers (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        origin text NOT NULL CHECK (origin IN ('settings', 'admin')),
        base_url text NOT NULL,
        app_key text NOT NULL,
        app_secret_sealed bytea NOT NULL,
        organisation_id text,
        rate_limit_calls integer NOT NULL CHECK (rate_limit_calls > 0),
        rate_limit_window_ms integer NOT NULL CHECK (rate_limit_window_ms > 0),
        revoke_reserve integer NOT NULL CHECK (revoke_reserve >= 0 AND revoke_reserve < rate_limit_calls),
        paused_until timestamptz,
        pause_reason text CHECK (pause_reason IN ('rate-limited', 'outage', 'refused')),
        created_at timestamptz NOT NULL,
        UNIQUE (base_url, app_key),
        CHECK ((paused_until IS NULL) = (pause_reason IS NULL))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX hikcentral_servers_of_settings ON hikcentral_servers (origin) WHERE origin = 'settings'`,
    );
    await runner.query(`
      CREATE TABLE hikcentral_leases (
        lease_key text PRIMARY KEY,
        epoch bigint NOT NULL CHECK (epoch > 0),
        holder text NOT NULL,
        taken_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE hikcentral_calls (
        id uuid PRIMARY KEY,
        server_id uuid NOT NULL REFERENCES hikcentral_servers ON DELETE CASCADE,
        epoch bigint NOT NULL,
        lane text NOT NULL
          CHECK (lane IN ('revoke', 'provision-soon', 'provision', 'passages', 'sweep', 'clean-up')),
        operation text NOT NULL,
        booked_at timestamptz NOT NULL,
        deadline_at timestamptz NOT NULL,
        answered_at timestamptz,
        outcome text CHECK (outcome IN ('done', 'refused', 'unknown', 'not-sent')),
        vendor_code text,
        http_status integer,
        occupies_until timestamptz NOT NULL
      )`);
    // What a window holds, asked before each call.
    await runner.query(`CREATE INDEX hikcentral_calls_window ON hikcentral_calls (server_id, occupies_until)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE hikcentral_calls');
    await runner.query('DROP TABLE hikcentral_leases');
    await runner.query('DROP TABLE hikcentral_servers');
  }
}
