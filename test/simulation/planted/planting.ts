import {
  type HikCentralClient,
  type SendOptions,
} from '../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type RawAnswer } from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../../../src/modules/hikcentral-gateway/client/no-answer.js';
import { type Operation, type OperationName } from '../../../src/modules/hikcentral-gateway/index.js';
import { NO_BUG, type PlantedBug } from '../product/planted-bug.js';
import { type Change, type Token } from '../product/wiring.js';

export interface BugRow {
  readonly name: string;
  readonly about: string;
  readonly plant: () => PlantedBug;
}

export type Body = Readonly<Record<string, unknown>>;
type Sends = Pick<HikCentralClient, 'send'>;
type Way = (operation: Operation<unknown>, options: SendOptions, client: Sends) => Promise<RawAnswer | NoAnswer>;
type Get = <T>(token: Token<T>) => T;

/** A mistake in how calls are made or what is made of their answers. */
export function calls(way: Way): () => PlantedBug {
  return () => ({ ...NO_BUG, client: (client) => ({ send: (operation, options) => way(operation, options, client) }) });
}

/** A call of another body than it should have. */
export function bodies(names: readonly OperationName[], edit: (body: Body) => Body): () => PlantedBug {
  return calls((operation, options, client) =>
    client.send(names.includes(operation.name) ? { ...operation, body: edit(operation.body) } : operation, options),
  );
}

/** A call that is never made, and taken for done. */
export function unsent(
  name: OperationName,
  data: unknown,
  isMeant: (body: Body) => boolean = () => true,
): () => PlantedBug {
  return calls((operation, options, client) =>
    operation.name === name && isMeant(operation.body)
      ? Promise.resolve(said('0', data))
      : client.send(operation, options),
  );
}

/** A part of ours that does something else. */
export function part<T extends object>(token: Token<T>, change: (part: T, get: Get) => Partial<T>): () => PlantedBug {
  return () => ({ ...NO_BUG, changes: new Map<unknown, Change>([[token, changed(change)]]) });
}

/** As it was, but for what `change` gives. */
export function changed<T extends object>(change: (part: T, get: Get) => Partial<T>): Change {
  return (made, get) => overriding(made as T, change(made as T, get));
}

export function overriding<T extends object>(made: T, overrides: Partial<T>): T {
  return Object.create(made, Object.getOwnPropertyDescriptors(overrides)) as T;
}

export function said(code: string, data: unknown): RawAnswer {
  return {
    httpStatus: 200,
    retryAfter: null,
    date: null,
    body: Buffer.from(JSON.stringify({ code, msg: 'Success', data })),
  };
}

export function isLost(answer: RawAnswer | NoAnswer): boolean {
  return answer instanceof NoAnswer && answer.wasWritten;
}

/** Of a change of a level: whose, by id or by code. */
export function personsIn(body: Body): readonly string[] {
  const list = body['list'] as readonly { readonly id?: string; readonly personCode?: string }[];
  return list.map(({ id, personCode }) => id ?? personCode ?? '');
}
