import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Pictures of passages that somebody looked at, sealed; `sealed` null: HikCentral had none when it was asked. */
export class PassageCaptures1790000006030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE passage_captures (
        passage_id uuid PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
        received_at timestamptz NOT NULL,
        asked_at timestamptz NOT NULL,
        sealed bytea,
        sha256 text,
        CHECK ((sealed IS NULL) = (sha256 IS NULL))
      )`);
    // A JPEG, sealed, gets no shorter by trying.
    await runner.query('ALTER TABLE passage_captures ALTER COLUMN sealed SET STORAGE EXTERNAL');
    await runner.query('CREATE INDEX passage_captures_oldest ON passage_captures (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE passage_captures');
  }
}
