import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import sharp from 'sharp';
import { type IsapiDevice, startIsapiDevice } from '../../../../simulator/index.js';
import {
  type DeviceDoors,
  type DeviceOutcome,
  type GuestToEnsure,
  IsapiDoors,
  parsePostedEvent,
  type PostedEvent,
} from '../../../../src/modules/hikcentral-gateway/index.js';
import { SystemClock } from '../../../../src/platform/clock/system-clock.js';
import { SystemRandom } from '../../../../src/platform/random/random.js';
import { waitFor } from '../../../support/wait-for.js';

const HOUR_MS = 3_600_000;
const CODE = 'V7Q2M4X8K1ZT5B3C';

describe('a device spoken to directly', () => {
  let device: IsapiDevice;
  let doors: DeviceDoors;
  let face: Buffer;

  beforeAll(async () => {
    face = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#a86' } })
      .jpeg()
      .toBuffer();
  });

  afterEach(async () => {
    doors.close();
    await device.close();
  });

  async function start(options: Parameters<typeof startIsapiDevice>[0] = {}, password?: string): Promise<void> {
    device = await startIsapiDevice({ deletionMs: 600, ...options });
    const { baseUrl, username } = device;
    const parts = { clock: new SystemClock(), random: new SystemRandom() };
    doors = new IsapiDoors({
      baseUrl,
      username,
      password: password ?? device.password,
      ca: null,
      timeoutMs: 3_000,
      ...parts,
    });
  }

  const guest = (change: Partial<GuestToEnsure> = {}): GuestToEnsure => ({
    personCode: CODE,
    fullName: 'Åsa Öst',
    validity: { beginsAt: new Date(Date.now() - HOUR_MS), endsAt: new Date(Date.now() + HOUR_MS) },
    doorNos: [1],
    faceJpeg: face,
    ...change,
  });

  function valueOf<T>(outcome: DeviceOutcome<T>): T {
    if (outcome.kind === 'done') return outcome.value;
    throw new Error(`${outcome.kind}: ${outcome.error.code} ${JSON.stringify(outcome.error.context)}`);
  }

  const today = () => ({ from: new Date(Date.now() - HOUR_MS), to: new Date(Date.now() + HOUR_MS) });

  it.each(['byClass', '200'] as const)('a guest lives on a terminal, errors by HTTP %s', async (errorStatus) => {
    await start({ errorStatus });
    expect(valueOf(await doors.identify())).toMatchObject({ serialNumber: device.serialNumber, model: 'DS-K1T671M' });
    const wanted = guest();
    for (let count = 0; count < 2; count += 1) {
      const person = valueOf(await doors.ensureGuest(wanted));
      expect(person).toMatchObject({ personCode: CODE, name: 'Åsa Öst', doorNos: [1], faceCount: 1 });
    }
    expect(device.control.face(CODE)).toEqual(face);
    expect([valueOf(await doors.countPersons()), valueOf(await doors.countFaces())]).toEqual([1, 1]);
    expect(valueOf(await doors.listFaces()).items).toEqual([CODE]);
    expect(device.control.walk({ employeeNo: CODE }).isGranted).toBe(true);

    const { items } = valueOf(await doors.readPassages(today()));
    expect(items).toMatchObject([{ result: 'granted', personCode: CODE, doorNo: 1 }]);
    const picture = valueOf(await doors.fetchPicture(items[0]!.pictureUri!));
    expect(picture).toEqual(face);

    valueOf(await doors.endAccess(CODE));
    expect(device.control.walk({ employeeNo: CODE }).isGranted).toBe(false);
    valueOf(await doors.ensureGuest(wanted));
    expect(device.control.walk({ employeeNo: CODE }).isGranted).toBe(true);

    for (let count = 0; count < 2; count += 1) valueOf(await doors.removeGuest(CODE));
    expect(device.control.snapshot()).toMatchObject({ persons: [], faces: [], cards: [] });
    expect(valueOf(await doors.findPerson(CODE))).toBeNull();
    expect(device.control.walk({ employeeNo: CODE }).isGranted).toBe(false);
  });

  it('a guest lives on a controller, with a card', async () => {
    await start({ model: 'door-controller' });
    const wanted = guest({ doorNos: [1, 3], faceJpeg: null });
    valueOf(await doors.ensureGuest(wanted));
    valueOf(await doors.addCard({ personCode: CODE, cardNo: '4411' }));
    expect(await doors.addCard({ personCode: CODE, cardNo: '4411' })).toMatchObject({
      error: { code: 'GATEWAY.CONFLICT' },
    });
    const walk = (doorNo: number): boolean => device.control.walk({ cardNo: '4411', doorNo }).isGranted;
    expect([1, 2, 3].map(walk)).toEqual([true, false, true]);
    expect(await doors.ensureGuest(guest())).toMatchObject({ kind: 'refused', error: { code: 'GATEWAY.UNSUPPORTED' } });
    valueOf(await doors.removeCard('4411'));
    expect(walk(1)).toBe(false);
    valueOf(await doors.addCard({ personCode: CODE, cardNo: '4412' }));
    valueOf(await doors.removeGuest(CODE));
    expect(device.control.snapshot()).toMatchObject({ persons: [], cards: [] });
    const results = valueOf(await doors.readPassages(today())).items.map(({ result }) => result);
    expect(results).toEqual(['granted', 'denied', 'granted', 'denied']);
    valueOf(await doors.controlDoor(2, 'keep-open'));
    expect(device.control.snapshot().doors[1]).toMatchObject({ mode: 'alwaysOpen' });
    expect(await doors.controlDoor(9, 'open-once')).toMatchObject({
      kind: 'refused',
      error: { code: 'GATEWAY.INVALID_REQUEST' },
    });
  });

  it('a wrong password reaches the device exactly once', async () => {
    await start({}, 'wrong');
    const outcomes = await Promise.all([doors.identify(), doors.ensureGuest(guest()), doors.countPersons()]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ error: { code: 'GATEWAY.AUTH_REJECTED' } });
    // One that asks for the nonce, one that answers.
    expect(device.control.calls()).toHaveLength(2);
    doors.useCredentials(device);
    valueOf(await doors.ensureGuest(guest()));
  });

  it('a restart of the device costs nobody anything', async () => {
    await start();
    valueOf(await doors.ensureGuest(guest()));
    await device.control.reboot();
    valueOf(await doors.ensureGuest(guest({ fullName: 'Bo Ek' })));
    expect(device.control.snapshot().persons).toMatchObject([{ name: 'Bo Ek' }]);
  });

  it('a busy device is asked again; one that stays busy is told of', async () => {
    await start();
    device.control.faults.add({ kind: 'busy', path: '/ISAPI/AccessControl/UserInfo/SetUp', times: 2 });
    valueOf(await doors.ensureGuest(guest()));
    device.control.faults.add({ kind: 'busy', path: '*' });
    expect(await doors.countPersons()).toMatchObject({
      kind: 'refused',
      error: { code: 'GATEWAY.BUSY', retry: 'retry' },
    });
  });

  it('an answer that was lost is settled by reading back', async () => {
    await start();
    device.control.faults.add({ kind: 'garbage', path: '/ISAPI/AccessControl/UserInfo/SetUp', times: 1 });
    valueOf(await doors.ensureGuest(guest()));
    device.control.faults.add({ kind: 'garbage', path: '/ISAPI/AccessControl/UserInfoDetail/Delete', times: 1 });
    await doors.removeGuest(CODE);
    await waitFor(() => device.control.snapshot().persons.length === 0);
    valueOf(await doors.removeGuest(CODE));
    device.control.faults.add({ kind: 'garbage', path: '/ISAPI/Intelligent/FDLib/FDSetUp', times: 1 });
    expect(await doors.ensureGuest(guest())).toMatchObject({ kind: 'unknown' });
  });

  it('a removal that the device gives up is not a removal', async () => {
    await start();
    valueOf(await doors.ensureGuest(guest()));
    device.control.failDeletions(1);
    expect(await doors.removeGuest(CODE)).toMatchObject({ kind: 'refused', error: { code: 'GATEWAY.BUSY' } });
    expect(device.control.snapshot().persons).toHaveLength(1);
  });

  it('firmware without the removal of everything has its older way', async () => {
    await start();
    valueOf(await doors.ensureGuest(guest()));
    device.control.faults.add({
      kind: 'error',
      path: '/ISAPI/AccessControl/UserInfoDetail/*',
      subStatusCode: 'notSupport',
    });
    valueOf(await doors.removeGuest(CODE));
    expect(device.control.snapshot()).toMatchObject({ persons: [], faces: [] });
  });

  it('a face finds the road that the firmware has, there and back', async () => {
    await start();
    const setUp = device.control.faults.add({
      kind: 'error',
      path: '/ISAPI/Intelligent/FDLib/FDSetUp',
      subStatusCode: 'methodNotAllowed',
    });
    valueOf(await doors.ensureGuest(guest()));
    // It has one now: made is refused, replaced is not.
    valueOf(await doors.ensureGuest(guest()));
    device.control.faults.remove(setUp);
    device.control.faults.add({
      kind: 'error',
      path: '/ISAPI/Intelligent/FDLib/FaceDataRecord',
      subStatusCode: 'methodNotAllowed',
    });
    valueOf(await doors.ensureGuest(guest()));
    expect(device.control.face(CODE)).toEqual(face);
    valueOf(await doors.removeFace(CODE));
    expect(device.control.face(CODE)).toBeUndefined();
  });

  it('a picture that is none leaves nobody behind; one the device refuses says why', async () => {
    await start();
    const broken = await doors.ensureGuest(guest({ faceJpeg: Buffer.from('GIF89a') }));
    expect(broken).toMatchObject({ kind: 'not-sent', error: { context: { fault: 'picture-format' } } });
    expect(device.control.snapshot().persons).toEqual([]);
    const small = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#a86' } })
      .jpeg()
      .toBuffer();
    const refused = await doors.ensureGuest(guest({ faceJpeg: small }));
    expect(refused).toMatchObject({
      kind: 'refused',
      error: { retry: 'never', context: { fault: 'picture-resolution' } },
    });
    const path = '/ISAPI/Intelligent/FDLib/FDSetUp';
    device.control.faults.add({ kind: 'error', path, subStatusCode: 'saveFacePic', times: 1 });
    valueOf(await doors.ensureGuest(guest()));
    expect(await doors.fetchPicture('javascript:alert(1)')).toMatchObject({ kind: 'not-sent' });
  });

  it('seventy persons are read over pages as long as the device likes', async () => {
    await start({ pageSize: 20 });
    const codes = Array.from({ length: 70 }, (_, index) => `P${String(index).padStart(3, '0')}`);
    for (const personCode of codes) valueOf(await doors.ensureGuest(guest({ personCode, faceJpeg: null })));
    const { items, missingCount, isWhole } = valueOf(await doors.listPersons());
    expect(items.map(({ personCode }) => personCode).sort()).toEqual(codes);
    expect([missingCount, isWhole, valueOf(await doors.countPersons())]).toEqual([0, true, 70]);
  });

  it('passages are read over short pages, past no end, and an unknown code is not granted', async () => {
    await start({ pageSize: 7, pastTheEnd: 'badParameters' });
    for (let minor = 1; minor <= 49; minor += 1) device.control.recordEvent({ major: 5, minor, doorNo: 1 });
    const { items, isWhole } = valueOf(await doors.readPassages(today()));
    expect(items).toHaveLength(49);
    expect(isWhole).toBe(true);
    expect(items.filter(({ result }) => result === 'granted')).toHaveLength(3);
    expect(new Set(items.map(({ serialNo }) => serialNo)).size).toBe(49);
  });

  it('the clock is compared and set', async () => {
    await start({ timeZone: 'CST-5:00:00' });
    device.control.setClockOffset(-10 * 60_000);
    expect(Math.round(valueOf(await doors.clockSkew()) / 60_000)).toBe(-10);
    valueOf(await doors.setClock('EET-2:00:00'));
    expect(Math.abs(valueOf(await doors.clockSkew()))).toBeLessThan(3_000);
    expect(device.control.snapshot().time).toMatch(/\+02:00$/);
    valueOf(await doors.setClock());
    expect(device.control.snapshot().time).toMatch(/\+02:00$/);
  });

  it.each(['json', 'xml'] as const)(
    'events stream as %s, over a restart, and the gap is told and filled',
    async (streamForm) => {
      await start({ heartbeatMs: 200, streamForm });
      valueOf(await doors.ensureGuest(guest()));
      const end = new AbortController();
      const heard: number[] = [];
      const gaps: (number | null)[] = [];
      const pictures: Buffer[] = [];
      const reading = (async () => {
        for await (const item of doors.watch({ signal: end.signal, heartbeatMs: 200 })) {
          if (item.kind === 'passage') heard.push(item.passage.serialNo);
          if (item.kind === 'picture') pictures.push(item.jpeg);
          if (item.kind === 'gap') gaps.push(item.afterSerialNo);
        }
      })();
      await waitFor(() => device.control.snapshot().streamCount === 1);
      const first = device.control.walk({ employeeNo: CODE });
      await waitFor(() => pictures.length === 1 && heard.length === 1);
      await device.control.goOffline();
      const missed = device.control.walk({ employeeNo: CODE });
      await device.control.comeOnline();
      await waitFor(() => gaps.length >= 2, 'a second connection');
      const last = device.control.walk({ employeeNo: CODE });
      await waitFor(() => heard.includes(last.serialNo));
      expect(heard).not.toContain(missed.serialNo);
      expect(gaps).toEqual(expect.arrayContaining([null, first.serialNo]));
      const filled = valueOf(await doors.readPassages(today())).items.map(({ serialNo }) => serialNo);
      expect(filled).toContain(missed.serialNo);
      expect(pictures[0]).toEqual(face);

      // A link that says nothing is dead, however open.
      const before = gaps.length;
      device.control.muteStreams(true);
      await waitFor(() => gaps.length > before);
      device.control.muteStreams(false);
      end.abort();
      await reading;
      await waitFor(() => device.control.snapshot().streamCount === 0);
    },
  );

  it('a stream ends for whom only a person can help', async () => {
    await start({}, 'wrong');
    const items = doors.watch({ signal: new AbortController().signal })[Symbol.asyncIterator]();
    await expect(items.next()).rejects.toMatchObject({ code: 'GATEWAY.AUTH_REJECTED' });
  });

  describe('posting to a receiver', () => {
    let receiver: Server;
    const posted: (PostedEvent | null)[] = [];

    beforeEach(async () => {
      posted.length = 0;
      receiver = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          posted.push(parsePostedEvent(request.headers['content-type'] ?? '', Buffer.concat(chunks)));
          response.end();
        });
      });
      await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    });

    afterEach(async () => {
      receiver.closeAllConnections();
      await new Promise((resolve) => receiver.close(resolve));
    });

    it.each(['json', 'multipart', 'xml'] as const)(
      'a passage arrives as %s until the receiver is taken away',
      async (postForm) => {
        await start({ postForm });
        valueOf(await doors.ensureGuest(guest()));
        const { port } = receiver.address() as AddressInfo;
        valueOf(await doors.setReceiver({ slot: 1, url: `http://127.0.0.1:${port}/isapi/events/secret` }));
        const { serialNo } = device.control.walk({ employeeNo: CODE });
        const isIt = (each: PostedEvent | null): boolean =>
          each?.event.kind === 'passage' && each.event.passage.serialNo === serialNo;
        await waitFor(() => posted.some(isIt));
        expect(posted.find(isIt)?.event).toMatchObject({ passage: { result: 'granted', personCode: CODE } });
        expect(posted.every((each) => each !== null)).toBe(true);
        valueOf(await doors.removeReceiver(1));
        const count = posted.length;
        device.control.walk({ employeeNo: CODE });
        await new Promise((resolve) => setTimeout(resolve, 200));
        expect(posted).toHaveLength(count);
      },
    );
  });
});
