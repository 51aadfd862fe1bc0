import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a holder of the lease learned of its server, for the next one and for processes that do not speak to it. */
export class ServerKnowledge1790000003012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hikcentral_servers
        ADD COLUMN capabilities jsonb,
        ADD COLUMN clock_offset_ms integer,
        ADD COLUMN effective_limit integer CHECK (effective_limit > 0),
        ADD COLUMN limit_calm_windows double precision CHECK (limit_calm_windows > 0),
        ADD COLUMN limit_raise_at timestamptz,
        ADD CHECK ((effective_limit IS NULL) = (limit_raise_at IS NULL)
               AND (effective_limit IS NULL) = (limit_calm_windows IS NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hikcentral_servers
        DROP COLUMN capabilities, DROP COLUMN clock_offset_ms,
        DROP COLUMN effective_limit, DROP COLUMN limit_calm_windows, DROP COLUMN limit_raise_at`);
  }
}
