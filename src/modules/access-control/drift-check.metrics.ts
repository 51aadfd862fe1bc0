import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { FINDING_KINDS } from './domain/drift-findings.js';
import { type NewDriftFinding } from './persistence/drift-check.js';

const MS_PER_SECOND = 1_000;

/** Ages come from the database at each look: no check that does not run can hide it. */
@Injectable()
export class DriftMetrics {
  private readonly findings: Counter<'kind'>;

  constructor(registry: Registry, unitOfWork: UnitOfWork, clock: Clock) {
    const registers = [registry];
    this.findings = new Counter({
      name: 'vestibule_drift_findings_total',
      help: 'Differences between HikCentral and our record, by kind; dry runs apart',
      labelNames: ['kind'],
      registers,
    });
    for (const kind of FINDING_KINDS) this.findings.inc({ kind }, 0);
    new Gauge({
      name: 'vestibule_drift_last_check_age_seconds',
      help: 'Age of the oldest of the last finished drift checks of all servers; absent while there is none',
      registers,
      async collect() {
        const [row] = await unitOfWork.read((tx) =>
          tx.query<{ at: Date | null }>(
            `SELECT min(last) AS at FROM (SELECT max(finished_at) AS last FROM drift_checks
             WHERE status IN ('completed', 'stopped') AND NOT is_dry_run GROUP BY server_id) AS by_server`,
          ),
        );
        this.reset();
        if (row?.at != null) this.set((clock.now().getTime() - row.at.getTime()) / MS_PER_SECOND);
        else this.remove();
      },
    });
    new Gauge({
      name: 'vestibule_drift_unknown_persons',
      help: 'Persons of ours that our database does not know and that wait for a decision, by the last check',
      registers,
      async collect() {
        const [row] = await unitOfWork.read((tx) =>
          tx.query<{ count: number }>(
            `SELECT coalesce(sum((counts ->> 'unknown_person')::integer), 0)::integer AS count FROM (
               SELECT DISTINCT ON (server_id) status, counts FROM drift_checks
               WHERE status IN ('completed', 'stopped') AND NOT is_dry_run
               ORDER BY server_id, requested_at DESC) AS last
             WHERE status = 'stopped'`,
          ),
        );
        this.set(row?.count ?? 0);
      },
    });
  }

  found(findings: readonly Pick<NewDriftFinding, 'kind'>[]): void {
    for (const { kind } of findings) this.findings.inc({ kind });
  }
}
