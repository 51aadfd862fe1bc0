import sharp from 'sharp';
import { type IsapiDevice, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { DigestClient } from './digest-client.js';
import { aPicture, guest, pictureHead, rawForm, RECORD_HEAD, recordOf, sendFace, USER_INFO } from './guest.js';

const LIBRARY = '/ISAPI/Intelligent/FDLib';
const OF_LIBRARY = 'format=json&FDID=1&faceLibType=blackFD';

describe('the face library of a terminal', () => {
  let device: IsapiDevice;
  let client: DigestClient;
  let picture: Buffer;

  beforeEach(async () => {
    device = await startIsapiDevice();
    client = new DigestClient(device);
    picture = await aPicture();
    await client.sub('POST', `${USER_INFO}/Record`, guest());
  });

  afterEach(() => device.close());

  const post = { method: 'POST', call: 'FaceDataRecord' };

  it.each(['img', 'FaceImage'])('takes the picture under the name %s', async (name) => {
    expect(await sendFace(client, picture, { name })).toMatchObject({ status: 200, body: { subStatusCode: 'ok' } });
    expect(device.control.face('1042')?.equals(picture)).toBe(true);
  });

  it('adds one face a person, and sets up as many as come', async () => {
    expect((await sendFace(client, picture, { call: 'FDModify' })).body['subStatusCode']).toBe('employeeNoNotExist');
    expect((await sendFace(client, picture, post)).body).toMatchObject({ statusCode: 1, FPID: '1042' });
    expect(await sendFace(client, picture, post)).toMatchObject({
      status: 400,
      body: { statusCode: 6, subStatusCode: 'deviceUserAlreadyExistFace' },
    });
    const another = await aPicture(300);
    for (const call of ['FDSetUp', 'FDModify']) {
      expect((await sendFace(client, another, { call })).body['subStatusCode']).toBe('ok');
    }
    expect(device.control.face('1042')?.equals(another)).toBe(true);
  });

  it('may refuse to add by POST', async () => {
    const old = await startIsapiDevice({ acceptsFacePost: false });
    try {
      const other = new DigestClient(old);
      await other.sub('POST', `${USER_INFO}/Record`, guest());
      expect(await sendFace(other, picture, post)).toMatchObject({
        status: 403,
        body: { subStatusCode: 'methodNotAllowed' },
      });
      expect((await sendFace(other, picture)).body['subStatusCode']).toBe('ok');
    } finally {
      await old.close();
    }
  });

  it('refuses what a terminal could not use', async () => {
    const sub = async (jpeg: Uint8Array): Promise<unknown> => {
      const { status, body } = await sendFace(client, jpeg);
      expect([status, body['statusCode']]).toEqual([400, 6]);
      return body['subStatusCode'];
    };
    const noise = {
      create: {
        width: 900,
        height: 900,
        channels: 3,
        background: '#fff',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    } as const;
    const large = await sharp(noise).jpeg({ quality: 100 }).toBuffer();
    expect(large.length).toBeGreaterThan(204_800);
    expect(await sub(large)).toBe('picSizeExceedError');
    expect(await sub(await aPicture(63))).toBe('picResolutionInvalidError');
    expect(await sub(Buffer.from('no picture at all'))).toBe('picFormatError');
    expect(await sub(picture.subarray(0, picture.length - 2))).toBe('picFormatError');
    expect(await sub(await aPicture(400, { progressive: true }))).toBe('picFormatError');
    expect(await sub(Buffer.concat([Buffer.from('\r\n'), picture]))).toBe('SubpicAnalysisModelingError');
    expect(await sub(Buffer.concat([picture, Buffer.from([0])]))).toBe('SubpicAnalysisModelingError');
    expect(device.control.snapshot().faces).toEqual([]);
  });

  it('refuses a record of nobody, of another library, or with a picture elsewhere', async () => {
    const sub = async (record: string): Promise<unknown> =>
      (await sendFace(client, picture, { record })).body['subStatusCode'];
    expect(await sub(recordOf('9'))).toBe('employeeNoNotExist');
    expect(await sub(recordOf('1042', { FDID: '2' }))).toBe('faceLibNotExist');
    expect(await sub(recordOf('1042', { faceLibType: 'staticFD' }))).toBe('faceLibNotExist');
    expect(await sub(recordOf('1042', { faceURL: 'http://127.0.0.1/face.jpg' }))).toBe('notSupport');
    expect(await sub('{')).toBe('badJsonFormat');
    const alone = { faceURL: 'http://127.0.0.1/face.jpg', faceLibType: 'blackFD', FDID: '1', FPID: '1042' };
    expect(await client.sub('PUT', `${LIBRARY}/FDSetUp`, alone)).toBe('notSupport');
    device.control.setCapacity({ faces: 0 });
    expect(await sub(recordOf('1042'))).toBe('faceLibNumOverLimit');
  });

  it('keeps to the order and the names of the parts', async () => {
    const record = { head: RECORD_HEAD, body: recordOf('1042') };
    const image = { head: pictureHead('img'), body: picture };
    const sub = async (form: object): Promise<unknown> => {
      const response = await client.fetch(`${LIBRARY}/FDSetUp?format=json`, { method: 'PUT', ...form });
      return ((await response.json()) as Record<string, unknown>)['subStatusCode'];
    };
    expect(await sub(rawForm([image, record]))).toBe('badParameters');
    expect(await sub(rawForm([record]))).toBe('badParameters');
    expect(await sub(rawForm([record, image, image]))).toBe('badParameters');
    expect(await sub(rawForm([record, { ...image, head: pictureHead('picture') }]))).toBe('badParameters');
    const named = RECORD_HEAD.replace(';\r\n', '; filename="record.json"\r\n');
    expect(await sub(rawForm([{ ...record, head: named }, image]))).toBe('badParameters');
    const { body } = rawForm([record, image]);
    expect(await sub({ body, headers: { 'content-type': 'multipart/form-data' } })).toBe('badParameters');
    expect(await sub({ body: body.subarray(0, -12), headers: rawForm([]).headers })).toBe('badParameters');
    expect(await sub({ body: '<FaceDataRecord/>', headers: { 'content-type': 'application/xml' } })).toBe('notSupport');
    expect(await sub(rawForm([record, image]))).toBe('ok');
  });

  it('is searched, counted and emptied', async () => {
    await client.sub('POST', `${USER_INFO}/Record`, guest('1043'));
    await sendFace(client, picture);
    await sendFace(client, picture, { employeeNo: '1043' });
    const condition = { searchResultPosition: 0, maxResults: 1, faceLibType: 'blackFD', FDID: '1' };
    const search = async (change: object): Promise<Record<string, unknown>> =>
      (await client.json('POST', `${LIBRARY}/FDSearch`, { ...condition, ...change })).body;
    expect(await search({})).toMatchObject({ responseStatusStrg: 'MORE', numOfMatches: 1, totalMatches: 2 });
    const found = await search({ FPID: '1043' });
    expect(found).toMatchObject({ responseStatusStrg: 'OK', totalMatches: 1, MatchList: [{ FPID: '1043' }] });
    const [{ faceURL }] = found['MatchList'] as [{ faceURL: string }];
    expect((await fetch(faceURL)).status).toBe(401);
    const fetched = await client.fetch(new URL(faceURL).pathname);
    expect(Buffer.from(await fetched.arrayBuffer()).equals(picture)).toBe(true);

    const count = async (): Promise<unknown> => (await client.fetch(`${LIBRARY}/Count?${OF_LIBRARY}`)).json();
    expect(await count()).toMatchObject({ FDRecordDataInfo: [{ FDID: '1', recordDataNumber: 2 }] });
    const body = JSON.stringify({ FPID: [{ value: '1043' }, { value: '9' }] });
    const removed = await client.fetch(`${LIBRARY}/FDSearch/Delete?${OF_LIBRARY}`, { method: 'PUT', body });
    expect(await removed.json()).toMatchObject({ subStatusCode: 'ok' });
    expect(device.control.snapshot().faces).toEqual(['1042']);
    expect(await search({ FPID: '1043' })).toEqual({
      responseStatusStrg: 'NO MATCH',
      numOfMatches: 0,
      totalMatches: 0,
    });
  });
});
