import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is remembered of a cardholder says whether its person is being deleted. */
export class PersonRemoval1790000005002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE cardholders SET observed = jsonb_set(observed, '{person,remove}', 'null'),
        desired = jsonb_set(desired, '{isPersonToGo}', 'false')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE cardholders SET observed = observed #- '{person,remove}', desired = desired - 'isPersonToGo'`,
    );
  }
}
