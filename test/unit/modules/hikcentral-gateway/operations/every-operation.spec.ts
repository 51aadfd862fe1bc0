import fc from 'fast-check';
import { GatewayError, OPERATION_NAMES } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { everyOperation } from '../../../../support/every-operation.js';

/** Keys that readers look for, so that a made-up answer gets past the first of them. */
const KEYS = [
  'list',
  'total',
  'totalNum',
  'PrivilegeGroupInfo',
  'ElementList',
  'Element',
  'BaseInfo',
  'ID',
  'id',
  'orgIndexCode',
  'personId',
  'personCode',
  'accessLevelList',
  'personPhoto',
  'beginTime',
  'eventId',
  'eventType',
  'eventTypes',
  'eventTime',
  'detail',
  'eventDest',
  'doorIndexCode',
  'controlResultCode',
  'acsDevIndexCode',
  'statisticResult',
  'applicationErrorResult',
  'errorList',
  'errorItems',
  'ElementDetailList',
  'ElementDetail',
  'ElementStatus',
  'CertificateStatusList',
  'appointRecordId',
  'visitorInfo',
  'visitorStatus',
  'remainLockNumber',
  '__proto__',
  'constructor',
  'toString',
];

const hostile = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>('', 'null', null, undefined, '0', -1, 1e300, 2 ** 53, '9'.repeat(400), 'a\0b', NaN),
    fc.string(),
    fc.integer(),
    fc.boolean(),
    tie('object'),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 8 })
    // As JSON.parse makes it: `__proto__` is a key of its own.
    .map((entries) => Object.assign(Object.create(null) as object, Object.fromEntries(entries))),
})).value;

function refuses(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof GatewayError ? error.code : String(error);
  }
}

describe('every call', () => {
  it('has a sample, a name of its own and a path of the gateway', () => {
    const names = everyOperation().map(({ name }) => name);
    expect([...names].sort()).toEqual([...OPERATION_NAMES].sort());
    expect(new Set(OPERATION_NAMES).size).toBe(OPERATION_NAMES.length);
    for (const { path } of everyOperation()) expect(path).toMatch(/^\/artemis\/api\/[\w/]+$/);
  });

  it('has a body that is the same after it was sent', () => {
    for (const { body } of everyOperation()) expect(JSON.parse(JSON.stringify(body))).toEqual(body);
  });

  it('repeats nothing blindly that counts, lets in or makes something', () => {
    const once = everyOperation().filter(({ effect }) => effect === 'once');
    expect(once.map(({ name }) => name)).toEqual([
      'add-organisation',
      'delete-organisation',
      'add-person',
      'delete-person',
      'delete-person-by-code',
      'add-access-level',
      'control-doors',
      'reserve-visit',
      'reserve-visit-before-2.1',
      'check-in-visitor',
    ]);
  });

  it.each(everyOperation().map((operation) => [operation.name, operation] as const))(
    '%s reads whatever comes, or says that it cannot',
    (_name, { read, readBody, readRefusal }) => {
      const isHonest = (code: string | null) => code === null || code === 'GATEWAY.UNEXPECTED_RESPONSE';
      fc.assert(
        fc.property(hostile, (data) => {
          const body = Buffer.from(JSON.stringify({ data }));
          const isRefusalRead = refuses(() => readRefusal?.({ data, isDuplicateCertificate: false })) === null;
          return isHonest(refuses(() => read(data))) && isHonest(refuses(() => readBody?.(body))) && isRefusalRead;
        }),
      );
      expect(({} as Record<string, unknown>)['list']).toBeUndefined();
    },
  );
});
