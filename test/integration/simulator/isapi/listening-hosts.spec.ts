import { ManualTime } from '../../../../simulator/index.js';
import { type IsapiDevice, type IsapiDeviceOptions, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { answerWith, type RawServer, startRawServer } from '../../../support/raw-server.js';
import { waitFor } from '../../../support/wait-for.js';
import { answerOf, challengeFor, DigestClient } from './digest-client.js';
import { aPicture, guest, sendFace, USER_INFO } from './guest.js';

const HOSTS = '/ISAPI/Event/notification/httpHosts';

describe('listening hosts of a device', () => {
  let device: IsapiDevice;
  let client: DigestClient;
  let time: ManualTime;
  let receiver: RawServer;

  const start = async (options: IsapiDeviceOptions = {}): Promise<void> => {
    time = new ManualTime(new Date('2026-01-01T07:00:00Z'));
    device = await startIsapiDevice({ clock: time, scheduler: time, ...options });
    client = new DigestClient(device);
  };
  const host = (change: Readonly<Record<string, string>> = {}, events = '<eventMode>all</eventMode>'): string => {
    const fields: Record<string, string> = {
      url: '/isapi/events/SECRET',
      protocolType: 'HTTP',
      parameterFormatType: 'JSON',
      addressingFormatType: 'ipaddress',
      ipAddress: '127.0.0.1',
      portNo: new URL(receiver.baseUrl).port,
      httpAuthenticationMethod: 'none',
      ...change,
    };
    const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
    return `<HttpHostNotification>${elements.join('')}<SubscribeEvent>${events}</SubscribeEvent></HttpHostNotification>`;
  };
  const put = async (content: string, id = 1): Promise<number> =>
    (await client.xml('PUT', `${HOSTS}/${id}`, content)).status;
  const admit = async (): Promise<Buffer> => {
    const picture = await aPicture();
    await client.sub('POST', `${USER_INFO}/Record`, guest());
    await sendFace(client, picture);
    return picture;
  };
  const bodies = (): Record<string, unknown>[] =>
    receiver.received.map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);
  const received = (count: number): Promise<void> => waitFor(() => receiver.received.length >= count, `post ${count}`);
  const tried = (count: number): Promise<void> => waitFor(() => device.control.posts().length >= count, `try ${count}`);

  beforeEach(async () => {
    receiver = await startRawServer(answerWith('', 200));
  });

  afterEach(() => Promise.all([device.close(), receiver.close()]));

  it('are kept in numbered places', async () => {
    await start();
    expect((await client.xml('GET', HOSTS)).text).toContain('<HttpHostNotificationList');
    expect(await put(host())).toBe(200);
    expect((await client.xml('POST', HOSTS, host({ url: '/second' }))).status).toBe(200);
    const full = await client.xml('POST', HOSTS, host());
    expect([full.status, full.text]).toEqual([403, expect.stringContaining('notSupport')]);
    expect(await put(host(), 3)).toBe(400);
    const list = (await client.xml('GET', HOSTS)).text;
    expect(list).toContain('<HttpHostNotification><id>1</id><url>/isapi/events/SECRET</url>');
    expect(list).toContain('<HttpHostNotification><id>2</id><url>/second</url>');
    expect((await client.xml('DELETE', `${HOSTS}/2`)).status).toBe(200);
    expect((await client.xml('GET', `${HOSTS}/2`)).status).toBe(404);
    expect((await client.xml('GET', `${HOSTS}/1`)).text).toContain('<eventMode>all</eventMode>');
  });

  it.each([
    ['url', `/${'x'.repeat(128)}`],
    ['url', 'http://127.0.0.1/'],
    ['protocolType', 'FTP'],
    ['ipAddress', '127.0.0'],
    ['portNo', '70000'],
    ['parameterFormatType', 'CSV'],
    ['httpAuthenticationMethod', 'basic'],
  ])('are refused with a %s of %s', async (name, value) => {
    await start();
    expect(await put(host({ [name]: value }))).toBe(400);
  });

  it('get an event as JSON, with the picture named by its URL', async () => {
    await start();
    await admit();
    await put(host());
    device.control.walk({ employeeNo: '1042' });
    await received(1);
    expect(receiver.received[0]).toMatchObject({
      method: 'POST',
      url: '/isapi/events/SECRET',
      headers: { 'content-type': 'application/json' },
    });
    expect(bodies()[0]).toMatchObject({
      eventType: 'AccessControllerEvent',
      activePostCount: 1,
      AccessControllerEvent: {
        majorEventType: 5,
        subEventType: 75,
        serialNo: 1,
        pictureURL: `${device.baseUrl}/LOCALS/pic/acs/1.jpg`,
      },
    });
    await tried(1);
    expect(device.control.posts()).toMatchObject([
      { hostId: 1, serialNo: 1, attempt: 1, outcome: 'delivered', httpStatus: 200 },
    ]);
  });

  it.each(['event_log', 'AccessControllerEvent'] as const)(
    'get a form with a part %s and the picture',
    async (multipartName) => {
      await start({ postForm: 'multipart', multipartName });
      const picture = await admit();
      await put(host());
      device.control.walk({ employeeNo: '1042' });
      await received(1);
      const { headers, body } = receiver.received[0]!;
      const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
      const [, event = '', file = '', end] = body.toString('latin1').split(`--${boundary}`);
      expect(event).toContain(`\r\nContent-Disposition: form-data; name="${multipartName}"\r\n`);
      expect(JSON.parse(event.slice(event.indexOf('\r\n\r\n')))).toMatchObject({
        AccessControllerEvent: { serialNo: 1 },
      });
      expect(file).toContain(
        'name="Picture"; filename="Picture.jpg"\r\nContent-Type: image/jpeg\r\nContent-ID: pictureImage\r\n',
      );
      expect(file.slice(file.indexOf('\r\n\r\n') + 4, -2)).toBe(picture.toString('latin1'));
      expect(end).toBe('--\r\n');
    },
  );

  it('get XML when they ask for it', async () => {
    await start();
    await put(host({ parameterFormatType: 'XML' }));
    device.control.walk({ unknownFace: true });
    await received(1);
    expect(receiver.received[0]?.body.toString()).toMatch(/^<\?xml.*<EventNotificationAlert .*<subEventType>76</);
  });

  it('get only what they are subscribed to, and heartbeats', async () => {
    await start();
    const list =
      '<EventList><Event><type>AccessControllerEvent</type><minorEvent>0x1,0x4c</minorEvent></Event></EventList>';
    await put(host({}, `<heartbeat>30</heartbeat><eventMode>list</eventMode>${list}`));
    device.control.recordEvent({ major: 5, minor: 75 });
    device.control.recordEvent({ major: 5, minor: 76 });
    await received(1);
    time.advance(30_000);
    await received(2);
    expect(bodies()[0]).toMatchObject({ AccessControllerEvent: { subEventType: 76, frontSerialNo: 1 } });
    expect(bodies()[1]).toMatchObject({ eventType: 'heartBeat' });
    expect(bodies()[1]).not.toHaveProperty('AccessControllerEvent');
  });

  it('are tried three times, five seconds apart, then only the search has the event', async () => {
    await start();
    await put(host());
    receiver.respond = (request, response) => {
      const { AccessControllerEvent } = JSON.parse(request.body.toString()) as {
        AccessControllerEvent: { serialNo: number };
      };
      answerWith('', AccessControllerEvent.serialNo === 1 ? 500 : 200)(request, response);
    };
    device.control.recordEvent({ major: 5, minor: 1 });
    device.control.recordEvent({ major: 5, minor: 2 });
    for (const attempt of [1, 2]) {
      await tried(attempt);
      time.advance(4999);
      expect(device.control.posts()).toHaveLength(attempt);
      time.advance(1);
    }
    await tried(4);
    expect(device.control.posts().map(({ serialNo, attempt, httpStatus }) => [serialNo, attempt, httpStatus])).toEqual([
      [1, 1, 500],
      [1, 2, 500],
      [1, 3, 500],
      [2, 1, 200],
    ]);
    expect(bodies().map(({ activePostCount }) => activePostCount)).toEqual([1, 2, 3, 1]);
    expect(device.control.events()).toHaveLength(2);
  });

  it('hear nothing from a device off the network, and what is tried again when it is back', async () => {
    await start();
    await put(host());
    await device.control.goOffline();
    device.control.recordEvent({ major: 5, minor: 1 });
    await tried(1);
    expect(receiver.received).toHaveLength(0);
    await device.control.comeOnline();
    time.advance(5000);
    await tried(2);
    expect(device.control.posts()).toMatchObject([{ outcome: 'failed' }, { outcome: 'delivered', attempt: 2 }]);
  });

  it('are on this machine unless told otherwise', async () => {
    await start();
    await put(host({ ipAddress: '192.0.2.10' }));
    await put(host({ addressingFormatType: 'hostname', hostName: 'receiver.example' }), 2);
    device.control.recordEvent({ major: 5, minor: 1 });
    await tried(2);
    expect(device.control.posts()).toMatchObject([
      { hostId: 1, outcome: 'forbidden', httpStatus: null },
      { hostId: 2, outcome: 'forbidden', httpStatus: null },
    ]);
    expect((await client.xml('POST', `${HOSTS}/1/test`)).status).toBe(500);
  });

  it('are tested as kept or as described', async () => {
    await start();
    expect((await client.xml('POST', `${HOSTS}/1/test`, host())).text).toContain('<HttpHostTestResult');
    expect(bodies()[0]).toMatchObject({ eventType: 'heartBeat' });
    await put(host());
    receiver.respond = answerWith('', 503);
    const failed = await client.xml('POST', `${HOSTS}/1/test`);
    expect([failed.status, failed.text]).toEqual([500, expect.stringContaining('<statusCode>3</statusCode>')]);
  });

  it('may ask for a password by MD5 digest', async () => {
    await start();
    receiver.respond = (request, response) => {
      const given = request.headers.authorization ?? '';
      const challenge = 'Digest realm="receiver", qop="auth", nonce="n1", algorithm=MD5';
      if (given === '') {
        answerWith('', 401, { 'www-authenticate': challenge })(request, response);
        return;
      }
      const [cnonce = ''] = /(?<=cnonce=")[^"]+/.exec(given) ?? [];
      const { realm, nonce } = challengeFor('MD5', challenge)!;
      const parts = {
        algorithm: 'MD5',
        username: 'device',
        password: 'p',
        realm,
        nonce,
        nc: '00000001',
        cnonce,
      } as const;
      const expected = answerOf({ ...parts, method: 'POST', uri: request.url });
      answerWith('', given.includes(`response="${expected}"`) ? 200 : 403)(request, response);
    };
    await put(host({ httpAuthenticationMethod: 'MD5digest', userName: 'device', password: 'p' }));
    device.control.recordEvent({ major: 5, minor: 1 });
    await tried(1);
    expect(device.control.posts()).toMatchObject([{ outcome: 'delivered', httpStatus: 200 }]);
    expect((await client.xml('GET', HOSTS)).text).not.toContain('password');
  });
});
