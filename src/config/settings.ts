export interface HikCentralSettings {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  /** Of HikCentral's administrator, where it asks for one before a person is deleted. */
  readonly adminPassword: string | null;
  readonly caFile: string | null;
  /** At most this many calls in any window of `rateLimitWindowMs`, over all processes. */
  readonly rateLimitCalls: number;
  readonly rateLimitWindowMs: number;
  /** Calls of each window that only revocation may use. */
  readonly revokeReserve: number;
  readonly poolMaxSockets: number;
  /** One whole call, body included. */
  readonly timeoutMs: number;
  readonly organisationName: string;
  readonly defaultAccessLevelId: string | null;
  readonly studentAccessLevelId: string | null;
  /** `push`: HikCentral tells of events and is read at once; the poll goes on. */
  readonly eventMode: 'poll' | 'push';
}

export type Direction = 'entry' | 'exit';

/** One pair of `DOOR_DIRECTIONS`. `of` null: the code is tried as a reader's, then as a door's. */
export interface DoorDirection {
  readonly of: 'door' | 'reader' | null;
  readonly code: string;
  readonly direction: Direction;
}

/** Wall time on some days of the week; one that ends before it begins ends on the next day. */
export interface WorkingSpan {
  /** 0 is Monday, 6 is Sunday. */
  readonly days: readonly number[];
  /** Minutes after midnight; the first is inside, the last is not. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

export type WorkingHours = readonly WorkingSpan[];

/**
 * Everything that is set from outside, validated whole at boot (`load-settings.ts`). The injection token too.
 * Names, defaults and meanings: docs/settings.md, generated from the same table.
 */
export abstract class Settings {
  abstract readonly role: 'api' | 'worker' | 'all';
  abstract readonly isProduction: boolean;
  abstract readonly port: number;
  /** Scheme, host and port under which others reach us; null: nobody was told. */
  abstract readonly publicUrl: string | null;
  abstract readonly databaseUrl: string;
  abstract readonly databasePoolMax: number;
  /** For the lease's session lock when `databaseUrl` is a pooler; else the same. */
  abstract readonly databaseDirectUrl: string;
  /** null: queues on PostgreSQL. */
  abstract readonly redisUrl: string | null;
  /** 32 bytes. */
  abstract readonly secretKey: Buffer;
  abstract readonly adminEmail: string;
  abstract readonly adminPassword: string;
  abstract readonly siteTimeZone: string;
  abstract readonly hikcentral: HikCentralSettings;
  abstract readonly doorDirections: readonly DoorDirection[];
  abstract readonly monitoringIntervalMs: number;
  /** How long passages of our guests are kept. */
  abstract readonly passageRetentionMs: number;
  /** How long pictures of passages are shown and kept, from when the passage was stored. */
  abstract readonly captureRetentionMs: number;
  /** How long door, time and type of passages of persons who are not ours are kept. */
  abstract readonly foreignPassageRetentionMs: number;
  /** From the end of a guest's last visit to the removal of the person, and of the photo. */
  abstract readonly personRetentionMs: number;
  abstract readonly photoRetentionMs: number;
  abstract readonly accessLeadMs: number;
  abstract readonly earlyArrivalMs: number;
  abstract readonly accessSweepMs: number;
  abstract readonly driftCheckMs: number;
  abstract readonly isAutoCloseOn: boolean;
  abstract readonly autoCloseGraceMs: number;
  abstract readonly reentryGraceMs: number;
  /** How long somebody may be inside without being seen to leave. */
  abstract readonly longStayMs: number;
  /** null: passages may be at any time. */
  abstract readonly workingHours: WorkingHours | null;
  abstract readonly guestExitPolicy: ExitPolicy;
  abstract readonly studentExitPolicy: ExitPolicy;
  abstract readonly isConsentRequired: boolean;
  abstract readonly maxImageBytes: number;
  /** Percent of disk and of memory above which heavy work waits. */
  abstract readonly diskUsageThreshold: number;
  abstract readonly memoryUsageThreshold: number;
  abstract readonly metricsToken: string | null;
  /** Proxies whose forwarding headers are believed; false: none. */
  abstract readonly trustProxy: boolean | string;
}

export type ExitPolicy = 'first_exit' | 'grace' | 'until_end';
