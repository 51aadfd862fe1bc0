import { fullName, type Person } from '../world/model.js';
import { type World } from '../world/world.js';

/** What the page's own button makes; by the code, so that a saved world still knows them. */
const DEMO_CODE = /^DEMO\d+$/;

export function demoCode(number: number): string {
  return `DEMO${number}`;
}

/** Whoever a partner made, or the page for somebody who tries it without one; everybody else is an employee. */
export function isGuest({ ownerAppKey, personCode }: Person): boolean {
  return ownerAppKey !== null || DEMO_CODE.test(personCode);
}

/** In the order of their making. */
export function guestsOf(world: World): Person[] {
  return world.persons.all().filter(isGuest);
}

/** Doors may know somebody whom the record has forgotten. */
export function nameOf(world: World, personId: string): string {
  const person = world.persons.find({ personId });
  if (person !== undefined) return fullName(person);
  for (const [, { copies, failures }] of world.slates.entries()) {
    const name = copies.get(personId)?.personName ?? failures.get(personId)?.personName;
    if (name !== undefined && name !== '') return name;
  }
  return `#${personId}`;
}
