import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What happened at the doors, how far it has been read, and the map of the perimeter. */
export class Passages1790000006001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE passages (
        id uuid PRIMARY KEY,
        server_id uuid NOT NULL,
        event_id text NOT NULL,
        guest_id uuid NOT NULL,
        visit_id uuid,
        door_id text NOT NULL,
        reader_id text,
        direction text CHECK (direction IN ('entry', 'exit')),
        result text NOT NULL CHECK (result IN ('granted', 'denied', 'face_mismatch', 'other')),
        event_type integer NOT NULL,
        occurred_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        picture_uri text,
        source text NOT NULL CHECK (source IN ('poll', 'push')),
        UNIQUE (server_id, event_id)
      )`);
    // One for each filter of the list, in its order. Entries and exits are about half of all each: the first serves them.
    await runner.query(`CREATE INDEX passages_newest ON passages (occurred_at DESC, id DESC)`);
    await runner.query(`CREATE INDEX passages_of_visit ON passages (visit_id, occurred_at DESC, id DESC)`);
    await runner.query(`CREATE INDEX passages_at_door ON passages (door_id, occurred_at DESC, id DESC)`);
    await runner.query(`
      CREATE INDEX passages_refused ON passages (result, occurred_at DESC, id DESC) WHERE result <> 'granted'`);
    await runner.query(`CREATE INDEX passages_of_guest ON passages (guest_id, occurred_at DESC, id DESC)`);
    await runner.query(`
      CREATE TABLE foreign_passages (
        server_id uuid NOT NULL,
        event_key bytea NOT NULL,
        door_id text NOT NULL,
        event_type integer NOT NULL,
        occurred_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (server_id, event_key)
      )`);
    await runner.query(`CREATE INDEX foreign_passages_oldest ON foreign_passages (received_at)`);
    await runner.query(`
      CREATE TABLE passage_cursors (
        server_id uuid PRIMARY KEY,
        resume_from timestamptz NOT NULL,
        complete_to timestamptz NOT NULL,
        moved_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE doors (
        server_id uuid NOT NULL,
        door_id text NOT NULL,
        name text NOT NULL,
        direction text CHECK (direction IN ('entry', 'exit')),
        readers jsonb NOT NULL CHECK (jsonb_typeof(readers) = 'array'),
        listed_at timestamptz,
        edited_at timestamptz,
        PRIMARY KEY (server_id, door_id)
      )`);
    await runner.query(`CREATE INDEX doors_by_id ON doors (door_id, server_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE doors, passage_cursors, foreign_passages, passages');
  }
}
