import { announced, minutes, type VisitJson } from './announcement.builder.js';
import { statementsDuring } from './statements.js';
import { startVisitsApp, type VisitsApp } from './visits-app.js';

interface PageBody {
  readonly items: VisitJson[];
  readonly nextCursor: string | null;
}

describe('GET /visits', () => {
  let app: VisitsApp;
  beforeAll(async () => {
    app = await startVisitsApp();
  });
  afterAll(() => app.close());
  afterEach(() => app.database.dataSource.query('TRUNCATE guests, visits, visit_facts, guest_photos'));

  const list = async (query = ''): Promise<PageBody> => (await app.as('admin').get<PageBody>(`/visits${query}`)).body;
  const namesOf = ({ items }: PageBody): string[] => items.map(({ guest }) => guest.fullName).sort();

  it('pages through everything once, newest first, also when visits are added meanwhile', async () => {
    for (let n = 0; n < 7; n += 1) {
      await announced(app, { guest: { fullName: `Guest ${n}` } });
      // Three of an instant each: the id breaks the tie.
      if (n % 3 === 2) await app.clock.advance(1);
    }
    const first = await list('?limit=3');
    await announced(app, { guest: { fullName: 'Later' } });
    const second = await list(`?limit=3&cursor=${first.nextCursor}`);
    const third = await list(`?limit=3&cursor=${second.nextCursor}`);
    const names = [first, second, third].flatMap(({ items }) => items.map(({ guest }) => guest.fullName));
    expect(names).toHaveLength(7);
    expect(new Set(names)).toEqual(new Set(Array.from({ length: 7 }, (_, n) => `Guest ${n}`)));
    expect(names[0]).toBe('Guest 6');
    expect(third.nextCursor).toBeNull();
  });

  it('filters by status, kind, host, time, text and access status', async () => {
    const host = { name: 'Host', email: 'Other@example.com' };
    await announced(app, { guest: { fullName: 'Plain', company: '100% _Wool' } });
    await announced(app, { guest: { fullName: 'Hosted' }, host });
    await announced(app, {
      kind: 'student',
      guest: { fullName: 'Pupil', studentId: 'S-5', identityNumber: 'ID 555 777' },
    });
    const far = await announced(app, {
      guest: { fullName: 'Far' },
      validFrom: minutes(6_000),
      validTo: minutes(6_060),
    });
    const cancelled = await announced(app, { guest: { fullName: 'Gone' } });
    await app.as('admin').post(`/visits/${cancelled.id}/cancel`);
    await app.database.dataSource.query(`UPDATE visits SET access_status = 'granted' WHERE id = $1`, [far.id]);

    expect(namesOf(await list('?status=cancelled'))).toEqual(['Gone']);
    expect(namesOf(await list('?status=cancelled&status=expected'))).toHaveLength(5);
    expect(namesOf(await list('?kind=student'))).toEqual(['Pupil']);
    expect(namesOf(await list('?host=other@EXAMPLE.com'))).toEqual(['Hosted']);
    expect(namesOf(await list(`?from=${minutes(5_000)}`))).toEqual(['Far']);
    expect(namesOf(await list(`?to=${minutes(5_000)}`))).toEqual(['Gone', 'Hosted', 'Plain', 'Pupil']);
    expect(namesOf(await list('?q=host'))).toEqual(['Hosted']);
    expect(namesOf(await list('?q=100%25%20_w'))).toEqual(['Plain']);
    expect(namesOf(await list('?q=_'))).toEqual(['Plain']);
    expect(namesOf(await list('?q=S-5'))).toEqual(['Pupil']);
    expect(namesOf(await list('?q=id555777'))).toEqual(['Pupil']);
    expect(namesOf(await list('?accessStatus=granted'))).toEqual(['Far']);
    expect(
      namesOf({ items: (await app.as('host.other').get<PageBody>('/visits')).body.items, nextCursor: null }),
    ).toEqual(['Hosted']);
  });

  it('costs the same number of statements for 10 and for 200', async () => {
    const seed = await announced(app);
    await app.database.dataSource.query(
      `INSERT INTO visits (id, guest_id, kind, status, host_name, host_email, valid_from, valid_to,
                           announced_exit_policy, exit_policy, access_level_ids, created_at, updated_at)
       SELECT gen_random_uuid(), guest_id, kind, status, host_name, host_email, valid_from, valid_to,
              announced_exit_policy, exit_policy, access_level_ids, created_at + n * interval '1 second', updated_at
       FROM visits, generate_series(1, 250) AS n WHERE id = $1`,
      [seed.id],
    );
    const ten = await statementsOf(() => list('?limit=10'));
    const many = await statementsOf(() => list('?limit=200'));
    expect(many.result.items).toHaveLength(200);
    expect(ten.statements).toHaveLength(2);
    expect(many.statements).toEqual(ten.statements);
  });

  /** Without what loops of the platform ask in between. */
  async function statementsOf<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
    const { result, statements } = await statementsDuring(work);
    return { result, statements: statements.filter((text) => /\bvisits\b/.test(text)) };
  }
});
