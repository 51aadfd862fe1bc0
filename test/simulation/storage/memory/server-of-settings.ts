import {
  type ServerAccess,
  type ServerFromSettings,
} from '../../../../src/modules/hikcentral-gateway/persistence/server-store.js';
import { type ServerRow } from './rows.js';

type Stated = Pick<ServerRow, 'name' | 'appSecret' | 'limitCalls' | 'windowMs' | 'revokeReserve'>;

export function newServer(id: string, server: ServerFromSettings, now: Date): ServerRow {
  const { baseUrl, appKey } = server;
  return {
    ...{ id, baseUrl, appKey, ...stated(server), origin: 'settings', revision: 1 },
    ...{ removedAt: null, caPem: null, organisationId: null, createdAt: now },
    ...{ pause: null, clock: null, limit: null, capabilities: null },
  };
}

/** The row as the settings say it is; patience that was asked for is kept, what a refusal taught is not. */
export function asStated(row: ServerRow, server: ServerFromSettings): ServerRow {
  return {
    ...row,
    ...stated(server),
    origin: 'settings',
    removedAt: null,
    caPem: null,
    revision: row.revision + 1,
    pause: row.pause?.reason === 'rate-limited' ? row.pause : null,
    limit: null,
  };
}

export function isAsStated(row: ServerRow, server: ServerFromSettings): boolean {
  const wanted = stated(server);
  return (
    row.origin === 'settings' &&
    row.removedAt === null &&
    row.caPem === null &&
    (Object.keys(wanted) as (keyof Stated)[]).every((name) => row[name] === wanted[name])
  );
}

export function toAccess(row: ServerRow): ServerAccess {
  const { id, revision, origin, baseUrl, appKey, appSecret, caPem, limitCalls, windowMs, revokeReserve } = row;
  const isFromSettings = origin === 'settings';
  return {
    id,
    revision,
    isFromSettings,
    baseUrl,
    appKey,
    appSecret,
    caPem,
    limit: limitCalls,
    windowMs,
    revokeReserve,
  };
}

function stated({ name, appSecret, limit, windowMs, revokeReserve }: ServerFromSettings): Stated {
  return { name, appSecret, limitCalls: limit, windowMs, revokeReserve };
}
