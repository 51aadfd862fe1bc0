import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The administrator's password of servers that ask for it before a person is deleted, and what it came to. */
export class DeletionPasswords1790000003013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE hikcentral_deletion_passwords (
        server_id uuid PRIMARY KEY REFERENCES hikcentral_servers ON DELETE CASCADE,
        password_sealed bytea NOT NULL,
        stated_at timestamptz NOT NULL,
        trying_until timestamptz,
        proved_at timestamptz,
        refused_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE hikcentral_deletion_passwords');
  }
}
