import { type MigrationInterface, type QueryRunner } from 'typeorm';

const CAUSES = "'retention', 'no_photo', 'no_consent', 'guest_forgotten'";

/** Servers that we leave: nothing is given there any more, and everything is taken. */
export class DisabledServers1790000005030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE disabled_servers (
        server_id text PRIMARY KEY,
        disabled_at timestamptz NOT NULL,
        disabled_by text NOT NULL,
        reason text NOT NULL,
        given_up_at timestamptz
      )`);
    await runner.query(`
      ALTER TABLE person_removals DROP CONSTRAINT person_removals_cause_check,
        ADD CONSTRAINT person_removals_cause_check CHECK (cause IN (${CAUSES}, 'server_disabled'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE person_removals SET cause = 'retention' WHERE cause = 'server_disabled'`);
    await runner.query(`
      ALTER TABLE person_removals DROP CONSTRAINT person_removals_cause_check,
        ADD CONSTRAINT person_removals_cause_check CHECK (cause IN (${CAUSES}))`);
    await runner.query('DROP TABLE disabled_servers');
  }
}
