import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The audit log: rows chained by hash, refused to whoever wants to change them, and the sealed head of the chain. */
export class AuditLog1790000001002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_log (
        seq bigint PRIMARY KEY CHECK (seq > 0),
        at timestamptz NOT NULL,
        actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api-key', 'system')),
        actor_id text NOT NULL,
        role text,
        remote_address text,
        trace_id text NOT NULL,
        action text NOT NULL,
        entity text NOT NULL,
        entity_id text NOT NULL,
        detail jsonb NOT NULL,
        prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
        hash bytea NOT NULL CHECK (length(hash) = 32)
      )`);
    await runner.query(`CREATE INDEX audit_log_entity ON audit_log (entity, entity_id, seq)`);
    await runner.query(`CREATE INDEX audit_log_actor ON audit_log (actor_id, seq)`);
    await runner.query(`CREATE INDEX audit_log_at ON audit_log (at, seq)`);
    await runner.query(`
      CREATE TABLE audit_head (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        seq bigint NOT NULL,
        hash bytea NOT NULL,
        seal bytea
      )`);
    await runner.query(`INSERT INTO audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'))`);
    await runner.query(`
      CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_head, audit_log');
    await runner.query('DROP FUNCTION refuse_audit_change()');
  }
}
