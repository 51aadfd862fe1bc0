import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Servers that admins add, change and remove while we run. */
export class ManagedServers1790000003010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A removed row stays: the calls of its last window, and what names it, go on if the server comes back.
    await runner.query(`
      ALTER TABLE hikcentral_servers
        ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
        ADD COLUMN ca_pem text,
        ADD COLUMN updated_at timestamptz,
        ADD COLUMN removed_at timestamptz`);
    await runner.query('UPDATE hikcentral_servers SET updated_at = created_at');
    await runner.query('ALTER TABLE hikcentral_servers ALTER COLUMN updated_at SET NOT NULL');
    await runner.query('DROP INDEX hikcentral_servers_of_settings');
    await runner.query(`
      CREATE UNIQUE INDEX hikcentral_servers_of_settings ON hikcentral_servers (origin)
       WHERE origin = 'settings' AND removed_at IS NULL`);
    await runner.query(`
      CREATE INDEX hikcentral_servers_listed ON hikcentral_servers (created_at DESC, id DESC) WHERE removed_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX hikcentral_servers_listed');
    await runner.query('DELETE FROM hikcentral_servers WHERE removed_at IS NOT NULL');
    await runner.query('DROP INDEX hikcentral_servers_of_settings');
    await runner.query(
      `CREATE UNIQUE INDEX hikcentral_servers_of_settings ON hikcentral_servers (origin) WHERE origin = 'settings'`,
    );
    await runner.query(`
      ALTER TABLE hikcentral_servers
        DROP COLUMN revision, DROP COLUMN ca_pem, DROP COLUMN updated_at, DROP COLUMN removed_at`);
  }
}
