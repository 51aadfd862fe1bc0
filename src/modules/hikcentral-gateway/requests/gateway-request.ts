import { type GatewayError } from '../gateway.errors.js';

/**
 * `asked` nobody has taken it up · `running` claimed with the booking of its call · `done`, `failed` HikCentral's word ·
 * `unknown` claimed by somebody who went · `expired` nobody took it up in time, and nobody will.
 */
export type RequestState = 'asked' | 'running' | 'done' | 'failed' | 'unknown' | 'expired';

/** Who repeats a request is known by it. */
export interface CallerKey {
  readonly key: Buffer;
  readonly bodyHash: string;
}

export interface NewRequest {
  readonly id: string;
  readonly serverId: string;
  readonly kind: string;
  readonly params: unknown;
  readonly caller: CallerKey | null;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

export interface KnownRequest {
  readonly id: string;
  readonly serverId: string;
  readonly kind: string;
  readonly bodyHash: string | null;
}

export interface DueRequest {
  readonly id: string;
  readonly kind: string;
  readonly expiresAt: Date;
}

export type RequestEnding =
  | { readonly state: 'done'; readonly value: unknown }
  | { readonly state: 'failed' | 'unknown'; readonly error: GatewayError };
