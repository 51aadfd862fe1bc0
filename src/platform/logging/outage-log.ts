import { type Logger, type LogFields } from './logger.js';

/** One line when something goes and one when it is back, however often it is tried in between. */
export class OutageLog {
  private failures = 0;

  constructor(
    private readonly logger: Logger,
    private readonly subject: string,
    private readonly fields: LogFields = {},
  ) {}

  failed(error: unknown): void {
    this.failures += 1;
    if (this.failures === 1) this.logger.error(`${this.subject} failed`, error, this.fields);
  }

  succeeded(): void {
    if (this.failures === 0) return;
    this.logger.info(`${this.subject} works again`, { ...this.fields, failures: this.failures });
    this.failures = 0;
  }
}
