import sharp from 'sharp';
import { type GuestRecordView } from '../../../src/modules/visits/application/guest-record-view.js';
import { announced, timelineOf, type VisitJson } from './announcement.builder.js';
import { startVisitsApp, type ProblemBody, type VisitsApp } from './visits-app.js';

type Guest = GuestRecordView & ProblemBody;
const NOBODY = '0190a0a0-0000-7000-8000-000000000000';
const REASON = 'the same passport at the desk';

describe('POST /guests/{id}/merge', () => {
  let app: VisitsApp;
  beforeAll(async () => {
    app = await startVisitsApp();
  });
  beforeEach(async () => {
    await rows('TRUNCATE guests CASCADE');
  });
  afterAll(() => app.close());

  const of = (guest: object): Promise<VisitJson> => announced(app, { guest });
  const get = (id: string, caller = 'reception') => app.as(caller).get<Guest>(`/guests/${id}`);
  const merge = (goes: VisitJson, stays: VisitJson, more: object = {}, headers?: Record<string, string>) => {
    const body = { intoGuestId: stays.guest.id, reason: REASON, ...more };
    return app.as('reception').post<Guest>(`/guests/${goes.guest.id}/merge`, body, headers);
  };
  const visit = async ({ id }: VisitJson): Promise<VisitJson> =>
    (await app.as('admin').get<VisitJson>(`/visits/${id}`)).body;
  const found = async (q: string): Promise<readonly string[]> => {
    const { body } = await app.as('admin').get<{ items: VisitJson[] }>(`/visits?q=${encodeURIComponent(q)}`);
    return body.items.map(({ id }) => id).toSorted();
  };
  const rows = (sql: string, ...parameters: unknown[]) =>
    app.database.dataSource.query<Record<string, unknown>[]>(sql, parameters);
  const toldOf = (...visits: readonly VisitJson[]) =>
    rows(
      `SELECT data FROM domain_events WHERE name = 'visits.guests-merged.v1' AND data->>'mergedGuestId' = ANY ($1)`,
      visits.map(({ guest }) => guest.id),
    );
  const putPhoto = async ({ id }: VisitJson, background: string): Promise<string> => {
    const jpeg = await sharp({ create: { width: 320, height: 320, channels: 3, background } })
      .jpeg()
      .toBuffer();
    const { body } = await app.as('admin').put<{ sha256: string }>(`/visits/${id}/photo`, jpeg, {
      'content-type': 'image/jpeg',
    });
    return body.sha256;
  };

  it('gives visits, photo, numbers and what was not known to the guest who stays, and says so in both stories', async () => {
    const stays = await of({ fullName: 'Asa Ost', phone: '+46 1' });
    const goes = await of({
      fullName: 'A. Ost',
      phone: '+46 2',
      email: 'asa@example.com',
      identityNumber: 'AB 12345',
      studentId: 'S-7',
    });
    await putPhoto(goes, 'red');
    const answer = await merge(goes, stays);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ...{ id: stays.guest.id, fullName: 'Asa Ost', phone: '+46 1', email: 'asa@example.com', studentId: 'S-7' },
      ...{ identityNumberLast4: '2345', hasPhoto: true, mergedGuestIds: [goes.guest.id] },
    });
    // Two agreements stay two.
    for (const one of [stays, goes]) {
      expect(await visit(one)).toMatchObject({ status: 'expected', guest: { id: stays.guest.id }, hasPhoto: true });
      expect(await timelineOf(app, one.id)).toEqual(expect.arrayContaining(['visit_announced', 'guests_merged']));
      expect((await app.as('admin').get(`/visits/${one.id}/photo`)).status).toBe(200);
    }
    expect((await visit(goes)).version).toBe(2);
    expect(await rows('SELECT guest_id FROM guest_photos')).toEqual([{ guest_id: stays.guest.id }]);
    const audited = await rows(`SELECT action, detail FROM audit_log WHERE entity_id = $1`, goes.guest.id);
    expect(audited).toMatchObject([
      { action: 'guests.merge', detail: { intoGuestId: stays.guest.id, reason: REASON, photo: 'taken' } },
    ]);
    expect(await toldOf(goes)).toEqual([{ data: { guestId: stays.guest.id, mergedGuestId: goes.guest.id } }]);
  });

  it('leaves a signpost: 404 with where it went, and every key finds the guest who stays', async () => {
    const stays = await of({ fullName: 'Asa Ost', phone: '+46 1', identityNumber: 'AB12345', studentId: 'S-1' });
    const goes = await of({
      fullName: 'Aasa Oest',
      phone: '+46 2',
      email: 'old@example.com',
      identityNumber: 'CD67890',
      studentId: 'S-2',
    });
    expect((await merge(goes, stays, { acceptDifferentIdentity: true })).status).toBe(200);
    const gone = await get(goes.guest.id);
    expect([gone.status, gone.body.code]).toEqual([404, 'GUEST_MERGED']);
    expect(gone.body.detail).toContain(stays.guest.id);
    const both = [stays.id, goes.id].toSorted();
    for (const q of ['Aasa Oest', '+46 2', 'old@example.com', 'cd 67890', 'S-2', 'S-1', '+46 1']) {
      expect([q, await found(q)]).toEqual([q, both]);
    }
    for (const key of [{ id: goes.guest.id }, { identityNumber: 'CD-67890' }, { studentId: 'S-2' }]) {
      const next = await of({ fullName: 'Asa Ost', ...key });
      // What led to the guest before is no other number now.
      expect(next.guest).toMatchObject({ id: stays.guest.id, studentId: 'S-1', identityNumberLast4: '2345' });
    }
    const other = await of({ fullName: 'Asa Ost', phone: '+46 2' });
    expect(other.guest.id).not.toBe(stays.guest.id);
    const third = await of({ fullName: 'A. O.' });
    expect((await merge(stays, third)).status).toBe(200);
    expect((await get(goes.guest.id)).body.detail).toContain(third.guest.id);
    expect((await of({ fullName: 'A. O.', studentId: 'S-2' })).guest.id).toBe(third.guest.id);
  });

  it('keeps the photo of the guest who stays, and when a cancelled visit ended', async () => {
    const [stays, goes] = [await of({ fullName: 'Asa' }), await of({ fullName: 'Asa' })];
    const kept = await putPhoto(stays, 'red');
    await putPhoto(goes, 'blue');
    await app.as('admin').post(`/visits/${goes.id}/cancel`);
    const before = await visit(goes);
    await app.clock.advance(3_600_000);
    expect((await merge(goes, stays)).status).toBe(200);
    expect(await rows('SELECT guest_id, sha256 FROM guest_photos')).toEqual([
      { guest_id: stays.guest.id, sha256: kept },
    ]);
    const { updatedAt, version, status } = before;
    expect(await visit(goes)).toMatchObject({ updatedAt, version, status, guest: { id: stays.guest.id } });
  });

  it('is refused where it would be wrong, and then changes nothing', async () => {
    const one = await of({ fullName: 'One', identityNumber: 'AB12345', studentId: 'S-1' });
    const two = await of({ fullName: 'Two', identityNumber: 'CD67890', studentId: 'S-2' });
    const nobody = { ...one, guest: { ...one.guest, id: NOBODY } };
    const refusals = [
      [await merge(one, one), 422, 'GUEST_IS_THE_SAME'],
      [await merge(nobody, one), 404, 'GUEST_NOT_FOUND'],
      [await merge(one, nobody), 422, 'GUEST_UNKNOWN'],
      [await merge(one, two), 409, 'GUEST_IDENTITY_DIFFERS'],
      [await merge(one, two, { acceptDifferentIdentity: true }, { 'if-match': '"99"' }), 412, 'GUEST_STALE'],
    ] as const;
    for (const [{ status, body }, expected, code] of refusals) expect([status, body.code]).toEqual([expected, code]);
    expect(refusals[3][0].body.errors?.map(({ code }) => code)).toEqual(['identityNumberDiffers', 'studentIdDiffers']);
    expect((await get(one.guest.id)).body).toMatchObject({ mergedGuestIds: [], studentId: 'S-1' });
    const { version } = (await get(one.guest.id)).body;
    const accepted = { acceptDifferentIdentity: true };
    expect((await merge(one, two, accepted, { 'if-match': `"${version}"` })).status).toBe(200);
    const third = await of({ fullName: 'Three' });
    for (const again of [await merge(one, two), await merge(one, third), await merge(third, one)]) {
      expect([again.status, again.body.code]).toEqual([409, 'GUEST_ALREADY_MERGED']);
      expect(again.body.detail).toContain(two.guest.id);
    }
  });

  it('has one effect for twenty copies and for both directions at once', async () => {
    const [one, two] = [await of({ fullName: 'One' }), await of({ fullName: 'Two' })];
    const key = { 'idempotency-key': 'merge-once' };
    const first = await merge(one, two, {}, key);
    expect((await merge(one, two, {}, key)).body).toEqual(first.body);
    const [three, four] = [await of({ fullName: 'Three' }), await of({ fullName: 'Four' })];
    const copies = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? merge(three, four) : merge(four, three)));
    const statuses = (await Promise.all(copies)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(new Set(statuses)).toEqual(new Set([200, 409]));
    expect(await toldOf(one, two)).toHaveLength(1);
    expect(await toldOf(three, four)).toHaveLength(1);
  });

  it('loses no visit that is announced, changed or cancelled meanwhile', async () => {
    const [goes, stays] = [await of({ fullName: 'One', studentId: 'S-1' }), await of({ fullName: 'Two' })];
    const [merged, changed, cancelled, ...more] = await Promise.all([
      merge(goes, stays),
      app.as('admin').patch<VisitJson>(`/visits/${goes.id}`, { guest: { company: 'Changed' } }),
      app.as('admin').post<VisitJson>(`/visits/${stays.id}/cancel`),
      ...[1, 2, 3, 4].map(() => of({ fullName: 'One', studentId: 'S-1' })),
    ]);
    expect([merged.status, changed.status, cancelled.status]).toEqual([200, 200, 200]);
    const owners = await rows('SELECT DISTINCT guest_id FROM visits');
    expect(owners).toEqual([{ guest_id: stays.guest.id }]);
    expect(more).toHaveLength(4);
  });

  it('is for the desk: a host reads the guests of own visits and merges nobody', async () => {
    const [own, others] = [
      await announced(app, { guest: { fullName: 'Own' } }),
      await announced(app, { guest: { fullName: 'Others' }, host: { name: 'Other', email: 'other@example.com' } }),
    ];
    const asked = await Promise.all([own, others].map(({ guest }) => get(guest.id, 'host.lind')));
    expect(asked.map(({ status }) => status)).toEqual([200, 404]);
    const path = `/guests/${own.guest.id}/merge`;
    const body = { intoGuestId: others.guest.id, reason: REASON };
    for (const caller of ['host.lind', 'security', 'auditor']) {
      expect((await app.as(caller).post(path, body)).status).toBe(403);
    }
  });
});
