import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is to be forgotten is found by when it was stored. Rows lie in that order, so a summary of their blocks will do. */
export class PassageRetention1790000006014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX passages_oldest ON passages USING brin (received_at) WITH (pages_per_range = 32)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX passages_oldest');
  }
}
