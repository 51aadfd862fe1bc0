import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Which doors people had opened, and what came of it. */
export class DoorOpenings1790000006031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE door_openings (
        id uuid PRIMARY KEY,
        server_id uuid NOT NULL,
        door_id text NOT NULL,
        asked_by_kind text NOT NULL CHECK (asked_by_kind IN ('user', 'api-key', 'system')),
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL,
        outcome text CHECK (outcome IN ('opened', 'failed', 'not_asked', 'unknown')),
        ended_at timestamptz,
        CHECK ((outcome IS NULL) = (ended_at IS NULL))
      )`);
    await runner.query('CREATE INDEX door_openings_of_caller ON door_openings (asked_by, asked_at DESC)');
    await runner.query('CREATE INDEX door_openings_left ON door_openings (asked_at) WHERE outcome IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE door_openings');
  }
}
