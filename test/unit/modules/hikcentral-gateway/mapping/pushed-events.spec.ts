import fc from 'fast-check';
import { GatewayError, readPushedEvents } from '../../../../../src/modules/hikcentral-gateway/index.js';

const EVENT = {
  eventId: '3f9a77c01b2e',
  eventType: 196893,
  srcType: 'door',
  srcIndex: '2',
  srcName: 'Main door',
  status: 0,
  happenTime: '2026-01-01T09:12:03+00:00',
  data: {
    personId: '1042',
    personCode: 'V202601010042',
    cardNo: '',
    checkInAndOutType: 1,
    picUri: 'Vsm://event/3f9a77c01b2e',
    readerIndexCode: '5',
    readerName: 'Main door in',
  },
};

function push(...events: unknown[]): unknown {
  return { method: 'OnEventNotify', params: { ability: 'event_acs', sendTime: '2026-01-01T09:12:04+00:00', events } };
}

describe('a push of events', () => {
  it('is read in our words', () => {
    expect(readPushedEvents(push(EVENT))).toEqual([
      {
        eventId: '3f9a77c01b2e',
        eventType: 196893,
        result: 'granted',
        occurredAt: new Date('2026-01-01T09:12:03Z'),
        doorId: '2',
        doorName: 'Main door',
        personId: '1042',
        personCode: 'V202601010042',
        readerId: '5',
        pictureUri: 'Vsm://event/3f9a77c01b2e',
      },
    ]);
  });

  it.each<[string, object, object]>([
    ['a digit text for the type', { eventType: '197151' }, { result: 'face_mismatch', eventType: 197151 }],
    ['numbers for ids', { eventId: 77, srcIndex: 2 }, { eventId: '77', doorId: '2' }],
    [
      'milliseconds',
      { happenTime: '2026-01-01T14:12:03.250+05:00' },
      { occurredAt: new Date('2026-01-01T09:12:03.250Z') },
    ],
    ['no data', { data: undefined }, { personId: null, readerId: null, pictureUri: null }],
    ['data that is a text', { data: 'null' }, { personId: null }],
    ['numbers in data', { data: { personId: 1042, readerIndexCode: 5 } }, { personId: '1042', readerId: '5' }],
    ['no source type', { srcType: undefined }, { doorId: '2' }],
    ['another source', { srcType: 'camera' }, { doorId: null, doorName: '' }],
    ['a type nobody knows', { eventType: 5 }, { result: 'other' }],
  ])('understands %s', (_name, change, expected) => {
    expect(readPushedEvents(push({ ...EVENT, ...change }))).toMatchObject([expected]);
  });

  it('understands other spellings', () => {
    const spelled = Object.fromEntries(Object.entries(EVENT).map(([key, value]) => [key.toUpperCase(), value]));
    expect(readPushedEvents(push(spelled))).toEqual(readPushedEvents(push(EVENT)));
    expect(readPushedEvents(push(EVENT))).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'event'],
    ['no id', { ...EVENT, eventId: '' }],
    ['a type that is none', { ...EVENT, eventType: 'x' }],
    ['a type of 20 digits', { ...EVENT, eventType: '9'.repeat(20) }],
    ['no time', { ...EVENT, happenTime: undefined }],
    ['a time without an offset', { ...EVENT, happenTime: '2026-01-01T09:12:03' }],
    ['the year 1970', { ...EVENT, happenTime: '1970-01-01T00:00:01Z' }],
  ])('leaves out an event with %s and keeps its neighbours', (_name, broken) => {
    const events = readPushedEvents(push(EVENT, broken, { ...EVENT, eventId: 'last' }));
    expect(events.map(({ eventId }) => eventId)).toEqual(['3f9a77c01b2e', 'last']);
  });

  it('may hold one event that stands alone, or none', () => {
    expect(readPushedEvents({ params: { events: EVENT } })).toHaveLength(1);
    expect(readPushedEvents(push())).toEqual([]);
  });

  it.each([null, undefined, 'x', 5, [], {}, { params: null }, { params: {} }, { params: { events: 5 } }])(
    '%j is none',
    (body) => {
      expect(() => readPushedEvents(body)).toThrow(GatewayError);
    },
  );

  it('never fails otherwise, whatever is pushed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (event, data) => {
        for (const body of [event, { params: event }, push(event), push({ ...EVENT, data }), push(EVENT, event)]) {
          try {
            readPushedEvents(JSON.parse(JSON.stringify(body)));
          } catch (error) {
            expect(error).toMatchObject({ name: 'GatewayError', code: 'GATEWAY.UNEXPECTED_RESPONSE' });
          }
        }
      }),
    );
  });
});
