import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A position for each type of event, where a server is asked for one at a time; 0 stands for all of them together. */
export class CursorsByType1790000006011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE passage_cursors ADD COLUMN event_type integer NOT NULL DEFAULT 0');
    await runner.query('ALTER TABLE passage_cursors ALTER COLUMN event_type DROP DEFAULT');
    await runner.query('ALTER TABLE passage_cursors DROP CONSTRAINT passage_cursors_pkey');
    await runner.query('ALTER TABLE passage_cursors ADD PRIMARY KEY (server_id, event_type)');
  }

  /** The version before reads the two types of faces by the position of all. What was read of them in turn is read again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM passage_cursors WHERE event_type <> 0');
    await runner.query('ALTER TABLE passage_cursors DROP CONSTRAINT passage_cursors_pkey');
    await runner.query('ALTER TABLE passage_cursors ADD PRIMARY KEY (server_id)');
    await runner.query('ALTER TABLE passage_cursors DROP COLUMN event_type');
  }
}
