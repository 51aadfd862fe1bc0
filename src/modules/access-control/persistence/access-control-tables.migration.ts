import { type MigrationInterface, type QueryRunner } from 'typeorm';

const STATUSES = "'awaiting_photo', 'pending', 'applying', 'granted', 'revoking', 'revoked', 'failed'";

/** Cardholders, what they were ever given, the access of each visit, and the cache of levels. */
export class AccessControlTables1790000005001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cardholders (
        id uuid PRIMARY KEY,
        guest_id uuid NOT NULL,
        server_id text NOT NULL,
        person_code text NOT NULL CHECK (person_code ~ '^[0-9A-Z]{16}$'),
        person_id text,
        generation integer NOT NULL CHECK (generation >= 0),
        observed_generation integer NOT NULL CHECK (observed_generation BETWEEN 0 AND generation),
        seen_revision bigint NOT NULL,
        desired jsonb NOT NULL,
        desired_changes_at timestamptz,
        open_visit_ids uuid[] NOT NULL,
        observed jsonb NOT NULL,
        status text NOT NULL CHECK (status IN (${STATUSES})),
        attempts integer NOT NULL CHECK (attempts >= 0),
        last_error_code text,
        last_error_at timestamptz,
        next_step text,
        next_side text CHECK (next_side IN ('taking', 'giving')),
        next_due_at timestamptz,
        wanted_at timestamptz NOT NULL,
        unrevoked_since timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (guest_id, server_id),
        UNIQUE (server_id, person_code),
        CHECK (num_nulls(next_step, next_side, next_due_at) IN (0, 3)),
        CHECK ((last_error_code IS NULL) = (last_error_at IS NULL))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX cardholders_person ON cardholders (server_id, person_id) WHERE person_id IS NOT NULL`,
    );
    await runner.query(`
      CREATE INDEX cardholders_due ON cardholders (server_id, next_side, next_due_at) WHERE next_due_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX cardholders_changing ON cardholders (server_id, desired_changes_at) WHERE desired_changes_at IS NOT NULL`);
    await runner.query(`CREATE INDEX cardholders_open ON cardholders (server_id) WHERE open_visit_ids <> '{}'`);
    await runner.query(
      `CREATE INDEX cardholders_unrevoked ON cardholders (unrevoked_since) WHERE unrevoked_since IS NOT NULL`,
    );

    await runner.query(`
      CREATE TABLE access_ledger (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cardholder_id uuid NOT NULL REFERENCES cardholders,
        level_id text NOT NULL,
        entry text NOT NULL CHECK (entry IN ('give', 'take', 'not_given', 'confirmed_gone')),
        call_id uuid,
        visit_ids uuid[] NOT NULL,
        at timestamptz NOT NULL,
        CHECK (entry = 'confirmed_gone' OR call_id IS NOT NULL)
      )`);
    await runner.query(`CREATE INDEX access_ledger_levels ON access_ledger (cardholder_id, level_id, id)`);
    await runner.query(`
      CREATE FUNCTION refuse_access_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'access_ledger is append-only'; END $$`);
    await runner.query(`
      CREATE TRIGGER access_ledger_append_only BEFORE UPDATE OR DELETE ON access_ledger
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_access_ledger_change()`);

    await runner.query(`
      CREATE TABLE visit_access (
        visit_id uuid PRIMARY KEY,
        guest_id uuid NOT NULL,
        cardholder_id uuid NOT NULL REFERENCES cardholders,
        is_open boolean NOT NULL,
        was_served boolean NOT NULL,
        level_ids text[] NOT NULL,
        ends_at timestamptz NOT NULL,
        desired text NOT NULL CHECK (desired IN ('granted', 'revoked')),
        status text NOT NULL CHECK (status IN (${STATUSES})),
        valid_from timestamptz,
        valid_to timestamptz,
        exposure_ends_at timestamptz,
        doors jsonb NOT NULL,
        attempts integer NOT NULL CHECK (attempts >= 0),
        next_attempt_at timestamptz,
        last_error_code text,
        last_error_at timestamptz,
        granted_at timestamptz,
        revoked_at timestamptz,
        CHECK ((last_error_code IS NULL) = (last_error_at IS NULL))
      )`);
    await runner.query(`
      CREATE INDEX visit_access_unsettled ON visit_access (cardholder_id) WHERE is_open OR status <> 'revoked'`);
    await runner.query(`CREATE INDEX visit_access_status ON visit_access (status)`);

    await runner.query(`
      CREATE TABLE access_levels (
        server_id text NOT NULL,
        level_id text NOT NULL,
        name text NOT NULL,
        doors jsonb,
        fetched_at timestamptz NOT NULL,
        PRIMARY KEY (server_id, level_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access_levels, visit_access, access_ledger, cardholders');
    await runner.query('DROP FUNCTION refuse_access_ledger_change');
  }
}
