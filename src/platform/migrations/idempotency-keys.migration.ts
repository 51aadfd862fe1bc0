import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Answers by idempotency key, sealed. */
export class IdempotencyKeys1790000001500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        id bytea PRIMARY KEY CHECK (length(id) = 32),
        body_hash text NOT NULL CHECK (length(body_hash) = 64),
        answer bytea NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL CHECK (expires_at > created_at)
      )`);
    await runner.query('CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys');
  }
}
