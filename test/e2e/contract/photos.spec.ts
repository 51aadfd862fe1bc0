import sharp from 'sharp';
import { aFace } from '../../support/a-face.js';
import { announce, putPhoto, readVisit, untilAccess, type VisitBody } from '../../support/visit-steps.js';
import { type ContractWorld, openContractWorld } from './support/contract-world.js';
import { expectProblem } from './support/problem.js';
import { sendRaw } from './support/send-raw.js';
import { tracesIn } from './support/traces.js';
import { untilKnown } from './support/until-known.js';

const MAX_BYTES = 5_242_880;
const BOUNDARY = 'frontier';

const formOf = (field: string, bytes: Buffer, file = 'face.jpg', type = 'image/jpeg'): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="${file}"\r\ncontent-type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);

describe('photos', () => {
  let world: ContractWorld;
  let visit: VisitBody;
  beforeAll(async () => {
    world = await openContractWorld();
    visit = await announce(world.admin);
    await untilKnown(world, 1);
  });
  afterAll(() => world.close());

  function put(body: Buffer, type: string | null) {
    const { authorization } = world.admin;
    const headers = { authorization, ...(type !== null && { 'content-type': type }) };
    return sendRaw(world.baseUrl, { method: 'PUT', path: `/api/v1/visits/${visit.id}/photo`, headers, body });
  }

  const tooLarge = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(MAX_BYTES - 3)]);
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
  const form = `multipart/form-data; boundary=${BOUNDARY}`;

  it.each<
    [name: string, body: () => Buffer | Promise<Buffer>, type: string | null, status: number, code: string | null]
  >([
    ['5 MB and a byte', () => tooLarge, 'image/jpeg', 413, 'maxBytes'],
    ['5 MB and a byte in a form', () => formOf('photo', tooLarge), form, 413, 'maxBytes'],
    ['a PDF that says it is a JPEG', () => pdf, 'image/jpeg', 415, 'isPhoto'],
    ['a PDF called .jpg in a form', () => formOf('photo', pdf), form, 415, 'isPhoto'],
    ['a GIF', () => Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'image/gif', 415, 'isPhoto'],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 415, 'isPhoto'],
    ['nothing', () => Buffer.alloc(0), 'image/jpeg', 400, 'isNotEmpty'],
    ['an empty file in a form', () => formOf('photo', Buffer.alloc(0)), form, 400, 'isNotEmpty'],
    ['another field of a form', async () => formOf('face', await aFace()), form, 400, 'isNotEmpty'],
    ['a form without an end', () => Buffer.from(`--${BOUNDARY}\r\n`), form, 400, null],
    ['a form without a boundary', () => Buffer.from('x'), 'multipart/form-data', 400, null],
    ['JSON', () => Buffer.from('{"photo":"aGVsbG8="}'), 'application/json', 415, null],
    ['text', () => Buffer.from('hello'), 'text/plain', 415, null],
    ['half a JPEG', async () => (await aFace()).subarray(0, 900), 'image/jpeg', 422, 'photoBroken'],
    ['a JPEG in name alone', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'image/jpeg', 422, 'photoBroken'],
    ['a dot', () => blank(8, 8), 'image/png', 422, 'photoTooSmall'],
    ['a wall', () => blank(5_000, 100), 'image/png', 422, 'photoTooLarge'],
    ['a ribbon', () => blank(3_000, 60), 'image/png', 422, 'photoProportions'],
  ])('%s is refused, with the reason, and nothing is kept', async (_, body, type, status, code) => {
    const before = await tracesIn(world.vestibule);
    const problem = expectProblem(await put(await body(), type));
    expect([problem.status, problem.errors?.[0]?.code ?? null]).toEqual([status, code]);
    if (code !== null) expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/photo']);
    expect(await tracesIn(world.vestibule)).toEqual(before);
  });

  it('is taken raw and as a form, belongs to the guest, and is gone everywhere when deleted', async () => {
    const { admin, vestibule } = world;
    expect((await admin.get(`/visits/${visit.id}/photo`)).status).toBe(404);
    const raw = await put(await aFace(), 'image/jpeg');
    expect(raw.status).toBe(200);
    expect(Object.keys(raw.body as object)).toEqual(['width', 'height', 'bytes', 'sha256']);
    expect((await put(formOf('photo', await aFace(200)), form)).status).toBe(200);
    const later = await announce(admin, { guest: { id: visit.guest.id, fullName: visit.guest.fullName } });
    expect(later.hasPhoto).toBe(true);

    const { authorization } = world.as('auditor');
    const path = `/api/v1/visits/${later.id}/photo`;
    const shown = await sendRaw(world.baseUrl, { method: 'GET', path, headers: { authorization } });
    expect([shown.status, shown.headers['content-type'], shown.headers['cache-control']]).toEqual([
      200,
      'image/jpeg',
      'no-store',
    ]);
    const [audited] = await vestibule.database.dataSource.query<{ n: number }[]>(
      "SELECT count(*)::int AS n FROM audit_log WHERE action = 'visits.read-photo' OR action = 'visits.get-photo'",
    );
    expect(audited?.n).toBe(1);

    await untilAccess(admin, visit.id, 'granted');
    const gone = await admin.delete<VisitBody>(`/visits/${visit.id}/photo`);
    expect(gone.body).toMatchObject({ hasPhoto: false, access: { status: 'awaiting_photo' } });
    expect((await readVisit(admin, later.id)).hasPhoto).toBe(false);
    expect((await admin.get(`/visits/${later.id}/photo`)).status).toBe(404);
    expect((await admin.delete(`/visits/${visit.id}/photo`)).status).toBe(404);
  });

  it('is not for a visit that is over', async () => {
    const over = await announce(world.admin, { guest: { fullName: 'Over' } });
    await world.admin.post(`/visits/${over.id}/cancel`);
    const answer = await world.admin.put(`/visits/${over.id}/photo`, await aFace(), { 'content-type': 'image/jpeg' });
    expect(expectProblem(answer)).toMatchObject({ status: 409, code: 'VISIT_WRONG_STATE' });
  });

  it('is kept sealed', async () => {
    const sealed = await announce(world.admin, { guest: { fullName: 'Sealed' } });
    await putPhoto(world.admin, sealed.id);
    const rows = await world.vestibule.database.dataSource.query<{ sealed: Buffer }[]>(
      'SELECT sealed FROM guest_photos',
    );
    for (const row of rows) expect(row.sealed.includes(Buffer.from('JFIF'))).toBe(false);
    expect(rows.length).toBeGreaterThan(0);
  });
});

function blank(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
}
