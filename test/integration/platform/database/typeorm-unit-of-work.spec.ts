import { TypeormUnitOfWork } from '../../../../src/platform/database/typeorm-unit-of-work.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';

describe('unit of work', () => {
  let database: TestDatabase;
  let unitOfWork: TypeormUnitOfWork;

  beforeAll(async () => {
    database = await openTestDatabase();
    unitOfWork = new TypeormUnitOfWork(database.dataSource, []);
    await unitOfWork.run(async (tx) => {
      await tx.query('CREATE TABLE marks (mark text)');
    });
  });

  afterAll(() => database.close());

  const marks = () => unitOfWork.read((tx) => tx.query<{ mark: string }>('SELECT mark FROM marks ORDER BY mark'));

  it('commits what the work did and runs its after-commit effects once', async () => {
    const effects: string[] = [];
    await unitOfWork.run(async (tx) => {
      tx.afterCommit(() => effects.push('rung'));
      expect(await tx.query('INSERT INTO marks VALUES ($1) RETURNING mark', ['a'])).toEqual([{ mark: 'a' }]);
    });
    expect(await marks()).toEqual([{ mark: 'a' }]);
    expect(effects).toEqual(['rung']);
  });

  it('takes everything back when the work throws, and rings nobody', async () => {
    const effects: string[] = [];
    const work = unitOfWork.run(async (tx) => {
      tx.afterCommit(() => effects.push('rung'));
      await tx.query('INSERT INTO marks VALUES ($1)', ['b']);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect((await marks()).map(({ mark }) => mark)).not.toContain('b');
    expect(effects).toEqual([]);
  });

  it('refuses an event in a plain read: nothing would commit it', async () => {
    const reading = unitOfWork.read((tx) => {
      tx.pendingEvents.push({ name: 'x', data: {}, visitIds: [], cause: { kind: 'system', ref: null } });
      return Promise.resolve();
    });
    await expect(reading).rejects.toThrow(/UnitOfWork\.run/);
  });
});
