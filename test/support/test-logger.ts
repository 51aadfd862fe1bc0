import { Logger, type LogFields } from '../../src/platform/logging/logger.js';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
  readonly error?: unknown;
}

/** Keeps what was logged. */
export class TestLogger extends Logger {
  readonly lines: LogLine[] = [];

  override info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }

  override warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }

  override error(event: string, error: unknown, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields, error });
  }
}
