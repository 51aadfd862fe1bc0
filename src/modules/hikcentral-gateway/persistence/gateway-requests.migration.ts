import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What processes without a lease ask of the one that holds it. */
export class GatewayRequests1790000003011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE gateway_requests (
        id uuid PRIMARY KEY,
        server_id uuid NOT NULL REFERENCES hikcentral_servers ON DELETE CASCADE,
        kind text NOT NULL,
        params_sealed bytea,
        result_sealed bytea,
        state text NOT NULL CHECK (state IN ('asked', 'running', 'done', 'failed', 'unknown', 'expired')),
        epoch bigint,
        call_id uuid,
        caller_key bytea UNIQUE,
        body_hash text,
        asked_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        CHECK ((epoch IS NULL) = (call_id IS NULL)),
        CHECK (state <> 'running' OR epoch IS NOT NULL),
        CHECK ((ended_at IS NULL) = (state IN ('asked', 'running'))),
        CHECK (expires_at > asked_at AND expires_at <= asked_at + interval '20 seconds')
      )`);
    await runner.query(`
      CREATE INDEX gateway_requests_open ON gateway_requests (server_id, asked_at) WHERE state IN ('asked', 'running')`);
    await runner.query('CREATE INDEX gateway_requests_age ON gateway_requests (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE gateway_requests');
  }
}
