import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type DesiredAccess } from '../domain/desired-access.js';
import { type AccessFacts } from '../domain/facts.js';
import { type Side, type StepKind } from '../domain/step.js';
import { type Cardholder } from './cardholder.js';

export interface CardholderRow {
  id: string;
  guest_id: string;
  server_id: string;
  person_code: string;
  generation: number;
  observed_generation: number;
  seen_revision: string;
  seen_settings: string;
  desired: DesiredAccess;
  open_visit_ids: string[];
  observed: AccessFacts;
  status: AccessStatus;
  attempts: number;
  last_error_code: string | null;
  last_error_at: Date | null;
  next_step: StepKind | null;
  next_side: Side | null;
  next_due_at: Date | null;
  wanted_at: Date;
  unrevoked_since: Date | null;
  created_at: Date;
  updated_at: Date;
}

export function toCardholder(row: CardholderRow): Cardholder {
  const { next_step: step, next_side: side, next_due_at: dueAt } = row;
  return {
    id: row.id,
    guestId: row.guest_id,
    serverId: row.server_id,
    personCode: row.person_code,
    generation: row.generation,
    observedGeneration: row.observed_generation,
    seenRevision: Number(row.seen_revision),
    seenSettings: row.seen_settings,
    desired: row.desired,
    openVisitIds: row.open_visit_ids,
    facts: row.observed,
    status: row.status,
    attempts: row.attempts,
    lastErrorCode: row.last_error_code,
    lastErrorAt: row.last_error_at,
    next: step === null || side === null || dueAt === null ? null : { step, side, dueAt },
    wantedAt: row.wanted_at,
    unrevokedSince: row.unrevoked_since,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function toRecord(cardholder: Cardholder): Record<string, unknown> {
  const { desired, facts, next } = cardholder;
  return {
    id: cardholder.id,
    person_id: facts.person.personId,
    generation: cardholder.generation,
    observed_generation: cardholder.observedGeneration,
    seen_revision: cardholder.seenRevision,
    seen_settings: cardholder.seenSettings,
    desired,
    desired_changes_at: desired.changesAtMs === null ? null : new Date(desired.changesAtMs),
    open_visit_ids: cardholder.openVisitIds,
    observed: facts,
    status: cardholder.status,
    attempts: cardholder.attempts,
    last_error_code: cardholder.lastErrorCode,
    last_error_at: cardholder.lastErrorAt,
    next_step: next?.step ?? null,
    next_side: next?.side ?? null,
    next_due_at: next?.dueAt ?? null,
    wanted_at: cardholder.wantedAt,
    unrevoked_since: cardholder.unrevokedSince,
    updated_at: cardholder.updatedAt,
  };
}
