import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Receipts of photos that were deleted because their time had passed. They name nobody. */
export class PhotoDeletions1790000004020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE photo_deletions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        guest_id uuid NOT NULL,
        sha256 text NOT NULL,
        taken_in_at timestamptz NOT NULL,
        last_visit_ended_at timestamptz NOT NULL,
        deleted_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX photo_deletions_by_guest ON photo_deletions (guest_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE photo_deletions');
  }
}
