import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How far the hourly look for late passages has come. */
export class LateRounds1790000006012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE late_passage_rounds (
        server_id uuid PRIMARY KEY,
        started_at timestamptz NOT NULL,
        after_code text,
        ended_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE late_passage_rounds');
  }
}
