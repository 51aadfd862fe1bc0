import { type Type } from '@nestjs/common';
import { type MigrationInterface } from 'typeorm';
import { type TransactionHook } from './database/unit-of-work.js';
import { type LogLevel } from './logging/json-logger.js';

/** Everything of the platform that the app decides. */
export interface PlatformOptions {
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Names of all bells; a queue stands behind each. */
  readonly bells: readonly string[];
  /** Hooks that run before those of the audit log and the event log, in this order. */
  readonly hooks?: readonly Type<TransactionHook>[];
  /** Default: `info`. */
  readonly logLevel?: LogLevel;
}

/** Ordered: a hook that must see everything others wrote comes last. */
export const TRANSACTION_HOOKS = Symbol('TRANSACTION_HOOKS');
/** `PlatformOptions`. */
export const PLATFORM_OPTIONS = Symbol('PLATFORM_OPTIONS');
