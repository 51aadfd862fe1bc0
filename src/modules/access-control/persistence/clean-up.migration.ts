import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Persons are removed some time after their last visit: in a lane of its own, with a receipt. */
export class CleanUp1790000005021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_removals (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cardholder_id uuid NOT NULL REFERENCES cardholders,
        guest_id uuid NOT NULL,
        server_id text NOT NULL,
        person_code_hash bytea NOT NULL,
        cause text NOT NULL CHECK (cause IN ('retention', 'no_photo', 'no_consent', 'guest_forgotten')),
        call_id uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        verified_at timestamptz NOT NULL CHECK (verified_at >= asked_at)
      )`);
    await runner.query('CREATE INDEX person_removals_by_guest ON person_removals (guest_id, id)');
    await runner.query(`
      ALTER TABLE cardholders DROP CONSTRAINT cardholders_next_side_check,
        ADD CONSTRAINT cardholders_next_side_check CHECK (next_side IN ('taking', 'giving', 'cleaning'))`);
    await runner.query(`UPDATE cardholders SET desired = jsonb_set(desired, '{isCleanUp}', 'false')`);
    // Looked at once more, so that each learns when its person is to go.
    await runner.query(`
      UPDATE cardholders SET desired_changes_at = updated_at
      WHERE person_id IS NOT NULL AND desired_changes_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE cardholders SET desired = desired - 'isCleanUp'`);
    await runner.query(`
      UPDATE cardholders SET next_side = 'giving' WHERE next_side = 'cleaning'`);
    await runner.query(`
      ALTER TABLE cardholders DROP CONSTRAINT cardholders_next_side_check,
        ADD CONSTRAINT cardholders_next_side_check CHECK (next_side IN ('taking', 'giving'))`);
    await runner.query('DROP TABLE person_removals');
  }
}
