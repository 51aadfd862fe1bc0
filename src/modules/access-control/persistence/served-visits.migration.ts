import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Visits whose guests doors may have let in, by their end: their events may come late. */
export class ServedVisits1790000005031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX visit_access_served ON visit_access (ends_at) WHERE was_served');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX visit_access_served');
  }
}
