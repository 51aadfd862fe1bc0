import { type EventFate } from '../world/event-troubles.js';
import { type Place } from '../world/passages.js';
import { type World } from '../world/world.js';

export interface WalkManyOptions {
  readonly count: number;
  /** One after another, and again from the first; default the persons who are nobody's partner's. */
  readonly personCodes?: readonly string[];
  readonly lateByMs?: number;
  readonly event?: Partial<EventFate>;
}

export type WalkManyRequest = Place & WalkManyOptions;

export interface WalkManyResult {
  readonly granted: number;
  readonly denied: number;
}

/** A crowd in front of one reader, all within the same instant. @throws Refusal 128 for a reader or door that does not exist */
export function walkMany(world: World, request: WalkManyRequest): WalkManyResult {
  const codes = request.personCodes ?? employeeCodes(world, request.count);
  let granted = 0;
  for (let index = 0; index < request.count; index += 1) {
    const personCode = codes[index % codes.length];
    const walker = personCode === undefined ? ({ unknownFace: true } as const) : { personCode };
    if (world.passages.walk(walker, request, request).isGranted) granted += 1;
  }
  return { granted, denied: request.count - granted };
}

function employeeCodes(world: World, count: number): string[] {
  const codes: string[] = [];
  for (const { ownerAppKey, personCode } of world.persons.all()) {
    if (codes.length === count) break;
    if (ownerAppKey === null) codes.push(personCode);
  }
  return codes;
}
