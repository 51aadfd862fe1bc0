import { ManualTime } from '../../../../simulator/index.js';
import { type IsapiDevice, type IsapiDeviceOptions, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { waitFor } from '../../../support/wait-for.js';
import { DigestClient } from './digest-client.js';
import { aPicture, guest, sendFace, USER_INFO } from './guest.js';
import { StreamReader } from './stream-reader.js';

describe('alertStream', () => {
  let device: IsapiDevice;
  let client: DigestClient;
  let time: ManualTime;
  let readers: StreamReader[] = [];

  const start = async (options: IsapiDeviceOptions = {}): Promise<void> => {
    time = new ManualTime(new Date('2026-01-01T07:00:00Z'));
    device = await startIsapiDevice({ clock: time, scheduler: time, ...options });
    client = new DigestClient(device);
  };
  const open = async (): Promise<StreamReader> => {
    const reader = await StreamReader.open(client);
    readers.push(reader);
    return reader;
  };
  const parts = (reader: StreamReader, count: number): Promise<void> =>
    waitFor(() => reader.parts.length >= count, `part ${count}`);

  afterEach(async () => {
    for (const reader of readers) reader.close();
    readers = [];
    await device.close();
  });

  it('begins with a heartbeat and goes on with one every interval', async () => {
    await start({ heartbeatMs: 3000 });
    const reader = await open();
    await parts(reader, 1);
    expect(reader.parts[0]?.contentType).toBe('application/json; charset="UTF-8"');
    expect(reader.json(0)).toMatchObject({
      eventType: 'videoloss',
      eventState: 'inactive',
      macAddress: '02:00:00:00:00:01',
    });
    time.advance(2999);
    time.advance(3001);
    await parts(reader, 3);
    expect(reader.json(2)).toMatchObject({ eventType: 'videoloss', dateTime: '2026-01-01T12:00:06+05:00' });
  });

  it('tells an event with its picture in the part behind it', async () => {
    await start();
    await client.sub('POST', `${USER_INFO}/Record`, guest());
    const picture = await aPicture();
    await sendFace(client, picture);
    device.control.recordEvent({ major: 1, minor: 1 });
    const reader = await open();
    device.control.walk({ employeeNo: '1042' });
    await parts(reader, 3);
    expect(reader.json(1)).toEqual({
      ipAddress: '127.0.0.1',
      portNo: device.port,
      protocol: 'HTTP',
      macAddress: '02:00:00:00:00:01',
      channelID: 1,
      dateTime: '2026-01-01T12:00:00+05:00',
      activePostCount: 1,
      eventType: 'AccessControllerEvent',
      eventState: 'active',
      eventDescription: 'Access Controller Event',
      AccessControllerEvent: {
        deviceName: 'Lobby terminal',
        majorEventType: 5,
        subEventType: 75,
        employeeNoString: '1042',
        name: 'Asa Ost',
        cardReaderNo: 1,
        doorNo: 1,
        verifyNo: 2,
        serialNo: 2,
        frontSerialNo: 1,
        userType: 'visitor',
        currentVerifyMode: 'face',
        attendanceStatus: 'undefined',
        mask: 'no',
        picturesNumber: 1,
      },
    });
    expect(reader.parts[2]?.contentType).toBe('image/jpeg');
    expect(reader.parts[2]?.body.equals(picture)).toBe(true);
  });

  it('is XML on older firmware, and names the heartbeat as told', async () => {
    await start({ streamForm: 'xml', heartbeatEvent: 'heartBeat', xmlNamespace: 'hikvision' });
    const reader = await open();
    device.control.walk({ unknownFace: true });
    await parts(reader, 2);
    expect(reader.parts.map(({ contentType }) => contentType)).toEqual(
      Array(2).fill('application/xml; charset="UTF-8"'),
    );
    expect(reader.parts[0]?.body.toString()).toContain('<eventType>heartBeat</eventType>');
    expect(reader.parts[1]?.body.toString()).toMatch(
      /<EventNotificationAlert version="2.0" xmlns="http:\/\/www.hikvision.com[^>]*>.*<subEventType>76<\/subEventType>/,
    );
  });

  it('is open to two at a time, beside the calls', async () => {
    await start();
    const [first] = [await open(), await open()];
    const third = await open();
    expect(third.status).toBe(503);
    await waitFor(() => third.text.includes('<subStatusCode>deviceBusy<'));
    first.close();
    await waitFor(() => device.control.snapshot().streamCount === 1);
    expect((await open()).status).toBe(200);
    expect((await client.fetch('/ISAPI/System/deviceInfo')).status).toBe(200);
  });

  it('is broken, muted and disturbed by a test', async () => {
    await start();
    const reader = await open();
    await parts(reader, 1);
    device.control.muteStreams(true);
    device.control.walk({ unknownFace: true });
    time.advance(60_000);
    device.control.muteStreams(false);
    device.control.disturbStreams(Buffer.from('--MIME_boundary\r\nContent-Len'));
    await waitFor(() => reader.text.endsWith('Content-Len'));
    expect(reader.parts).toHaveLength(1);
    device.control.breakStreams();
    await waitFor(() => reader.isClosed);
    expect(device.control.events()).toHaveLength(1);
  });

  it('needs the password', async () => {
    await start();
    expect((await fetch(`${device.baseUrl}/ISAPI/Event/notification/alertStream`)).status).toBe(401);
    expect(device.control.snapshot().streamCount).toBe(0);
  });
});
