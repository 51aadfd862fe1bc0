import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whose a person code is after two records of one guest were merged; the cardholder itself stays what it was. */
export class MergedGuests1790000005050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE merged_guests (
        merged_guest_id uuid PRIMARY KEY,
        guest_id uuid NOT NULL CHECK (guest_id <> merged_guest_id)
      )`);
    await runner.query('CREATE INDEX merged_guests_of_guest ON merged_guests (guest_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE merged_guests');
  }
}
