import { CheckDrift } from './application/check-drift.js';
import { CompareSightings } from './application/check-drift-comparison.js';
import { SightPersons } from './application/check-drift-sight.js';
import { TakeOutUnknown } from './application/check-drift-unknown.js';
import { RestoreCardholder } from './application/restore-cardholder.js';
import { StartDriftCheck } from './application/start-drift-check.js';
import { TakeNextDriftCheck } from './application/take-next-drift-check.js';
import { DriftMetrics } from './drift-check.metrics.js';
import './drift-check.problems.js';
import { DriftCheckRunner } from './jobs/drift-check.runner.js';
import { ForgetDriftChecks } from './jobs/forget-drift-checks.js';
import { DriftCandidates, SqlDriftCandidates } from './persistence/drift-candidates.js';
import { DriftCheckRepository } from './persistence/drift-check-repository.js';
import { SqlDriftCheckRepository } from './persistence/sql-drift-check-repository.js';

/** Drift check and restore, as the module provides them. */
export const driftCheckProviders = [
  CheckDrift,
  CompareSightings,
  DriftCheckRunner,
  DriftMetrics,
  ForgetDriftChecks,
  RestoreCardholder,
  SightPersons,
  StartDriftCheck,
  TakeNextDriftCheck,
  TakeOutUnknown,
  { provide: DriftCheckRepository, useClass: SqlDriftCheckRepository },
  { provide: DriftCandidates, useClass: SqlDriftCandidates },
];
