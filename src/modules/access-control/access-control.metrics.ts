import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { type AccessStep } from '../../contracts/events/access-control.events.js';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { oldestUnrevokedSince } from './persistence/oldest-unrevoked.js';

const MS_PER_SECOND = 1_000;

/** The age of what is to be taken comes from the database at each look: no failure of a loop can hide it (I6). */
@Injectable()
export class AccessControlMetrics {
  private readonly steps: Counter<'step' | 'outcome'>;

  constructor(registry: Registry, unitOfWork: UnitOfWork, clock: Clock) {
    const registers = [registry];
    this.steps = new Counter({
      name: 'vestibule_access_steps_total',
      help: 'Calls about cardholders by step and outcome; a call that several share counts once',
      labelNames: ['step', 'outcome'],
      registers,
    });
    new Gauge({
      name: 'vestibule_access_oldest_unrevoked_seconds',
      help: 'Age of the oldest access that should be gone and was not read back as gone; 0 when there is none',
      registers,
      async collect() {
        const since = await unitOfWork.read(oldestUnrevokedSince);
        this.set(since === null ? 0 : (clock.now().getTime() - since.getTime()) / MS_PER_SECOND);
      },
    });
    new Gauge({
      name: 'vestibule_persons_in_hikcentral',
      help: 'Persons of ours that HikCentral holds, by server: what its licence for persons is used for',
      labelNames: ['server'],
      registers,
      async collect() {
        const rows = await unitOfWork.read((tx) =>
          tx.query<{ server_id: string; count: number }>(
            `SELECT server_id, count(*)::integer AS count FROM cardholders
             WHERE person_id IS NOT NULL GROUP BY server_id`,
          ),
        );
        this.reset();
        for (const { server_id: server, count } of rows) this.set({ server }, count);
      },
    });
    new Gauge({
      name: 'vestibule_cardholders_in_trouble',
      help: 'Cardholders whose last error still stands, by its code; RESOURCES_SHORT: photos that wait for disk or memory',
      labelNames: ['code'],
      registers,
      async collect() {
        const rows = await unitOfWork.read((tx) =>
          tx.query<{ code: string; count: number }>(
            `SELECT last_error_code AS code, count(*)::integer AS count FROM cardholders
             WHERE last_error_code IS NOT NULL GROUP BY last_error_code`,
          ),
        );
        this.reset();
        for (const { code, count } of rows) this.set({ code }, count);
      },
    });
    new Gauge({
      name: 'vestibule_cardholders',
      help: 'Cardholders by status',
      labelNames: ['status'],
      registers,
      async collect() {
        const rows = await unitOfWork.read((tx) =>
          tx.query<{ status: string; count: number }>(
            'SELECT status, count(*)::integer AS count FROM cardholders GROUP BY status',
          ),
        );
        this.reset();
        for (const { status, count } of rows) this.set({ status }, count);
      },
    });
  }

  stepTaken(step: AccessStep, outcome: string): void {
    this.steps.inc({ step, outcome });
  }
}
