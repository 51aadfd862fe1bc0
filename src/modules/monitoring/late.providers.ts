import { type Provider } from '@nestjs/common';
import { ReadLatePassages } from './application/read-late-passages.js';
import { LatePassageReader } from './jobs/late-passage-reader.js';
import { LateRounds } from './persistence/late-rounds.js';
import { SqlLateRounds } from './persistence/sql-late-rounds.js';

/** The hourly look for passages that came late. */
export const lateProviders: readonly Provider[] = [
  LatePassageReader,
  ReadLatePassages,
  { provide: LateRounds, useClass: SqlLateRounds },
];
