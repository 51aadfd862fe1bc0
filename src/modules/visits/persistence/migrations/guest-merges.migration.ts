import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A record that was merged stays, with the keys that lead to the guest it is now. One step always: chains are not kept. */
export class GuestMerges1790000004030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE guests ADD COLUMN merged_into_id uuid REFERENCES guests (id) CHECK (merged_into_id <> id)`);
    await runner.query('CREATE INDEX guests_merged ON guests (merged_into_id) WHERE merged_into_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE guests DROP COLUMN merged_into_id');
  }
}
