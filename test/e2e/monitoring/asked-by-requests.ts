import { jest } from '@jest/globals';
import { Client } from 'pg';
import { currentContext } from '../../../src/platform/context/request-context.js';

/** What PostgreSQL was asked meanwhile on behalf of people: loops of the product ask too, and whenever they like. */
export async function askedByRequests(work: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const query = Reflect.get(Client.prototype, 'query') as (this: Client, ...given: unknown[]) => unknown;
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...given: unknown[]) {
    if (currentContext().actor.kind === 'user') asked.push(String(given[0]));
    return query.apply(this, given) as never;
  });
  try {
    await work();
    return asked;
  } finally {
    spy.mockRestore();
  }
}
