import { connect } from 'node:net';
import { encode as encodeBmp } from 'bmp-ts';
import sharp, { type Sharp } from 'sharp';
import { announced, timelineOf, type VisitJson } from './announcement.builder.js';
import { startVisitsApp, type ProblemBody, type VisitsApp } from './visits-app.js';

interface PhotoBody {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
}

const MAX_BYTES = 5_242_880;

function picture(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#c08040' } });
}

describe('the photo of a visit', () => {
  let app: VisitsApp;
  let visit: VisitJson;
  beforeAll(async () => {
    app = await startVisitsApp();
  });
  beforeEach(async () => {
    visit = await announced(app);
  });
  afterAll(() => app.close());

  const put = (bytes: Buffer, type = 'image/jpeg', id = visit.id) =>
    app.as('reception').put<PhotoBody & ProblemBody>(`/visits/${id}/photo`, bytes, { 'content-type': type });
  const read = async (id = visit.id): Promise<{ status: number; bytes: Buffer; type: string | null }> => {
    const answer = await fetch(`${app.url}/api/v1/visits/${id}/photo`, {
      headers: { authorization: 'Bearer auditor' },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, bytes, type: answer.headers.get('content-type') };
  };
  const multipart = async (file: Blob, field = 'photo', name = 'face.jpg') => {
    const form = new FormData();
    form.append(field, file, name);
    const answer = await fetch(`${app.url}/api/v1/visits/${visit.id}/photo`, {
      method: 'PUT',
      body: form,
      headers: { authorization: 'Bearer reception' },
    });
    return { status: answer.status, body: (await answer.json()) as PhotoBody & ProblemBody };
  };

  it('goes to the doors as a small upright JPEG without metadata, however it was sent', async () => {
    const upload = await picture(1_200, 900)
      .jpeg()
      .withExif({ IFD0: { Artist: 'somebody' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { status, body } = await put(upload);
    expect(status).toBe(200);
    expect([body.width, body.height]).toEqual([480, 640]);
    expect(body.bytes).toBeLessThanOrEqual(200_000);
    const kept = await read();
    expect(kept.type).toBe('image/jpeg');
    expect(kept.bytes).toHaveLength(body.bytes);
    const metadata = await sharp(kept.bytes).metadata();
    expect(metadata).toMatchObject({ format: 'jpeg', isProgressive: false, width: 480, height: 640 });
    expect([metadata.exif, metadata.orientation]).toEqual([undefined, undefined]);
    expect((await multipart(new Blob([new Uint8Array(upload)]))).body).toEqual(body);
    expect((await app.as('admin').get<VisitJson>(`/visits/${visit.id}`)).body).toMatchObject({
      hasPhoto: true,
      version: 1,
    });
  });

  it('is taken as PNG and BMP too, by content and not by what is declared', async () => {
    const png = await sharp({
      create: { width: 100, height: 80, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect((await put(png, 'image/jpeg')).body).toMatchObject({ width: 100, height: 80 });
    const white = await sharp((await read()).bytes)
      .raw()
      .toBuffer();
    expect(white[0]).toBeGreaterThan(250);

    const { data } = await picture(90, 70).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    // The encoder wants alpha first, then blue, green and red.
    const abgr = Buffer.alloc(data.length);
    for (let at = 0; at < data.length; at += 4) abgr.set([255, data[at + 2]!, data[at + 1]!, data[at]!], at);
    const bmp = encodeBmp({ data: abgr, width: 90, height: 70, bitPP: 24 }).data;
    expect((await put(bmp, 'application/octet-stream')).body).toMatchObject({ width: 90, height: 70 });
    const [red, green, blue] = await sharp((await read()).bytes)
      .raw()
      .toBuffer();
    expect(Math.abs(red! - 0xc0) + Math.abs(green! - 0x80) + Math.abs(blue! - 0x40)).toBeLessThan(24);
  });

  it.each([
    [50, 50, 64, 64],
    [50, 63, 64, 81],
    [640, 64, 640, 64],
    [4_000, 4_000, 640, 640],
  ])('of %d × %d becomes %d × %d', async (width, height, ...expected) => {
    const { body } = await put(await picture(width, height).jpeg().toBuffer());
    expect([body.width, body.height]).toEqual(expected);
  });

  it('of pure noise still fits', async () => {
    const noise = Buffer.alloc(1_200 * 1_200 * 3);
    for (let at = 0, seed = 1; at < noise.length; at += 1) noise[at] = (seed = (seed * 48_271) % 2_147_483_647) & 255;
    const upload = await sharp(noise, { raw: { width: 1_200, height: 1_200, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer();
    expect((await put(upload)).body.bytes).toBeLessThanOrEqual(200_000);
  });

  describe('is refused, and nothing is written,', () => {
    afterEach(async () => {
      expect((await read()).status).toBe(404);
      expect(await timelineOf(app, visit.id)).toEqual(['visit_announced']);
    });

    it.each([
      [49, 100, 'photoTooSmall'],
      [4_001, 100, 'photoTooLarge'],
      [2_000, 100, 'photoProportions'],
    ])('at %d × %d', async (width, height, reason) => {
      const { status, body } = await put(await picture(width, height).png().toBuffer());
      expect([status, body.code, body.errors?.[0]]).toEqual([
        422,
        'PHOTO_REFUSED',
        { pointer: '/photo', code: reason, detail: expect.any(String) },
      ]);
    });

    it('when it is damaged', async () => {
      const whole = await picture(400, 400).jpeg().toBuffer();
      for (const broken of [
        whole.subarray(0, whole.length / 2),
        Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]),
      ]) {
        const { status, body } = await put(broken);
        expect([status, body.errors?.[0]?.code]).toEqual([422, expect.stringMatching(/photoBroken|photoTooSmall/)]);
      }
    });

    it('when a BMP claims more pixels than are allowed, before any of them is decoded', async () => {
      const bomb = Buffer.alloc(200);
      bomb.write('BM');
      bomb.writeUInt32LE(40, 14);
      bomb.writeInt32LE(60_000, 18);
      bomb.writeInt32LE(60_000, 22);
      bomb.writeUInt16LE(24, 28);
      expect((await put(bomb, 'image/bmp')).body.errors?.[0]?.code).toBe('photoTooLarge');
    });

    it('when a PDF is called .jpg', async () => {
      const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
      expect(await put(pdf)).toMatchObject({ status: 415, body: { code: 'PHOTO_TYPE_UNSUPPORTED' } });
      const { status, body } = await multipart(new Blob([pdf], { type: 'image/jpeg' }));
      expect([status, body.errors?.[0]?.pointer]).toEqual([415, '/photo']);
    });

    it('at 5 MB and a byte', async () => {
      const large = Buffer.concat([await picture(100, 100).jpeg().toBuffer(), Buffer.alloc(MAX_BYTES)]).subarray(
        0,
        MAX_BYTES + 1,
      );
      expect((await put(large)).status).toBe(413);
      expect((await multipart(new Blob([large]))).status).toBe(413);
    });

    it('under another field name, or empty', async () => {
      expect((await multipart(new Blob(['x']), 'picture')).status).toBe(400);
      expect((await multipart(new Blob([]))).status).toBe(400);
    });

    it('when the upload breaks off', async () => {
      const { port } = new URL(app.url);
      await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(
            `PUT /api/v1/visits/${visit.id}/photo HTTP/1.1\r\nhost: x\r\nauthorization: Bearer reception\r\n` +
              'content-type: image/jpeg\r\ncontent-length: 5000\r\n\r\nabc',
          );
          setTimeout(() => socket.destroy(), 50);
        });
        socket.once('close', () => resolve());
        socket.once('error', reject);
      });
    });
  });

  it('belongs to the guest: another visit starts with it, and a delete takes it from both', async () => {
    await put(await picture(100, 100).jpeg().toBuffer());
    const other = await announced(app, { guest: { id: visit.guest.id, fullName: 'Asa Ost' } });
    expect(other.hasPhoto).toBe(true);
    const { status, body } = await app.as('reception').delete<VisitJson>(`/visits/${other.id}/photo`);
    expect([status, body.hasPhoto]).toEqual([200, false]);
    expect((await read()).status).toBe(404);
    expect(await timelineOf(app, visit.id)).toEqual(['visit_announced', 'photo_replaced', 'photo_removed']);
    expect((await app.as('reception').delete(`/visits/${visit.id}/photo`)).status).toBe(404);
  });

  it('lies in the database so that nobody can read it, and who read it is on record', async () => {
    await put(await picture(100, 100).jpeg().toBuffer());
    const { bytes } = await read();
    const [row] = await app.database.dataSource.query<{ sealed: Buffer }[]>(
      'SELECT sealed FROM guest_photos WHERE guest_id = $1',
      [visit.guest.id],
    );
    expect(row!.sealed.includes(bytes.subarray(100, 140))).toBe(false);
    const reads = await app.database.dataSource.query<unknown[]>(
      `SELECT 1 FROM audit_log WHERE entity_id = $1 AND action = 'visits.read-photo'`,
      [visit.id],
    );
    expect(reads).toHaveLength(1);
  });

  it('is put once under one idempotency key, and refused another picture under it', async () => {
    const caller = app.as('reception', { 'idempotency-key': 'photo-1', 'content-type': 'image/jpeg' });
    const upload = await picture(100, 100).jpeg().toBuffer();
    const first = await caller.put(`/visits/${visit.id}/photo`, upload);
    expect(await caller.put(`/visits/${visit.id}/photo`, upload)).toMatchObject({ status: 200, body: first.body });
    const other = await picture(110, 100).jpeg().toBuffer();
    expect((await caller.put(`/visits/${visit.id}/photo`, other)).status).toBe(422);
    expect((await timelineOf(app, visit.id)).filter((type) => type === 'photo_replaced')).toHaveLength(1);
  });

  it('is not for the guards to change', async () => {
    const upload = await picture(100, 100).jpeg().toBuffer();
    const answer = await app.as('security').put(`/visits/${visit.id}/photo`, upload, { 'content-type': 'image/jpeg' });
    expect(answer.status).toBe(403);
  });
});

describe('the photo of a visit on a machine that is full', () => {
  it('has to wait, and the visit goes on', async () => {
    const app = await startVisitsApp({ memoryUsageThreshold: 0 });
    const visit = await announced(app);
    const upload = await picture(100, 100).jpeg().toBuffer();
    const answer = await app
      .as('reception')
      .put<ProblemBody>(`/visits/${visit.id}/photo`, upload, { 'content-type': 'image/jpeg' });
    expect([answer.status, answer.body.code]).toEqual([503, 'RESOURCES_SHORT']);
    expect(answer.headers['retry-after']).toBeDefined();
    expect((await app.as('reception').post(`/visits/${visit.id}/cancel`)).status).toBe(200);
    await app.close();
  });
});
