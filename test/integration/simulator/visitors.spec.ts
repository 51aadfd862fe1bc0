import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualTime, type Simulator } from '../../../simulator/index.js';
import { jpegBase64 } from './faces.js';
import { type Envelope, type Partner, startSite } from './partner.js';

const V1 = '/api/visitor/v1';
const V2 = '/api/visitor/v2';
const PAGE = { pageNo: 1, pageSize: 500 };
const START_MS = Math.floor(Date.now() / 1000) * 1000;
const HOUR_MS = 3_600_000;

function at(hours: number): string {
  return new Date(START_MS + hours * HOUR_MS).toISOString().replace('Z', '+00:00');
}

const ASA = { visitorFamilyName: 'Ost', visitorGivenName: 'Asa', certificateType: 111, certificateNo: 'AB123456' };
const listOf = (info: object): object[] => [{ VisitorInfo: info }];
const RESERVATION = {
  receptionistId: '1',
  appointStartTime: at(1),
  appointEndTime: at(5),
  visitReasonType: 0,
  visitorInfoList: listOf(ASA),
};
const WALK_IN = {
  visitStartTime: at(0),
  visitEndTime: at(4),
  visitPurposeType: 0,
  visitorInfoList: listOf(ASA),
};

interface Handle {
  readonly appointRecordId: string;
  readonly visitorId: string;
}

describe('visitors', () => {
  let time: ManualTime;
  let simulator: Simulator;
  let partner: Partner;

  const start = async (options: object = {}): Promise<void> => {
    time = new ManualTime(new Date(START_MS));
    const site = await startSite({ clock: time, scheduler: time, applyDelayMs: 300, ...options });
    ({ simulator, partner } = site);
  };
  const ask = (path: string, body: object = {}): Promise<Envelope> =>
    partner.call(path, body, { timestampMs: time.now().getTime() });
  const codeOf = async (path: string, body: object = {}): Promise<string> => (await ask(path, body)).code;
  const dataOf = async <T>(path: string, body: object = {}): Promise<T> => {
    const { code, msg, data } = await ask(path, body);
    if (code !== '0') throw new Error(`${path} answered ${code}: ${msg}`);
    return data as T;
  };
  const reserve = (changes: object = {}) => dataOf<Handle>(`${V2}/appointment`, { ...RESERVATION, ...changes });
  const withFace = async (): Promise<object> => ({
    visitorInfoList: listOf({ ...ASA, faces: [{ faceData: await jpegBase64() }] }),
  });
  const statusOf = async (visitorId: string, visitTimePoint?: string): Promise<unknown> =>
    (await dataOf<Record<string, unknown>>(`${V1}/appointment/getVisitorStatus`, { visitorId, visitTimePoint }))[
      'visitorStatus'
    ];

  afterEach(() => simulator.close());

  it('are reserved, come, open doors in their window, and go', async () => {
    await start();
    const handle = await reserve({ ...(await withFace()) });
    expect(handle).toEqual({
      appointRecordId: '1',
      visitorId: '4',
      AppointCode: expect.stringMatching(/^\d{6}$/),
      qrCodeImage: expect.stringMatching(/^Qk/),
      PINCode: expect.stringMatching(/^\d{8}$/),
      ApprovalFlowCode: '',
    });
    const { appointRecordId, visitorId } = handle;
    const walk = () => simulator.control.walk({ personId: visitorId, readerIndexCode: '1' });
    expect(walk().isGranted).toBe(false);
    expect(await statusOf(visitorId)).toBe(0);

    await dataOf(`${V1}/registerment`, { appointId: appointRecordId, visitorId });
    expect(simulator.control.doorsHolding(visitorId)).toEqual([]);
    time.advance(300);
    expect(simulator.control.doorsHolding(visitorId)).toEqual(['1', '2']);
    expect(walk()).toMatchObject({ isGranted: false, eventType: 197384 });
    time.advance(HOUR_MS);
    expect(walk()).toMatchObject({ isGranted: true, eventType: 196893 });
    expect(await statusOf(visitorId)).toBe(3);

    expect((await ask(`${V1}/visitor/out`, { appointRecordId })).data).toBe('null');
    expect(walk().isGranted).toBe(true);
    time.advance(300);
    expect(walk()).toMatchObject({ isGranted: false, eventType: 197151 });
    expect(await statusOf(visitorId)).toBe(4);
    expect(await codeOf(`${V1}/visitor/out`, { appointRecordId })).toBe('192');
    expect(simulator.control.foreignChanges()).toEqual([]);
  });

  it('are told apart from employees in door events', async () => {
    await start({ eventDelayMs: 0 });
    const { visitorId } = await dataOf<Handle>(`${V1}/registerment`, { ...WALK_IN, ...(await withFace()) });
    time.advance(300);
    simulator.control.walk({ personId: visitorId, readerIndexCode: '1' });
    simulator.control.walk({ personCode: 'E00001', readerIndexCode: '1' });
    const events = async (personType: number) =>
      (
        await dataOf<{ list: Record<string, unknown>[] }>('/api/acs/v1/door/events', {
          ...PAGE,
          startTime: at(-1),
          endTime: at(1),
          personType,
        })
      ).list.map((event) => [event['personId'], event['personType']]);
    expect(await events(1)).toEqual([[visitorId, 1]]);
    expect(await events(0)).toEqual([['1', 0]]);
    expect(await events(-1)).toHaveLength(2);
  });

  it('are shown door by door, before they come, on the way and there', async () => {
    await start();
    const { appointRecordId, visitorId } = await reserve();
    const statuses = async () => {
      const path = `${V1}/person/ID/elementDownloadDetail`;
      const data = await dataOf<{ ElementDetailList: { ElementDetail: Record<string, unknown>[] } }>(path, {
        id: visitorId,
      });
      return data.ElementDetailList.ElementDetail.map(({ ElementStatus }) => ElementStatus);
    };
    const both = (elementStatus: number) => [[{ elementStatus }], [{ elementStatus }]];
    expect(await statuses()).toEqual(both(1));
    await dataOf(`${V1}/registerment`, { appointId: appointRecordId, visitorId });
    expect(await statuses()).toEqual(both(1));
    time.advance(300);
    expect(await statuses()).toEqual(both(0));
    await dataOf(`${V1}/visitor/out`, { appointRecordId });
    expect(await statuses()).toEqual(both(1));
    time.advance(300);
    expect(await statuses()).toEqual([]);
  });

  it('are given levels of type 2 by hand as well, applied when asked', async () => {
    await start({ levels: [{ privilegeGroupId: '9', name: 'V', doorIndexCodes: ['3'], type: 'visitor' }] });
    const { visitorId } = await dataOf<Handle>(`${V1}/registerment`, WALK_IN);
    const membership = { privilegeGroupId: '9', type: 2, list: [{ id: visitorId }] };
    const group = '/api/acs/v1/privilege/group/single';
    expect(await codeOf(`${group}/addPersons`, membership)).toBe('0');
    time.advance(300);
    expect(simulator.control.doorsHolding(visitorId)).toEqual([]);
    await dataOf(`${V1}/auth/reapplication`, { personIds: visitorId });
    time.advance(300);
    expect(simulator.control.doorsHolding(visitorId)).toEqual(['3']);
    expect(await codeOf(`${group}/deletePersons`, membership)).toBe('0');
    await dataOf(`${V1}/auth/reapplication`, { personIds: visitorId });
    time.advance(300);
    expect(simulator.control.doorsHolding(visitorId)).toEqual([]);
    expect(await codeOf(`${group}/addPersons`, { ...membership, list: [{ personCode: 'X' }] })).toBe('128');
  });

  const info = (changes: object): object => ({ visitorInfoList: listOf({ ...ASA, ...changes }) });
  it.each<readonly [string, object]>([
    ['0x00072001', { appointStartTime: undefined }],
    ['0x00072001', { appointEndTime: undefined }],
    ['0x00072001', { visitReasonType: undefined }],
    ['0x00072001', { visitReasonType: 4 }],
    ['0x00072001', { visitorInfoList: undefined }],
    ['0x00072001', { visitorInfoList: [] }],
    ['0x00072001', { visitorInfoList: [{}] }],
    ['0x00072001', info({ visitorFamilyName: undefined })],
    ['0x00072001', info({ visitorGivenName: '' })],
    ['0x00072002', { visitReasonType: 5 }],
    ['0x00072002', { visitReasonDetail: 'x'.repeat(129) }],
    ['0x00072002', { receptionistId: '1'.repeat(17) }],
    ['0x00072002', { visitorInfoList: [...listOf(ASA), ...listOf(ASA)] }],
    ['0x00072002', info({ visitorFamilyName: 'x'.repeat(129) })],
    ['0x00072002', info({ phoneNo: '1'.repeat(21) })],
    ['0x00072002', info({ plateNo: '1'.repeat(17) })],
    ['0x00072002', info({ certificateNo: '1'.repeat(21) })],
    ['0x00072002', info({ remark: 'x'.repeat(129) })],
    ['0x00072002', info({ accessInfo: { qrCodeValidNum: -1 } })],
    ['0x00072003', info({ certificateNo: 'AB-1' })],
    ['0x00072003', info({ visitorFamilyName: 'a/b' })],
    ['0x00072003', info({ gender: '1' })],
    ['0x00072003', { appointStartTime: '2026-01-01T00:00:00Z' }],
    ['2', { appointEndTime: at(1) }],
    ['2', { appointStartTime: at(-3), appointEndTime: at(-1) }],
    ['2', info({ faces: [{ faceData: 'AAAA' }] })],
    ['128', { receptionistId: '77' }],
    ['128', info({ visitorGroupName: 'Nobody' })],
    ['128', { accessInfo: { accessLevelList: [{ accessLevel: { id: 1 } }] } }],
  ])('are refused with %s, and nobody is expected: %j', async (code, changes) => {
    await start();
    expect(await codeOf(`${V2}/appointment`, { ...RESERVATION, ...changes })).toBe(code);
    const list = { ...PAGE, appointStartTime: at(-9), appointEndTime: at(9) };
    expect(await dataOf(`${V1}/appointment/appointmentlist`, list)).toMatchObject({ total: 0 });
  });

  it('cannot use an active certificate twice, and can again once the visit is over', async () => {
    await start();
    const { appointRecordId } = await reserve();
    const again = await ask(`${V2}/appointment`, RESERVATION);
    expect(again).toMatchObject({ code: '131', msg: expect.stringContaining('60051') });
    expect((await ask(`${V1}/registerment`, WALK_IN)).msg).toContain('60051');
    await dataOf(`${V1}/appointment/single/delete`, { appointRecordId });
    expect(await codeOf(`${V1}/appointment/single/delete`, { appointRecordId })).toBe('128');
    await reserve();
    time.advance(5 * HOUR_MS);
    expect(await codeOf(`${V1}/registerment`, { ...WALK_IN, visitStartTime: at(5), visitEndTime: at(9) })).toBe('0');
  });

  it('cannot be checked out by a person’s id, nor when unknown or not in', async () => {
    await start();
    const { appointRecordId } = await reserve();
    expect(await codeOf(`${V1}/visitor/out`, { personId: '1' })).toBe('0x00072001');
    expect(await codeOf(`${V1}/visitor/out`, { appointRecordId: '77' })).toBe('128');
    expect(await codeOf(`${V1}/visitor/out`, { appointRecordId })).toBe('192');
  });

  it('are checked in once, as who they are, before their visit is over', async () => {
    await start();
    const { appointRecordId, visitorId } = await reserve();
    const register = (body: object) => codeOf(`${V1}/registerment`, body);
    expect(await register({ appointId: appointRecordId })).toBe('0x00072001');
    expect(await register({ appointId: appointRecordId, visitorId: '1' })).toBe('128');
    expect(await register({ appointId: '77', visitorId })).toBe('128');
    expect(await register({ appointId: appointRecordId, visitorId })).toBe('0');
    expect(await register({ appointId: appointRecordId, visitorId })).toBe('131');
    expect(await codeOf(`${V1}/appointment/single/delete`, { appointRecordId })).toBe('192');
    const late = await reserve({ visitorInfoList: listOf({ ...ASA, certificateNo: 'B1' }) });
    time.advance(5 * HOUR_MS);
    expect(await register({ appointId: late.appointRecordId, visitorId: late.visitorId })).toBe('192');
  });

  it('have states over time: reserved, expired, overdue, unknown before', async () => {
    await start();
    const { visitorId } = await reserve();
    expect(await statusOf(visitorId, at(-1))).toBe(-1);
    expect(await statusOf(visitorId, at(2))).toBe(0);
    expect(await statusOf(visitorId, at(5))).toBe(1);
    const walkIn = await dataOf<Handle>(`${V1}/registerment`, { ...WALK_IN, ...info({ certificateNo: 'B1' }) });
    expect(await statusOf(walkIn.visitorId, at(4))).toBe(7);
    expect(await codeOf(`${V1}/appointment/getVisitorStatus`, { visitorId: '77' })).toBe('128');
    expect(await codeOf(`${V1}/appointment/getVisitorStatus`)).toBe('0x00072001');
  });

  it('leave by themselves at the end where the site is set so', async () => {
    await start({ visits: { endByThemselves: true } });
    const { visitorId } = await dataOf<Handle>(`${V1}/registerment`, { ...WALK_IN, ...(await withFace()) });
    time.advance(4 * HOUR_MS);
    expect(await statusOf(visitorId)).toBe(5);
    time.advance(300);
    expect(simulator.control.doorsHolding(visitorId)).toEqual([]);
    const records = await dataOf(`${V1}/register/getVistorRegisterRecord`, PAGE);
    expect(records).toMatchObject({ totalNum: 1, list: [{ visitorStatus: 2 }] });
  });

  it('wait for approval where the site asks for it', async () => {
    await start({ visits: { needApproval: true } });
    expect(await dataOf(`${V1}/visitorConfig/automaticApproval`)).toEqual({ automaticApproval: 1 });
    const handle = await dataOf<Handle & { ApprovalFlowCode: string }>(`${V2}/appointment`, RESERVATION);
    const { appointRecordId: appointId, visitorId, ApprovalFlowCode: approvalFlowCode } = handle;
    expect(await statusOf(visitorId)).toBe(8);
    expect(await codeOf(`${V1}/registerment`, { appointId, visitorId })).toBe('130');
    const decision = { Visitor: { operateType: 0, ApprovalFlowInfo: [{ approvalFlowCode }] } };
    const decide = `${V1}/visitorapprovalflow/status`;
    expect(await codeOf(decide, decision)).toBe('0');
    expect(await codeOf(decide, decision)).toBe('192');
    expect(await statusOf(visitorId)).toBe(0);
    expect(await codeOf(`${V1}/registerment`, { appointId, visitorId })).toBe('0');

    const second = await dataOf<typeof handle>(`${V2}/appointment`, {
      ...RESERVATION,
      ...info({ certificateNo: 'B' }),
    });
    const no = { operateType: 1, ApprovalFlowInfo: [{ approvalFlowCode: second.ApprovalFlowCode }] };
    expect(await codeOf(decide, { Visitor: no })).toBe('0');
    expect(await statusOf(second.visitorId)).toBe(9);
  });

  it('change what is sent and keep the rest, in the edition that fits', async () => {
    await start();
    const { appointRecordId, visitorId } = await reserve();
    const update = { appointRecordId, appointEndTime: at(8), ...info({ phoneNo: '1', visitorGivenName: 'Åsa' }) };
    expect(await codeOf(`${V2}/appointment/update`, update)).toBe('0');
    expect(await codeOf(`${V2}/appointment/update`, { ...update, appointEndTime: at(0) })).toBe('2');
    expect(await codeOf(`${V2}/appointment/update`, { ...update, appointRecordId: '77' })).toBe('128');
    expect(await codeOf(`${V1}/registerment/update`, { appointRecordId })).toBe('192');
    const list = { ...PAGE, appointStartTime: at(0), appointEndTime: at(9) };
    expect(await dataOf(`${V1}/appointment/appointmentlist`, list)).toMatchObject({
      list: [{ visitorInfo: { visitorName: 'Åsa Ost', phoneNo: '1', certificateNo: 'AB123456' }, appointState: 0 }],
    });
    await dataOf(`${V1}/registerment`, { appointId: appointRecordId, visitorId });
    expect(await codeOf(`${V2}/appointment/update`, update)).toBe('192');
    time.advance(300);
    expect(await codeOf(`${V1}/registerment/update`, { appointRecordId, visitEndTime: at(9) })).toBe('0');
    time.advance(300);
    expect(simulator.control.doorCopies('1').get(visitorId)?.endTimeMs).toBe(START_MS + 9 * HOUR_MS);
  });

  it('are listed by window and state', async () => {
    await start();
    const first = await reserve();
    await reserve({ appointStartTime: at(24), appointEndTime: at(25), ...info({ certificateNo: 'B1' }) });
    await dataOf(`${V1}/registerment`, { appointId: first.appointRecordId, visitorId: first.visitorId });
    const total = async (body: object) =>
      (
        await dataOf<{ total: number }>(`${V1}/appointment/appointmentlist`, {
          ...PAGE,
          appointStartTime: at(0),
          appointEndTime: at(48),
          ...body,
        })
      ).total;
    expect(await total({})).toBe(2);
    expect(await total({ appointState: -1 })).toBe(2);
    expect(await total({ appointState: 0 })).toBe(1);
    expect(await total({ appointState: 1 })).toBe(0);
    expect(await total({ appointState: 2 })).toBe(1);
    expect(await total({ appointEndTime: at(2) })).toBe(1);
    expect(await total({ visitorName: 'nobody' })).toBe(0);
    const path = `${V1}/appointment/appointmentlist`;
    expect(await codeOf(path, { ...PAGE, appointStartTime: at(0) })).toBe('0x00072001');
    const whole = { ...PAGE, appointStartTime: at(0), appointEndTime: at(1) };
    expect(await codeOf(path, { ...whole, appointState: 3 })).toBe('0x00072002');
    expect(await codeOf(path, { ...whole, pageSize: 501 })).toBe('0x00072002');
    expect(await dataOf(`${V1}/visitorgroups/groupinfo`, PAGE)).toMatchObject({
      list: [{ visitorGroupName: 'Visitors' }],
    });
  });

  it('are still there after a restart, on their doors too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    const stateFile = join(folder, 'world.json');
    await start({ stateFile });
    const { appointRecordId, visitorId } = await dataOf<Handle>(`${V1}/registerment`, {
      ...WALK_IN,
      ...(await withFace()),
    });
    time.advance(300);
    await simulator.close();
    await start({ stateFile });
    expect(simulator.control.walk({ personId: visitorId, readerIndexCode: '1' }).isGranted).toBe(true);
    expect(await statusOf(visitorId)).toBe(3);
    expect((await reserve(info({ certificateNo: 'B1' }))).visitorId).not.toBe(visitorId);
    await dataOf(`${V1}/visitor/out`, { appointRecordId });
    time.advance(300);
    expect(simulator.control.doorsHolding(visitorId)).toEqual([]);
    await simulator.close();
    rmSync(folder, { recursive: true });
    await start();
  });

  it('have an older edition, and the newer one is unknown before V2.1', async () => {
    await start({ softVersion: 'V2.0.0.0' });
    expect(await codeOf(`${V2}/appointment`, RESERVATION)).toBe('8');
    expect(await codeOf(`${V1}/appointment`, { ...WALK_IN, visitPurposeType: 4 })).toBe('0x00072001');
    const { appointRecordId } = await dataOf<Handle>(`${V1}/appointment`, WALK_IN);
    expect(await codeOf(`${V1}/appointment/update`, { appointRecordId, visitEndTime: at(6) })).toBe('0');
  });
});
