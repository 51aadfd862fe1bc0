import {
  checkInVisitor,
  checkOutVisitor,
  listReservedVisits,
  listVisitorGroups,
  listVisitorRecords,
  readVisitorApprovalRule,
  readVisitorStatus,
  reserveVisit,
  reserveVisitBefore21,
  updateCheckedInVisitor,
  updateReservedVisit,
  type VisitToSend,
} from '../../../../../src/modules/hikcentral-gateway/index.js';

const VISIT: VisitToSend = {
  hostId: '12',
  validity: { beginsAt: new Date('2026-01-01T08:00:00Z'), endsAt: new Date('2026-01-01T18:00:00Z') },
  reason: { kind: 'other', detail: 'Lift repair' },
  visitor: {
    fullName: 'Asa: Maria Ost',
    phone: '1'.repeat(21),
    email: 'asa@example.test',
    company: 'Acme',
    groupName: 'Visitors',
    plateNumber: 'ABC-123',
    certificate: { type: 'identity-card', number: 'AB123456' },
    remark: 'ramp',
    faceJpeg: Buffer.from('jpeg'),
    qrCodeUses: 1,
  },
};
const INFO = {
  visitorFamilyName: 'Ost',
  visitorGivenName: 'Asa Maria',
  gender: 0,
  email: 'asa@example.test',
  visitorGroupName: 'Visitors',
  companyName: 'Acme',
  plateNo: 'ABC-123',
  certificateType: 111,
  certificateNo: 'AB123456',
  remark: 'ramp',
  faces: [{ faceData: 'anBlZw==' }],
  accessInfo: { qrCodeValidNum: 1 },
};

describe('a visit goes out', () => {
  it('as a reservation, since 2.1', () => {
    const body = {
      receptionistId: '12',
      appointStartTime: '2026-01-01T08:00:00+00:00',
      appointEndTime: '2026-01-01T18:00:00+00:00',
      visitReasonType: 4,
      visitReasonDetail: 'Lift repair',
      visitorInfoList: [{ VisitorInfo: INFO }],
    };
    expect(reserveVisit(VISIT).body).toEqual(body);
    expect(updateReservedVisit({ ...VISIT, recordId: '31' }).body).toEqual({ appointRecordId: '31', ...body });
  });

  it('as a check-in, and as a reservation before 2.1', () => {
    const body = {
      receptionistId: '12',
      visitStartTime: '2026-01-01T08:00:00+00:00',
      visitEndTime: '2026-01-01T18:00:00+00:00',
      visitPurposeType: 4,
      visitPurpose: 'Lift repair',
      visitorInfoList: [{ VisitorInfo: INFO }],
    };
    expect(reserveVisitBefore21(VISIT).body).toEqual(body);
    expect(checkInVisitor({ ...VISIT, reservation: null }).body).toEqual(body);
    expect(checkInVisitor({ ...VISIT, reservation: { reservationId: '31', visitorId: '77' } }).body).toEqual({
      appointId: '31',
      visitorId: '77',
      ...body,
    });
    expect(updateCheckedInVisitor({ ...VISIT, recordId: '31' }).body).toEqual({ appointRecordId: '31', ...body });
    expect(checkOutVisitor('31').body).toEqual({ appointRecordId: '31' });
  });

  it('with the least there can be', () => {
    const visitor = { fullName: 'Cher', phone: null, email: null, faceJpeg: null };
    const least = reserveVisit({ ...VISIT, hostId: null, reason: { kind: 'meeting' }, visitor });
    expect(least.body).toMatchObject({ receptionistId: '', visitReasonType: 3 });
    expect(least.body).not.toHaveProperty('visitReasonDetail');
    expect(least.body['visitorInfoList']).toEqual([
      { VisitorInfo: { visitorFamilyName: '-', visitorGivenName: 'Cher', gender: 0 } },
    ]);
  });

  it('with names of at most 128 characters', () => {
    const long = reserveVisit({
      ...VISIT,
      visitor: { ...VISIT.visitor, fullName: `${'a'.repeat(200)} ${'b'.repeat(200)}` },
    });
    expect(long.body['visitorInfoList']).toMatchObject([
      { VisitorInfo: { visitorFamilyName: 'b'.repeat(128), visitorGivenName: 'a'.repeat(128) } },
    ]);
  });
});

describe('what comes back of visitors', () => {
  it.each([
    [{ appointRecordId: '31', visitorId: '77', AppointCode: '8842', qrCodeImage: 'iVBO', PINCode: '1234' }, '8842'],
    [{ appointRecordId: 31, visitorId: 77, appointCode: 8842, qrCodeImage: 'iVBO', pinCode: 1234 }, '8842'],
    [{ APPOINTRECORDID: '31', visitorid: '77', QRCODEIMAGE: 'iVBO', PINCODE: '1234' }, null],
  ])('%j is a handle', (data, accessCode) => {
    const handle = {
      recordId: '31',
      visitorId: '77',
      accessCode,
      qrCodeImage: 'iVBO',
      pin: '1234',
      approvalCode: null,
    };
    expect(reserveVisit(VISIT).read(data)).toEqual(handle);
    expect(checkInVisitor({ ...VISIT, reservation: null }).read(data)).toEqual(handle);
  });

  it.each([null, '', 'null', '31', {}, { visitorId: '77' }])('%j is no handle', (data) => {
    expect(() => reserveVisit(VISIT).read(data)).toThrow(/cannot be read/);
  });

  it('has a certificate that is taken', () => {
    const refusal = { data: null, isDuplicateCertificate: true };
    for (const operation of [reserveVisit(VISIT), checkInVisitor({ ...VISIT, reservation: null })]) {
      expect(operation.readRefusal?.(refusal)).toEqual({ code: 'GATEWAY.CONFLICT', context: {} });
      expect(operation.readRefusal?.({ ...refusal, isDuplicateCertificate: false })).toBeNull();
    }
  });

  it.each([
    [-1, 'unknown'],
    [0, 'reserved'],
    ['1', 'expired'],
    [2, 'visited'],
    [3, 'checked-in'],
    [4, 'checked-out'],
    [5, 'checked-out-automatically'],
    [6, 'checked-out-by-visitor'],
    [7, 'overstayed'],
    [8, 'awaiting-approval'],
    ['9', 'failed'],
    [10, 'unknown'],
  ])('status %j is %s', (visitorStatus, expected) => {
    const { read, body } = readVisitorStatus({ visitorId: '77', at: new Date('2026-01-01T09:00:00.900Z') });
    expect(body).toEqual({ visitorId: '77', visitTimePoint: '2026-01-01T09:00:00+00:00' });
    expect(read({ visitorStatus })).toBe(expected);
    expect(read(visitorStatus)).toBe(expected);
  });

  it.each([
    [0, 'checked-in'],
    ['1', 'checked-out'],
    [2, 'checked-out-automatically'],
    [3, 'checked-out-by-visitor'],
    [4, 'overstayed'],
    [5, 'unknown'],
    [undefined, 'unknown'],
  ])('in a record of a stay, status %j is %s', (visitorStatus, status) => {
    const record = { recordId: 31, visitorStatus, visitorBaseInfo: { visitorId: '77' } };
    expect(listVisitorRecords(1).read({ totalNum: 8, list: [record] })).toMatchObject({
      total: 8,
      items: [{ recordId: '31', visitorId: '77', status }],
    });
  });

  it.each([
    [{ appointID: '31', appointStatus: '0', visitorInfo: { visitorId: 77 } }, 'reserved'],
    [{ appointId: 31, appointStatus: 1, VisitorInfo: { visitorId: '77' } }, 'awaiting-approval'],
    [{ appointRecordId: '31', appointStatus: 2, visitorId: '77' }, 'refused'],
    [{ appointRecordId: '31', appointState: 1, visitorId: '77' }, 'expired'],
    [{ appointRecordId: '31', appointState: 2, visitorId: '77' }, 'arrived'],
    [{ appointRecordId: '31', appointStatus: 4, visitorId: '77' }, 'arrived'],
    [{ appointRecordId: '31', visitorId: '77' }, 'unknown'],
  ])('%j is a reservation', (item, state) => {
    const times = { appointStartTime: '2026-01-01T10:00:00+02:00', appointEndTime: '2026-01-01T20:00:00+02:00' };
    const window = { from: new Date(0), to: new Date(1_000), pageNo: 1, state: 'reserved' } as const;
    const { read, body } = listReservedVisits(window);
    expect(body).toMatchObject({ appointState: 0, appointEndTime: '1970-01-01T00:00:01+00:00' });
    expect(read({ total: 2, list: [{ ...item, ...times }, {}] })).toMatchObject({
      rawCount: 2,
      total: 2,
      items: [{ reservationId: '31', visitorId: '77', validity: VISIT.validity, state }],
    });
  });

  it('has groups, and a rule of who must agree', () => {
    const list = [
      { visitorGroupID: 1, visitorGroupName: 'Visitors' },
      { indexCode: '2', name: 'Trades' },
      { name: 'none' },
    ];
    expect(listVisitorGroups(1, 10).read({ total: 3, list })).toMatchObject({
      rawCount: 3,
      items: [
        { id: '1', name: 'Visitors' },
        { id: '2', name: 'Trades' },
      ],
    });
    expect(readVisitorApprovalRule().read({ automaticApproval: 0 })).toEqual({ isAutomatic: true });
    expect(readVisitorApprovalRule().read('1')).toEqual({ isAutomatic: false });
  });
});
