import fc from 'fast-check';
import { parsePostedEvent } from '../../../../../../src/modules/hikcentral-gateway/isapi/events/posted-event.js';
import { passageResult } from '../../../../../../src/modules/hikcentral-gateway/isapi/mapping/passage-codes.js';

const INNER = {
  majorEventType: 5,
  subEventType: 75,
  employeeNoString: '1042',
  name: 'Asa Ost',
  cardReaderNo: 1,
  doorNo: 1,
  serialNo: 901,
  frontSerialNo: 900,
};
const JSON_FORM = JSON.stringify({
  dateTime: '2026-01-01T09:12:03+05:00',
  eventType: 'AccessControllerEvent',
  AccessControllerEvent: INNER,
});
const XML_FORM =
  '<?xml version="1.0"?><EventNotificationAlert xmlns="http://www.hikvision.com/ver20/XMLSchema">' +
  '<dateTime>2026-01-01T09:12:03+05:00</dateTime><eventType>AccessControllerEvent</eventType><AccessControllerEvent>' +
  Object.entries(INNER)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('') +
  '</AccessControllerEvent></EventNotificationAlert>';
const JPEG = Buffer.from([0xff, 0xd8, 0x01, 0xff, 0xd9]);
const EVENT = {
  kind: 'passage',
  previousSerialNo: 900,
  passage: {
    serialNo: 901,
    result: 'granted',
    occurredAt: new Date('2026-01-01T04:12:03Z'),
    personCode: '1042',
    doorNo: 1,
    readerNo: 1,
    pictureUri: null,
  },
};

function form(name: string, event: string, picture: Buffer | null): Buffer {
  const head = `--x\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: application/json\r\n\r\n${event}\r\n`;
  const second = '--x\r\nContent-Disposition: form-data; name="Picture"; filename="Picture.jpg"\r\n\r\n';
  const tail = picture === null ? [] : [Buffer.from(second), picture, Buffer.from('\r\n')];
  return Buffer.concat([Buffer.from(head), ...tail, Buffer.from('--x--\r\n')]);
}

describe('an event that a device posts', () => {
  it('is the same in all three forms', () => {
    expect(parsePostedEvent('application/json', Buffer.from(JSON_FORM))).toEqual({ event: EVENT, picture: null });
    expect(parsePostedEvent('application/xml', Buffer.from(XML_FORM))).toEqual({ event: EVENT, picture: null });
    for (const name of ['event_log', 'AccessControllerEvent', 'whatever']) {
      const posted = parsePostedEvent('multipart/form-data; boundary=x', form(name, JSON_FORM, JPEG));
      expect(posted).toEqual({ event: EVENT, picture: JPEG });
    }
    expect(parsePostedEvent('multipart/form-data; boundary=x', form('event_log', XML_FORM, null))?.event).toEqual(
      EVENT,
    );
  });

  it('is told by what is in it, not by its header', () => {
    expect(parsePostedEvent('text/plain', Buffer.from(`\n ${XML_FORM}`))?.event).toEqual(EVENT);
    expect(parsePostedEvent('application/xml', Buffer.from(JSON_FORM))?.event).toEqual(EVENT);
  });

  it.each([
    ['{"eventType":"heartBeat"}', 'heartbeat'],
    ['{"eventType":"videoloss","eventState":"inactive"}', 'heartbeat'],
    ['{"eventType":"videoloss","eventState":"active"}', 'other'],
    ['<EventNotificationAlert><eventType>tamper</eventType></EventNotificationAlert>', 'other'],
  ])('%s is a %s', (body, kind) => {
    expect(parsePostedEvent('', Buffer.from(body))?.event.kind).toBe(kind);
  });

  it.each([
    ['nothing', ''],
    ['no event', '{}'],
    ['another document', '<a/>'],
    ['no number', JSON.stringify({ eventType: 'x', AccessControllerEvent: { majorEventType: 5, subEventType: 75 } })],
    ['a time without an offset', JSON_FORM.replace('+05:00', '')],
    ['entities of its own', XML_FORM.replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>')],
  ])('is not read with %s', (_what, body) => {
    expect(parsePostedEvent('', Buffer.from(body))).toBeNull();
  });

  it('is read or not, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (body, contentType) => {
        const posted = parsePostedEvent(contentType, Buffer.from(body));
        expect(posted === null || typeof posted.event.kind === 'string').toBe(true);
      }),
    );
  });
});

describe('what a code means', () => {
  it('granted is what the table says is granted, and nothing else of all codes', () => {
    const granted = Array.from({ length: 65_536 }, (_, minor) => minor).filter(
      (minor) => passageResult(5, minor) === 'granted',
    );
    expect(granted).toEqual([1, 2, 38, 75, 77, 101]);
    expect([0, 1, 2, 3].map((major) => passageResult(major, 75))).toEqual(['other', 'other', 'other', 'other']);
    expect([76, 80, 9, 8, 113, 60, 117].map((minor) => passageResult(5, minor))).toEqual([
      'face_mismatch',
      'face_mismatch',
      'denied',
      'denied',
      'denied',
      'other',
      'other',
    ]);
  });
});
