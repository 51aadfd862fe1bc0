import { type Simulator } from '../../../simulator/index.js';
import { type Partner, startSite } from './partner.js';

const EVENTS = '/api/acs/v1/door/events';
const HOUR_MS = 3_600_000;

function at(offsetMs: number): string {
  return new Date(Date.now() + offsetMs).toISOString().replace('Z', '+00:00');
}

function around(): Record<string, unknown> {
  return { startTime: at(-HOUR_MS), endTime: at(HOUR_MS), pageNo: 1, pageSize: 500 };
}

describe('door events', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeAll(async () => {
    ({ simulator, partner } = await startSite());
    simulator.control.walk({ personCode: 'E00001', readerIndexCode: '1' });
    simulator.control.walk({ personCode: 'E00002', readerIndexCode: '3' });
    simulator.control.walk({ unknownFace: true, readerIndexCode: '4' });
  });

  afterAll(() => simulator.close());

  const find = async (filter: object = {}): Promise<string[]> => {
    const { list } = await partner.page(EVENTS, { ...around(), ...filter });
    return list.map(({ personCode }) => String(personCode));
  };

  it('tell who, where and when, in the server’s zone', async () => {
    const { total, list } = await partner.page(EVENTS, { ...around(), personCode: 'E00001' });
    expect(total).toBe(1);
    expect(list[0]).toEqual({
      eventId: expect.stringMatching(/^[a-z0-9]{1,32}$/),
      eventType: 196893,
      eventTime: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+05:00$/),
      deviceTime: expect.stringMatching(/\+05:00$/),
      personId: '1',
      personCode: 'E00001',
      personName: simulator.control.snapshot().persons[0]?.personName,
      personType: 0,
      cardNo: '',
      doorName: 'Main entrance',
      doorIndexCode: '1',
      readerIndexCode: '1',
      readerName: 'Reader 1 in',
      checkInAndOutType: 0,
      picUri: `Vsm://event/${String(list[0]?.['eventId'])}`,
      temperatureData: '',
      temperatureStatus: -1,
      wearMaskStatus: -1,
    });
  });

  it('have a picture, as a data URI that says it is HTML', async () => {
    const { list } = await partner.page(EVENTS, { ...around(), personCode: 'E00001' });
    const reply = await partner.raw('/api/acs/v1/event/pictures', { picUri: list[0]?.['picUri'] });
    expect(reply.headers['content-type']).toBe('text/html');
    expect(reply.text).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    expect(await partner.codeOf('/api/acs/v1/event/pictures', { picUri: 'Vsm://event/none' })).toBe('128');
    expect(await partner.codeOf('/api/acs/v1/event/pictures')).toBe('0x00072001');
  });

  it('come newest first unless asked otherwise, and in pages', async () => {
    expect(await find()).toEqual(['', 'E00002', 'E00001']);
    expect(await find({ orderType: 1, sortField: 'SwipeTime' })).toEqual(['', 'E00002', 'E00001']);
    expect(await find({ orderType: 0 })).toEqual(['E00001', 'E00002', '']);
    expect(await find({ orderType: 0, pageNo: 2, pageSize: 2 })).toEqual(['']);
  });

  it.each([
    [{ eventType: 197151 }, ['']],
    [{ eventTypes: '196893,197384' }, ['E00002', 'E00001']],
    [{ personId: '2' }, ['E00002']],
    [{ personCodes: 'E00001,E00002,NOBODY' }, ['E00002', 'E00001']],
    [{ doorIndexCodes: ['1', '3'] }, ['', 'E00001']],
    [{ doorIndexCodes: [] }, ['', 'E00002', 'E00001']],
    [{ personType: -1, temperatureStatus: -1, maskStatus: -1 }, ['', 'E00002', 'E00001']],
    [{ personType: 1 }, []],
    [{ endTime: at(-HOUR_MS / 2) }, []],
  ])('are filtered by %j', async (filter, expected) => {
    expect(await find(filter)).toEqual(expected);
  });

  it.each([
    ['0x00072001', { startTime: undefined }],
    ['0x00072001', { pageNo: undefined }],
    ['0x00072003', { startTime: '2026-01-01T00:00:00' }],
    ['0x00072003', { eventTypes: 'face' }],
    ['0x00072003', { doorIndexCodes: '1' }],
    ['0x00072002', { startTime: at(-31 * 24 * HOUR_MS), endTime: at(1000) }],
    ['0x00072002', { pageSize: 501 }],
    ['0x00072002', { doorIndexCodes: Array(11).fill('1') }],
    ['0x00072002', { personCodes: Array(21).fill('V').join(',') }],
    ['2', { startTime: at(HOUR_MS), endTime: at(0) }],
    ['2', { eventType: 196893, eventTypes: '197151' }],
    ['2', { personId: '1', personCode: 'E00001' }],
    ['2', { personCode: 'E00001', personName: 'x' }],
  ])('refuse with %s: %j', async (code, body) => {
    expect(await partner.codeOf(EVENTS, { ...around(), ...body })).toBe(code);
  });

  it('of 31 days to the second are answered', async () => {
    const startTime = '2026-01-01T00:00:00+05:00';
    const whole = { ...around(), startTime, endTime: '2026-02-01T00:00:00+05:00' };
    expect(await partner.codeOf(EVENTS, whole)).toBe('0');
    expect(await partner.codeOf(EVENTS, { ...whole, endTime: '2026-02-01T00:00:01+05:00' })).toBe('0x00072002');
  });

  it('before V3 need a type or a name, and know no filter of V3', async () => {
    const old = await startSite({ softVersion: 'V2.6.1.0' });
    try {
      old.simulator.control.walk({ personCode: 'E00001', readerIndexCode: '1' });
      expect(await old.partner.codeOf(EVENTS, around())).toBe('0x00072001');
      expect(await old.partner.codeOf(EVENTS, { ...around(), eventTypes: '196893' })).toBe('0x00072001');
      const ignored = { ...around(), eventType: 196893, personCode: 'NOBODY' };
      expect(await old.partner.data(EVENTS, ignored)).toMatchObject({ total: 1 });
    } finally {
      await old.simulator.close();
    }
  });
});
