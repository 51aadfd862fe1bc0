import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** That passages should be read now, said by whoever was pushed to. */
export class PassageRings1790000006010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE passage_rings (
        server_id uuid PRIMARY KEY,
        rings bigint NOT NULL CHECK (rings > 0),
        rung_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE passage_rings');
  }
}
