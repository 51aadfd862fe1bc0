import { type Simulator } from '../../../simulator/index.js';
import { jpegBase64, pngBase64 } from './faces.js';
import { type Partner, startSite } from './partner.js';

const PERSON = '/api/resource/v1/person';
const PAGE = { pageNo: 1, pageSize: 500 };
const DRAFT = {
  personCode: 'V202601010042',
  personFamilyName: 'Öst',
  personGivenName: 'Åsa',
  gender: 2,
  orgIndexCode: '2',
  phoneNo: '5551234',
  email: 'asa@example.org',
  remark: 'guest',
  cards: [{ cardNo: '4411' }],
  beginTime: '2026-01-01T08:00:00+00:00',
  endTime: '2026-01-01T18:00:00.000+01:00',
};

describe('persons', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  it('are made with a face in one call and read back in the server’s zone', async () => {
    const id = await partner.data(`${PERSON}/single/add`, {
      ...DRAFT,
      faces: [{ faceData: await jpegBase64() }],
    });
    expect(id).toBe('4');
    const expected = {
      personId: '4',
      personCode: 'V202601010042',
      personName: 'Åsa Öst',
      personFamilyName: 'Öst',
      personGivenName: 'Åsa',
      gender: 2,
      orgIndexCode: '2',
      phoneNo: '5551234',
      email: 'asa@example.org',
      remark: 'guest',
      personPhoto: { picUri: 'Vsm://face/4' },
      cards: [{ cardNo: '4411' }],
      beginTime: '2026-01-01T13:00:00+05:00',
      endTime: '2026-01-01T22:00:00+05:00',
      customFieldList: [],
    };
    expect(await partner.data(`${PERSON}/personId/personInfo`, { personId: '4' })).toEqual(expected);
    expect(await partner.data(`${PERSON}/personCode/personInfo`, { personCode: 'V202601010042' })).toEqual(expected);
  });

  it('get a code when none is sent, and show that there is no face', async () => {
    const personId = await partner.data(`${PERSON}/single/add`, { ...DRAFT, personCode: undefined });
    expect(await partner.data(`${PERSON}/personId/personInfo`, { personId })).toMatchObject({
      personCode: expect.stringMatching(/^[A-Za-z0-9]{1,16}$/),
      personPhoto: { picUri: '' },
    });
  });

  it.each<readonly [string, object]>([
    ['0x00072001', { personFamilyName: undefined }],
    ['0x00072001', { personGivenName: '' }],
    ['0x00072001', { orgIndexCode: undefined }],
    ['0x00072001', { faces: [{}] }],
    ['0x00072002', { personCode: 'V'.repeat(17) }],
    ['0x00072002', { personGivenName: 'x'.repeat(257) }],
    ['0x00072002', { phoneNo: '1'.repeat(21) }],
    ['0x00072002', { email: 'x'.repeat(65) }],
    ['0x00072002', { remark: 'x'.repeat(129) }],
    ['0x00072002', { gender: 3 }],
    ['0x00072002', { residentRoomNo: 0 }],
    ['0x00072002', { faces: [{ faceData: 'AAAA' }, { faceData: 'AAAA' }] }],
    ['0x00072002', { endTime: '2040-01-01T00:00:00+00:00' }],
    ['0x00072003', { personCode: 'V-1' }],
    ...["'", '/', '\\', ':', '*', '?', '"', '<', '>', '|'].map((sign): readonly [string, object] => [
      '0x00072003',
      { personGivenName: `A${sign}a` },
    ]),
    ['0x00072003', { personGivenName: 5 }],
    ['0x00072003', { gender: '1' }],
    ['0x00072003', { beginTime: '2026-01-01T08:00:00' }],
    ['0x00072003', { beginTime: '2026-01-01T08:00:00Z' }],
    ['0x00072003', { faces: 'AAAA' }],
    ['128', { orgIndexCode: '77' }],
    ['131', { personCode: 'E00001' }],
    ['131', { cards: [{ cardNo: '10000000' }] }],
    ['2', { endTime: '2026-01-01T08:00:00+00:00' }],
  ])('are refused with %s, and nobody is made: %j', async (code, changes) => {
    expect(await partner.codeOf(`${PERSON}/single/add`, { ...DRAFT, ...changes })).toBe(code);
    expect(simulator.control.snapshot().persons).toHaveLength(3);
  });

  it('are refused over the licence with 132', async () => {
    const small = await startSite({ personCapacity: 3 });
    try {
      expect(await small.partner.codeOf(`${PERSON}/single/add`, DRAFT)).toBe('132');
    } finally {
      await small.simulator.close();
    }
  });

  it('change what is sent, keep what is not, and never their code or face', async () => {
    const personId = await partner.data(`${PERSON}/single/add`, DRAFT);
    const changes = {
      personId,
      personCode: 'OTHER',
      personGivenName: 'Bo',
      endTime: '2026-01-02T18:00:00+05:00',
      personPhoto: { picUri: 'x' },
      faces: [{ faceData: await jpegBase64() }],
    };
    expect((await partner.call(`${PERSON}/single/update`, changes)).data).toBe('');
    expect(await partner.data(`${PERSON}/personId/personInfo`, { personId })).toMatchObject({
      personCode: 'V202601010042',
      personName: 'Bo Öst',
      phoneNo: '5551234',
      beginTime: '2026-01-01T13:00:00+05:00',
      endTime: '2026-01-02T18:00:00+05:00',
      personPhoto: { picUri: '' },
    });
  });

  it('refuse a bad change whole', async () => {
    const personId = await partner.data(`${PERSON}/single/add`, DRAFT);
    const before = await partner.data(`${PERSON}/personId/personInfo`, { personId });
    const update = (changes: object) => partner.codeOf(`${PERSON}/single/update`, { personId, ...changes });
    expect(await partner.codeOf(`${PERSON}/single/update`, { personGivenName: 'Bo' })).toBe('0x00072001');
    expect(await update({ personId: '77' })).toBe('128');
    expect(await update({ personGivenName: 'Bo', orgIndexCode: '77' })).toBe('128');
    expect(await update({ personGivenName: 'Bo', endTime: '2025-01-01T00:00:00+00:00' })).toBe('2');
    expect(await update({ personGivenName: 'Bo*' })).toBe('0x00072003');
    expect(await partner.data(`${PERSON}/personId/personInfo`, { personId })).toEqual(before);
  });

  it('are deleted by id or by code', async () => {
    const personId = await partner.addPerson('V1');
    await partner.addPerson('V2');
    expect(await partner.codeOf(`${PERSON}/single/delete`, {})).toBe('0x00072001');
    expect(await partner.codeOf(`${PERSON}/single/delete`, { personId, personCode: 'V1' })).toBe('2');
    expect(await partner.codeOf(`${PERSON}/single/delete`, { personId })).toBe('0');
    expect(await partner.codeOf(`${PERSON}/single/delete`, { personCode: 'V2' })).toBe('0');
    expect(await partner.codeOf(`${PERSON}/single/delete`, { personCode: 'V2' })).toBe('128');
    expect(await partner.codeOf(`${PERSON}/personCode/personInfo`, { personCode: 'V1' })).toBe('128');
  });

  it('are deleted with a password where the site asks for one', async () => {
    const strict = await startSite({ deletePassword: 'sesame' });
    try {
      const personId = await strict.partner.addPerson('V1');
      const remove = `${PERSON}/single/delete`;
      expect(await strict.partner.data(`${PERSON}/deleteconfig/get`)).toEqual({ enable: 1 });
      expect(await strict.partner.codeOf(remove, { personId })).toBe('0x00072001');
      const wrong = await strict.partner.call(remove, { personId, adminPassword: 'x' });
      expect(wrong).toMatchObject({ code: '2', data: { remainLockNumber: 4 } });
      expect(await strict.partner.codeOf(remove, { personId, adminPassword: 'sesame' })).toBe('0');
    } finally {
      await strict.simulator.close();
    }
  });

  it('are listed and found by name and card', async () => {
    await partner.addPerson('V1', { personGivenName: 'Zoë', cards: [{ cardNo: '777' }] });
    const list = await partner.data(`${PERSON}/personList`, { pageNo: 2, pageSize: 2 });
    expect(list).toMatchObject({ total: 4, pageNo: 2, list: [{ personCode: 'E00003' }, { personCode: 'V1' }] });
    const find = (filter: object) => partner.page(`${PERSON}/advance/personList`, { ...PAGE, ...filter });
    expect((await find({ personName: 'zoë o' })).list).toMatchObject([{ personCode: 'V1' }]);
    expect((await find({ cardNo: '777' })).list).toMatchObject([{ personCode: 'V1' }]);
    expect((await find({ keyfobNo: '777' })).total).toBe(0);
    expect((await find({})).total).toBe(4);
    expect(await partner.codeOf(`${PERSON}/advance/personList`, { ...PAGE, personName: 'x'.repeat(33) })).toBe(
      '0x00072002',
    );
  });

  it('show their levels when asked, with the id as a number, and not before V3', async () => {
    const info = `${PERSON}/personCode/personInfo`;
    const employee = { personCode: 'E00001', showAccessLevel: 1 };
    const accessLevelList = [{ accessLevelId: 3, accessLevelName: 'Employees' }];
    expect(await partner.data(info, employee)).toMatchObject({ accessLevelList });
    const { list } = await partner.page(`${PERSON}/personList`, { ...PAGE, showAccessLevel: 1 });
    expect(list[0]).toMatchObject({ accessLevelList });
    expect(await partner.data(info, { personCode: 'E00001' })).not.toHaveProperty('accessLevelList');

    const old = await startSite({ softVersion: 'V2.4.0.0' });
    try {
      expect(await old.partner.data(info, employee)).not.toHaveProperty('accessLevelList');
    } finally {
      await old.simulator.close();
    }
  });
});

describe('faces', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  it('are replaced by id or code and read as a data URI that says it is a picture', async () => {
    const personId = await partner.addPerson('V1');
    const [first, second] = [await jpegBase64(100), await jpegBase64(101)];
    expect(await partner.data(`${PERSON}/face/update`, { personId, faceData: first })).toBe('');
    await partner.data(`${PERSON}/face/update`, { personCode: 'V1', faceData: second });
    const reply = await partner.raw(`${PERSON}/picture_data`, { personId, picUri: `Vsm://face/${personId}` });
    expect(reply.headers['content-type']).toBe('image/jpeg');
    expect(reply.text).toBe(`data:image/jpeg;base64,${second}`);
  });

  it('that no terminal would take are refused with 2, and no person is made', async () => {
    const good = await jpegBase64();
    const png = await pngBase64();
    const tooLarge = await jpegBase64(640, true);
    expect(Buffer.from(tooLarge, 'base64').length).toBeGreaterThan(204_800);
    const bad = ['AAAA', `data:image/jpeg;base64,${good}`, png, good.slice(0, 400), await jpegBase64(63), tooLarge];
    const personId = await partner.addPerson('V1');
    for (const faceData of bad) {
      const draft = { personFamilyName: 'A', personGivenName: 'B', orgIndexCode: '1', faces: [{ faceData }] };
      expect(await partner.codeOf(`${PERSON}/single/add`, draft)).toBe('2');
      expect(await partner.codeOf(`${PERSON}/face/update`, { personId, faceData })).toBe('2');
    }
    expect(simulator.control.snapshot().persons).toHaveLength(4);
    expect(simulator.control.personByCode('V1')?.face).toBeNull();
  });

  it('are refused beside anything else in the call, without a person, or for nobody', async () => {
    const personId = await partner.addPerson('V1');
    const faceData = await jpegBase64();
    const update = (body: object) => partner.codeOf(`${PERSON}/face/update`, body);
    expect(await update({ personId, faceData, personName: 'x' })).toBe('2');
    expect(await update({ faceData })).toBe('0x00072001');
    expect(await update({ personId })).toBe('0x00072001');
    expect(await update({ personId: '77', faceData })).toBe('128');
    const picture = (body: object) => partner.codeOf(`${PERSON}/picture_data`, body);
    expect(await picture({ personId, picUri: `Vsm://face/${personId}` })).toBe('128');
    expect(await picture({ personId })).toBe('0x00072001');
  });
});
