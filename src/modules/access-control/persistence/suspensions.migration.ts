import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Guests whose access was ended by hand; who resumed it stays known. */
export class Suspensions1790000005020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE guest_suspensions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        guest_id uuid NOT NULL,
        suspended_at timestamptz NOT NULL,
        suspended_reason text NOT NULL CHECK (suspended_reason <> ''),
        suspended_by text NOT NULL,
        resumed_at timestamptz,
        resumed_reason text CHECK (resumed_reason <> ''),
        resumed_by text,
        CHECK (num_nulls(resumed_at, resumed_reason, resumed_by) IN (0, 3))
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX guest_suspensions_active ON guest_suspensions (guest_id) WHERE resumed_at IS NULL',
    );
    await runner.query(`UPDATE cardholders SET desired = jsonb_set(desired, '{isSuspended}', 'false')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE cardholders SET desired = desired - 'isSuspended'`);
    await runner.query('DROP TABLE guest_suspensions');
  }
}
