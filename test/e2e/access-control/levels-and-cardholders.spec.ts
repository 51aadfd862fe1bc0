import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, visitRequest } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';

interface CardholderBody {
  readonly id: string;
  readonly personCode: string;
  readonly status: string;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly difference: { readonly levelsToGive: string[]; readonly levelsToTake: string[] };
  readonly nextStep: string | null;
}
type Cardholders = { readonly items: readonly CardholderBody[]; readonly nextCursor: string | null };

describe('access levels and cardholders over HTTP', () => {
  let vestibule: TestVestibule;

  beforeAll(async () => {
    vestibule = await openVestibule();
    await waitFor(async () => {
      const { body } = await vestibule.api.get<{ items: unknown[] }>('/access-levels');
      return body.items.length > 0;
    }, 'the levels of HikCentral');
  });

  afterAll(() => vestibule.close());

  it('lists the levels as they were last read', async () => {
    const { status, body } = await vestibule.api.get<{ items: { id: string }[]; fetchedAt: string }>('/access-levels');
    expect(status).toBe(200);
    expect(body.items.map(({ id }) => id)).toContain('1');
    expect(Date.parse(body.fetchedAt)).toBeLessThanOrEqual(Date.now());
  });

  it('refuses a visit with a level that HikCentral does not have', async () => {
    const { status, body } = await vestibule.api.post<{ code: string; detail: string }>(
      '/visits',
      visitRequest({ accessLevelIds: ['4711'] }),
    );
    expect([status, body.code]).toEqual([422, 'LEVEL_UNKNOWN']);
    expect(body.detail).toContain('4711');
  });

  it('shows a guest as HikCentral knows it, and tries again when told to', async () => {
    const { api } = vestibule;
    const visit = await announce(api);
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    const { body } = await api.get<Cardholders>('/cardholders?status=granted');
    const listed = body.items.find(({ personCode }) => personCode === access.personCode);
    expect(listed).toMatchObject({
      status: 'granted',
      difference: { levelsToGive: [], levelsToTake: [] },
      nextStep: null,
    });
    expect(listed?.observedGeneration).toBe(listed?.generation);
    expect((await api.get<Cardholders>('/cardholders?attention=true')).body.items).toEqual([]);

    const reconciled = await api.post<CardholderBody>(`/cardholders/${listed?.id}/reconcile`, {});
    expect(reconciled.status).toBe(202);
    expect(reconciled.body).toMatchObject({ id: listed?.id, status: 'granted' });
    expect((await api.get<CardholderBody>(`/cardholders/${listed?.id}`)).body).toMatchObject({ id: listed?.id });
  });

  it('knows no cardholder by another id', async () => {
    const path = '/cardholders/018f0000-0000-7000-8000-00000000dead';
    const { status, body } = await vestibule.api.get<{ code: string }>(path);
    expect([status, body.code]).toEqual([404, 'CARDHOLDER_NOT_FOUND']);
    expect((await vestibule.api.post(`${path}/reconcile`, {})).status).toBe(404);
  });
});
