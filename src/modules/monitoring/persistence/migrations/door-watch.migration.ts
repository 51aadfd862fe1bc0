import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whether a door's passages can reach us at all, and what its clock is worth. */
export class DoorWatch1790000006013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE doors
        ADD COLUMN is_online boolean,
        ADD COLUMN online_at timestamptz,
        ADD COLUMN clock_offset_ms bigint,
        ADD COLUMN clock_measured_at timestamptz,
        ADD CHECK ((clock_offset_ms IS NULL) = (clock_measured_at IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE doors
        DROP COLUMN is_online, DROP COLUMN online_at, DROP COLUMN clock_offset_ms, DROP COLUMN clock_measured_at`);
  }
}
