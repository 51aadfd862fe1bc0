import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whether a server's clock is too far from ours, for the health of processes that do not speak to it. */
export class ServerClock1790000003002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE hikcentral_servers ADD COLUMN is_clock_off boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE hikcentral_servers DROP COLUMN is_clock_off');
  }
}
