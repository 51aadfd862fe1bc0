import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Users, their sessions, and API keys. Tokens and keys are stored as hashes, passwords as Argon2id. */
export class Identity1790000002001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const roles = `role text NOT NULL CHECK (role IN ('admin', 'security', 'reception', 'host', 'auditor'))`;
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        email_key text NOT NULL UNIQUE,
        name text NOT NULL,
        ${roles},
        password_hash text NOT NULL,
        blocked boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        token_hash bytea NOT NULL UNIQUE,
        previous_token_hash bytea UNIQUE,
        access_hash bytea NOT NULL UNIQUE,
        started_at timestamptz NOT NULL,
        rotated_at timestamptz NOT NULL,
        access_expires_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      )`);
    await runner.query('CREATE INDEX sessions_live_of_user ON sessions (user_id) WHERE ended_at IS NULL');
    await runner.query('CREATE INDEX sessions_expires_at ON sessions (expires_at)');
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        ${roles},
        key_hash bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_keys, sessions, users');
  }
}
