import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Each cardholder says which settings its desired access was computed with. None before this: everybody is planned again
 * once.
 */
export class SeenSettings1790000005040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE cardholders ADD COLUMN seen_settings text NOT NULL DEFAULT ''`);
    await runner.query('ALTER TABLE cardholders ALTER COLUMN seen_settings DROP DEFAULT');
    await runner.query('CREATE INDEX cardholders_by_settings ON cardholders (server_id, seen_settings)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX cardholders_by_settings');
    await runner.query('ALTER TABLE cardholders DROP COLUMN seen_settings');
  }
}
