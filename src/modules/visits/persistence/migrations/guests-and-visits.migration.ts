import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class GuestsAndVisits1790000004001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE guests (
        id uuid PRIMARY KEY,
        full_name text NOT NULL CHECK (full_name <> ''),
        phone text,
        email text,
        company text,
        student_id text UNIQUE,
        student_group text,
        course smallint CHECK (course BETWEEN 1 AND 10),
        identity_number_sealed bytea,
        identity_fingerprint bytea UNIQUE,
        identity_last4 text,
        consent_at timestamptz,
        revision bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK ((identity_number_sealed IS NULL) = (identity_fingerprint IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE guest_photos (
        guest_id uuid PRIMARY KEY REFERENCES guests (id) ON DELETE CASCADE,
        sealed bytea NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        width integer NOT NULL CHECK (width BETWEEN 64 AND 640),
        height integer NOT NULL CHECK (height BETWEEN 64 AND 640),
        bytes integer NOT NULL CHECK (bytes BETWEEN 1 AND 200000),
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE visits (
        id uuid PRIMARY KEY,
        guest_id uuid NOT NULL REFERENCES guests (id),
        version integer NOT NULL DEFAULT 1,
        kind text NOT NULL CHECK (kind IN ('guest', 'student')),
        status text NOT NULL CHECK (status IN ('expected', 'checked_in', 'checked_out', 'cancelled', 'no_show')),
        host_name text NOT NULL,
        host_email text NOT NULL,
        host_phone text,
        host_department text,
        purpose text,
        valid_from timestamptz NOT NULL,
        valid_to timestamptz NOT NULL,
        announced_exit_policy text NOT NULL CHECK (announced_exit_policy IN ('first_exit', 'grace', 'until_end')),
        exit_policy text NOT NULL CHECK (exit_policy IN ('first_exit', 'grace', 'until_end')),
        access_level_ids text[] NOT NULL CHECK (cardinality(access_level_ids) BETWEEN 1 AND 16),
        checked_in_at timestamptz,
        checked_out_at timestamptz,
        closed_reason text CHECK (closed_reason IN ('exit', 'manual', 'expired', 'cancelled', 'no_show')),
        closes_at timestamptz,
        overstayed_at timestamptz,
        seen_leaving_at timestamptz,
        access_status text NOT NULL DEFAULT 'pending' CHECK (access_status IN
          ('awaiting_photo', 'pending', 'applying', 'granted', 'revoking', 'revoked', 'failed')),
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK (valid_to > valid_from),
        CHECK ((status IN ('expected', 'checked_in')) = (closed_reason IS NULL)),
        CHECK ((status = 'checked_out') = (checked_out_at IS NOT NULL)),
        CHECK (status <> 'expected' OR checked_in_at IS NULL),
        CHECK (status <> 'checked_in' OR checked_in_at IS NOT NULL)
      )`);
    await runner.query('CREATE INDEX visits_newest ON visits (created_at DESC, id DESC)');
    await runner.query('CREATE INDEX visits_by_host ON visits (lower(host_email), created_at DESC, id DESC)');
    await runner.query('CREATE INDEX visits_by_status ON visits (status, created_at DESC, id DESC)');
    await runner.query('CREATE INDEX visits_by_guest ON visits (guest_id, valid_from)');
    await runner.query(`CREATE INDEX visits_open ON visits (valid_to) WHERE status IN ('expected', 'checked_in')`);
    await runner.query(
      `CREATE INDEX visits_unconfirmed ON visits (checked_out_at)
       WHERE closed_reason = 'expired' AND seen_leaving_at IS NULL`,
    );
    await runner.query(`
      CREATE TABLE visit_facts (
        visit_id uuid NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
        event_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('passage', 'check_in', 'exit_policy', 'close')),
        occurred_at timestamptz NOT NULL,
        passage_id uuid CHECK ((kind = 'passage') = (passage_id IS NOT NULL)),
        direction text CHECK (direction IN ('entry', 'exit')),
        result text CHECK (result IN ('granted', 'denied', 'face_mismatch', 'other')),
        exit_policy text CHECK (exit_policy IN ('first_exit', 'grace', 'until_end')),
        status text CHECK (status IN ('checked_out', 'cancelled', 'no_show')),
        closed_reason text CHECK (closed_reason IN ('exit', 'manual', 'expired', 'cancelled', 'no_show')),
        ended_at timestamptz,
        PRIMARY KEY (visit_id, event_id),
        CHECK ((kind = 'passage') = (result IS NOT NULL)),
        CHECK ((kind = 'exit_policy') = (exit_policy IS NOT NULL)),
        CHECK ((kind = 'close') = (status IS NOT NULL AND closed_reason IS NOT NULL AND ended_at IS NOT NULL))
      )`);
    await runner.query(`
      CREATE VIEW visit_claims AS
      SELECT v.id AS visit_id, v.guest_id, g.revision AS guest_revision, v.valid_from, v.valid_to, v.access_level_ids,
             p.sha256 AS face_sha256, g.consent_at IS NOT NULL AS has_consent
      FROM visits v
      JOIN guests g ON g.id = v.guest_id
      LEFT JOIN guest_photos p ON p.guest_id = v.guest_id
      WHERE v.status IN ('expected', 'checked_in')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW visit_claims');
    await runner.query('DROP TABLE visit_facts');
    await runner.query('DROP TABLE visits');
    await runner.query('DROP TABLE guest_photos');
    await runner.query('DROP TABLE guests');
  }
}
