import { type Finding } from './incident.js';

/** So many faces refused at one door, of whomever, in so long. */
const FACE_FAILURES = 3;
export const FACE_FAILURES_WITHIN_MS = 5 * 60_000;

/** A face that a door did not take, of a guest or of somebody nobody knows. */
export interface FaceFailure {
  readonly serverId: string;
  readonly doorId: string;
  readonly occurredAt: Date;
}

/**
 * Three face failures in five minutes at one door; one incident for each five minutes of the clock in which a third one
 * fell. More failures can only add to these, so that it does not matter in which order they become known.
 */
export function doorFindings(failures: readonly FaceFailure[]): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const ofDoor of byDoor(failures)) {
    ofDoor.forEach(({ serverId, doorId, occurredAt }, index) => {
      const first = ofDoor[index - FACE_FAILURES + 1];
      const atMs = occurredAt.getTime();
      if (first === undefined || atMs - first.occurredAt.getTime() > FACE_FAILURES_WITHIN_MS) return;
      const windowAt = new Date(atMs - (atMs % FACE_FAILURES_WITHIN_MS)).toISOString();
      const about = `${serverId}:${doorId}:${windowAt}`;
      if (findings.has(about)) return;
      const nobody = { guestId: null, visitId: null, passageId: null };
      findings.set(about, { kind: 'face_failures', about, occurredAt, serverId, doorId, ...nobody });
    });
  }
  return [...findings.values()];
}

/** Each door's in the order in which they happened. */
function byDoor(failures: readonly FaceFailure[]): readonly (readonly FaceFailure[])[] {
  const doors = new Map<string, FaceFailure[]>();
  for (const failure of failures) {
    const key = `${failure.serverId}:${failure.doorId}`;
    const known = doors.get(key);
    if (known === undefined) doors.set(key, [failure]);
    else known.push(failure);
  }
  return [...doors.values()].map((own) =>
    own.sort((one, other) => one.occurredAt.getTime() - other.occurredAt.getTime()),
  );
}
