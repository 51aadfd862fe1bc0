import { visitRequest } from '../../../support/visit-steps.js';
import { ABSENT, type FieldRule } from './wrong-values.js';

/** A route with a body: one that it takes, and what each field of it takes. */
export interface BodyRoute {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: () => Readonly<Record<string, unknown>>;
  /** By JSON pointer. */
  readonly fields: Readonly<Record<string, FieldRule>>;
}

const text = (max: number): FieldRule => ({ takes: { kind: 'text', max } });
const required = (rule: FieldRule): FieldRule => ({ ...rule, isRequired: true });
const nullable = (rule: FieldRule): FieldRule => ({ ...rule, isNullable: true });
const simple = (kind: 'email' | 'instant' | 'enum' | 'bool' | 'object' | 'id'): FieldRule => ({ takes: { kind } });

const GUEST: Readonly<Record<string, FieldRule>> = {
  '/guest/phone': nullable(text(32)),
  '/guest/email': nullable(simple('email')),
  '/guest/company': nullable(text(200)),
  '/guest/studentId': nullable(text(64)),
  '/guest/studentGroup': nullable(text(64)),
  '/guest/course': nullable({ takes: { kind: 'int', max: 10 } }),
  '/guest/identityNumber': nullable(text(32)),
};
const HOST: Readonly<Record<string, FieldRule>> = {
  '/host/phone': nullable(text(32)),
  '/host/department': nullable(text(200)),
};
const VISIT: Readonly<Record<string, FieldRule>> = {
  ...GUEST,
  ...HOST,
  '/purpose': nullable(text(500)),
  '/accessLevelIds': { takes: { kind: 'texts', max: 16 } },
  '/exitPolicy': simple('enum'),
  '/consent': simple('bool'),
};

export const ANNOUNCE: BodyRoute = {
  method: 'POST',
  path: '/visits',
  body: visitRequest,
  fields: {
    ...VISIT,
    '/kind': required(simple('enum')),
    '/guest': required(simple('object')),
    '/guest/id': simple('id'),
    '/guest/fullName': required(text(200)),
    '/host': required(simple('object')),
    '/host/name': required(text(200)),
    '/host/email': required(simple('email')),
    '/validFrom': required(simple('instant')),
    '/validTo': required(simple('instant')),
  },
};

export const changeOf = (visitId: string): BodyRoute => ({
  method: 'PATCH',
  path: `/visits/${visitId}`,
  body: () => ({ purpose: 'Another' }),
  fields: {
    ...VISIT,
    '/guest': simple('object'),
    '/guest/fullName': text(200),
    '/host': simple('object'),
    '/host/name': text(200),
    '/host/email': simple('email'),
    '/validFrom': simple('instant'),
    '/validTo': simple('instant'),
  },
});

export const DOOR: BodyRoute = {
  method: 'PUT',
  path: '/doors/1',
  body: () => ({ direction: 'entry', readers: [{ readerId: '1', direction: 'entry' }] }),
  fields: {
    '/direction': required(nullable(simple('enum'))),
    '/readers': required({ takes: { kind: 'objects', max: 64 } }),
    '/readers/0/readerId': required(text(64)),
    '/readers/0/direction': required(nullable(simple('enum'))),
  },
};

export const OPEN_DOOR: BodyRoute = {
  method: 'POST',
  path: '/doors/1/open',
  body: () => ({ reason: 'A delivery' }),
  fields: { '/reason': required(text(500)), '/serverId': simple('id') },
};

export const MAKE_USER: BodyRoute = {
  method: 'POST',
  path: '/users',
  body: () => ({
    email: 'somebody@example.com',
    name: 'Somebody',
    role: 'auditor',
    password: 'long enough for anybody',
  }),
  fields: {
    '/email': required(simple('email')),
    '/name': required(text(200)),
    '/role': required(simple('enum')),
    '/password': required({ takes: { kind: 'secret', max: 200 } }),
  },
};

export const changeOfUser = (userId: string): BodyRoute => ({
  method: 'PATCH',
  path: `/users/${userId}`,
  body: () => ({ name: 'Another' }),
  fields: {
    '/name': text(200),
    '/role': simple('enum'),
    '/password': { takes: { kind: 'secret', max: 200 } },
    '/blocked': simple('bool'),
  },
});

export const MAKE_KEY: BodyRoute = {
  method: 'POST',
  path: '/api-keys',
  body: () => ({ name: 'Kiosk', role: 'reception' }),
  fields: { '/name': required(text(200)), '/role': required(simple('enum')) },
};

const LIMITS: Readonly<Record<string, FieldRule>> = {
  '/caPem': nullable({ takes: { kind: 'text', max: 65_536, isMultiline: true } }),
  '/adminPassword': nullable({ takes: { kind: 'secret', max: 64 } }),
  '/rateLimitCalls': { takes: { kind: 'int', max: 1_000_000 } },
  '/rateLimitWindowSeconds': { takes: { kind: 'int', max: 3_600 } },
  '/revokeReserve': { takes: { kind: 'int', max: 1_000_000, min: 0 } },
};

export const ADD_SERVER: BodyRoute = {
  method: 'POST',
  path: '/hikcentral-servers',
  body: () => ({ name: 'Second', baseUrl: 'https://hik.test', appKey: '42', appSecret: 'a secret' }),
  fields: {
    ...LIMITS,
    '/name': required(text(100)),
    '/baseUrl': required(text(300)),
    '/appKey': required({ takes: { kind: 'secret', max: 64 } }),
    '/appSecret': required({ takes: { kind: 'secret', max: 256 } }),
  },
};

export const changeOfServer = (serverId: string): BodyRoute => ({
  method: 'PATCH',
  path: `/hikcentral-servers/${serverId}`,
  body: () => ({ name: 'Another' }),
  fields: {
    ...LIMITS,
    '/name': text(100),
    '/baseUrl': text(300),
    '/appKey': { takes: { kind: 'secret', max: 64 } },
    '/appSecret': { takes: { kind: 'secret', max: 256 } },
  },
});

export const LOG_IN: BodyRoute = {
  method: 'POST',
  path: '/auth/login',
  body: () => ({ email: 'admin@example.com', password: 'not the right one' }),
  fields: { '/email': required(text(254)), '/password': required({ takes: { kind: 'secret', max: 200 } }) },
};

/** The body with one place changed; objects on the way are made. */
export function withValue(body: Readonly<Record<string, unknown>>, pointer: string, value: unknown): unknown {
  const changed = structuredClone(body) as Record<string, unknown>;
  const steps = pointer.slice(1).split('/');
  const last = steps.pop() ?? '';
  let place = changed;
  for (const step of steps) place = (place[step] ??= {}) as Record<string, unknown>;
  if (value === ABSENT) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return changed;
}
