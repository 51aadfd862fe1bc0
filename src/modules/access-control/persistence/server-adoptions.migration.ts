import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Which servers this database may change, and what the ledger's entries came from. */
export class ServerAdoptions1790000005022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE server_adoptions (
        server_id text PRIMARY KEY,
        installation_mark bytea NOT NULL,
        adopted_at timestamptz NOT NULL,
        adopted_by text NOT NULL
      )`);
    await runner.query('ALTER TABLE access_ledger ADD COLUMN cause text');
    await runner.query('CREATE INDEX access_ledger_history ON access_ledger (cardholder_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX access_ledger_history');
    await runner.query('ALTER TABLE access_ledger DROP COLUMN cause');
    await runner.query('DROP TABLE server_adoptions');
  }
}
