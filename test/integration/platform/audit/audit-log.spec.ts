import { audit } from '../../../../src/platform/audit/audit-log.js';
import { AuditVerifier } from '../../../../src/platform/audit/audit-verifier.js';
import { runInContext, systemContext } from '../../../../src/platform/context/request-context.js';
import { KeyVault } from '../../../../src/platform/crypto/key-vault.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { testPlatform, type TestPlatform } from '../../../support/platform.js';

describe('audit log', () => {
  let database: TestDatabase;
  let platform: TestPlatform;

  beforeEach(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database);
  });

  afterEach(() => database.close());

  const write = (entityId: string, detail: Record<string, unknown> = {}) =>
    platform.unitOfWork.run((tx) => {
      audit(tx, { action: 'visits.cancel', entity: 'visit', entityId, detail });
      return Promise.resolve();
    });

  const writeFive = async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await write(id, { field: id });
  };

  const verify = () => platform.unitOfWork.read((tx) => platform.auditVerifier.verify(tx));

  /** What somebody can do who owns the tables. */
  const tamper = (...statements: string[]) =>
    platform.unitOfWork.run(async (tx) => {
      await tx.query('ALTER TABLE audit_log DISABLE TRIGGER audit_log_is_append_only');
      for (const statement of statements) await tx.query(statement);
      await tx.query('ALTER TABLE audit_log ENABLE TRIGGER audit_log_is_append_only');
    });

  it('keeps who did what to which, from where, in which trace, with the change or not at all', async () => {
    const context = {
      ...systemContext('cd'.repeat(16), 'x'),
      actor: { kind: 'user' as const, id: 'u1', role: 'admin', email: 'a@example.test' },
      remoteAddress: '10.0.0.7',
    };
    await runInContext(context, () => write('v1', { changed: ['validTo'], at: new Date(0), none: undefined }));
    const failing = platform.unitOfWork.run((tx) => {
      audit(tx, { action: 'visits.cancel', entity: 'visit', entityId: 'v2', detail: {} });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const rows = await platform.unitOfWork.read((tx) => tx.query('SELECT * FROM audit_log'));
    expect(rows).toEqual([
      {
        seq: '1',
        at: platform.clock.now(),
        actor_kind: 'user',
        actor_id: 'u1',
        role: 'admin',
        remote_address: '10.0.0.7',
        trace_id: 'cd'.repeat(16),
        action: 'visits.cancel',
        entity: 'visit',
        entity_id: 'v1',
        detail: { changed: ['validTo'], at: '1970-01-01T00:00:00.000Z' },
        prev_hash: Buffer.alloc(32),
        hash: expect.any(Buffer),
      },
    ]);
  });

  it('is intact when empty, and after many concurrent writers, with numbers without a gap', async () => {
    expect(await verify()).toEqual({ isIntact: true, verifiedRows: 0, brokenAt: null, reason: null });
    const detail = { z: 1.5, a: { y: [1, { q: null, b: -0 }], 10: 'ten', 9: 'nine' }, ключ: '😀 \\ " \n' };
    await Promise.all(Array.from({ length: 60 }, (_, n) => write(`v${n}`, { ...detail, n: n / 3, big: 1e21 })));
    expect(await verify()).toEqual({ isIntact: true, verifiedRows: 60, brokenAt: null, reason: null });
  });

  it.each(['UPDATE audit_log SET action = $$x$$', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'refuses %s',
    async (statement) => {
      await writeFive();
      await expect(platform.unitOfWork.run((tx) => tx.query(statement))).rejects.toThrow(/append-only/);
      expect((await verify()).verifiedRows).toBe(5);
    },
  );

  it.each([
    ['action', `'visits.x'`],
    ['at', `at + interval '1 ms'`],
    ['actor_id', `'someone'`],
    ['actor_kind', `'api-key'`],
    ['role', `'admin'`],
    ['remote_address', `'1.1.1.1'`],
    ['trace_id', `'0'`],
    ['entity', `'door'`],
    ['entity_id', `'z'`],
    ['detail', `'{"field": "z"}'`],
    ['prev_hash', `decode(repeat('11', 32), 'hex')`],
    ['hash', `decode(repeat('11', 32), 'hex')`],
  ])('finds a changed %s', async (column, value) => {
    await writeFive();
    await tamper(`UPDATE audit_log SET ${column} = ${value} WHERE seq = 3`);
    expect(await verify()).toEqual({ isIntact: false, verifiedRows: 2, brokenAt: '3', reason: 'changed' });
  });

  it('finds a deleted row, at the beginning and in the middle', async () => {
    await writeFive();
    await tamper('DELETE FROM audit_log WHERE seq = 4');
    expect(await verify()).toMatchObject({ isIntact: false, brokenAt: '4', reason: 'missing' });
    await tamper('DELETE FROM audit_log WHERE seq = 1');
    expect(await verify()).toMatchObject({ isIntact: false, brokenAt: '1', reason: 'missing' });
  });

  it('finds rows that changed places', async () => {
    await writeFive();
    await tamper(
      'UPDATE audit_log SET seq = 99 WHERE seq = 2',
      'UPDATE audit_log SET seq = 2 WHERE seq = 3',
      'UPDATE audit_log SET seq = 3 WHERE seq = 99',
    );
    expect(await verify()).toMatchObject({ isIntact: false, brokenAt: '2', reason: 'changed' });
  });

  it('finds a cut end, also when the head of the chain was set back with it', async () => {
    await writeFive();
    await tamper('DELETE FROM audit_log WHERE seq = 5');
    expect(await verify()).toMatchObject({ isIntact: false, brokenAt: '5', reason: 'missing' });
    await tamper(`UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_log WHERE seq = 4)`);
    expect(await verify()).toMatchObject({ isIntact: false, verifiedRows: 4, reason: 'head' });
    await tamper('DELETE FROM audit_log', `UPDATE audit_head SET seq = 0, hash = decode(repeat('00', 32), 'hex')`);
    expect(await verify()).toMatchObject({ isIntact: false, reason: 'head' });
  });

  it('finds a chain that somebody built anew without the secret key', async () => {
    await writeFive();
    const forger = testPlatform(database);
    const forgery = new KeyVault(Buffer.alloc(32, 1), platform.random);
    expect((await forger.unitOfWork.read((tx) => new AuditVerifier(forgery).verify(tx))).reason).toBe('head');
  });
});
