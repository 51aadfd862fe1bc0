import {
  type HikCentralClient,
  type SendOptions,
} from '../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type RawAnswer } from '../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../../src/modules/hikcentral-gateway/client/no-answer.js';
import { type Operation, type OperationName } from '../../src/modules/hikcentral-gateway/index.js';
import { FindStrays } from '../../src/modules/access-control/application/find-strays.js';
import { VisitAccess, type VisitAccessView } from '../../src/contracts/ports/visit-access.js';
import { ApplyPassages, type GuestPassage } from '../../src/modules/visits/application/apply-passages.js';
import { type ReadPage, StorePage } from '../../src/modules/monitoring/application/store-page.js';
import { type Transaction } from '../../src/platform/database/transaction.js';
import { NO_BUG, type PlantedBug } from './product/planted-bug.js';
import { type Change, type Token } from './product/wiring.js';

export interface BugRow {
  readonly name: string;
  readonly about: string;
  readonly plant: () => PlantedBug;
}

type Body = Readonly<Record<string, unknown>>;
type Sends = Pick<HikCentralClient, 'send'>;
type Way = (operation: Operation<unknown>, options: SendOptions, client: Sends) => Promise<RawAnswer | NoAnswer>;

const AN_EMPLOYEE = '1';
const SIX_HOURS_MS = 6 * 3_600_000;
const FOR_EVER = '2036-12-31T00:00:00+00:00';

/** A mistake in how calls are made or what is made of their answers. */
function calls(way: Way): () => PlantedBug {
  return () => ({ ...NO_BUG, client: (client) => ({ send: (operation, options) => way(operation, options, client) }) });
}

/** A call of another body than it should have. */
function bodies(names: readonly OperationName[], edit: (body: Body) => Body): () => PlantedBug {
  return calls((operation, options, client) =>
    client.send(names.includes(operation.name) ? { ...operation, body: edit(operation.body) } : operation, options),
  );
}

/** A call that is never made, and taken for done. */
function unsent(name: OperationName, data: unknown, isMeant: (body: Body) => boolean = () => true): () => PlantedBug {
  return calls((operation, options, client) =>
    operation.name === name && isMeant(operation.body)
      ? Promise.resolve(said('0', data))
      : client.send(operation, options),
  );
}

/** A part of ours that does something else. */
function part<T extends object>(token: Token<T>, change: (part: T) => Partial<T>): () => PlantedBug {
  const changed: Change = (made) => Object.assign(Object.create(made) as object, change(made as T));
  return () => ({ ...NO_BUG, changes: new Map<unknown, Change>([[token, changed]]) });
}

function said(code: string, data: unknown): RawAnswer {
  return {
    httpStatus: 200,
    retryAfter: null,
    date: null,
    body: Buffer.from(JSON.stringify({ code, msg: 'Success', data })),
  };
}

function isLost(answer: RawAnswer | NoAnswer): boolean {
  return answer instanceof NoAnswer && answer.wasWritten;
}

/** What the API says of access, changed on the way out. */
function claims(change: (view: VisitAccessView) => VisitAccessView): () => PlantedBug {
  return part(VisitAccess, (access) => ({
    ofVisits: async (tx: Transaction, visitIds: readonly string[]) => {
      const views = await access.ofVisits(tx, visitIds);
      return new Map([...views].map(([id, view]) => [id, change(view)]));
    },
  }));
}

export const PLANTED_BUGS: readonly BugRow[] = [
  {
    name: 'blind-retry',
    about: 'a call without an answer is sent again, unbooked',
    plant: calls(async (operation, options, client) => {
      const answer = await client.send(operation, options);
      return isLost(answer) ? client.send(operation, options) : answer;
    }),
  },
  {
    name: 'reads-are-free',
    about: 'a look is made twice for one booking',
    plant: calls(async (operation, options, client) => {
      if (operation.effect === 'read') await client.send(operation, options);
      return client.send(operation, options);
    }),
  },
  {
    name: 'cap-on-revocation',
    about: 'after three tries nothing is taken any more',
    plant: () => {
      let tries = 0;
      return unsent('take-access-level', '', () => (tries += 1) > 3)();
    },
  },
  {
    name: 'wrong-type',
    about: 'levels are taken from visitors, not persons',
    plant: bodies(['take-access-level'], (body) => ({ ...body, type: 2 })),
  },
  {
    name: 'trust-in-code-0',
    about: 'what was asked of the doors is taken for applied',
    plant: unsent('read-application-summary', {
      statisticResult: { unApplicationCount: 0, editAndUnApplicationCount: 0, applicationFailCount: 0 },
    }),
  },
  {
    name: 'never-applied',
    about: 'changes are made and the doors not asked',
    plant: unsent('request-application', ''),
  },
  {
    name: 'local-time-as-utc',
    about: 'times are sent under the wrong offset',
    plant: bodies(['add-person', 'update-person'], (body) => ({
      ...body,
      beginTime: String(body['beginTime']).replace('+00:00', '+02:00'),
      endTime: String(body['endTime']).replace('+00:00', '+02:00'),
    })),
  },
  {
    name: 'edge-triggered',
    about: 'only events are acted upon, nothing is looked for',
    plant: part(FindStrays, () => ({ run: () => Promise.resolve({ found: 0, next: null }) })),
  },
  {
    name: 'short-window',
    about: 'a slot is free again before its window is over',
    plant: () => ({ ...NO_BUG, limits: (limits) => ({ ...limits, windowMs: limits.windowMs / 2 }) }),
  },
  {
    name: 'one-slot-too-many',
    about: 'one call more than the limit',
    plant: () => ({ ...NO_BUG, limits: (limits) => ({ ...limits, limit: limits.limit + 1 }) }),
  },
  {
    name: 'level-from-todays-settings',
    about: 'only the default level is ever taken',
    plant: unsent('take-access-level', '', (body) => body['privilegeGroupId'] !== '1'),
  },
  {
    name: 'no-dead-man',
    about: 'persons are made without the end of their visit',
    plant: bodies(['add-person', 'update-person'], (body) => ({ ...body, endTime: FOR_EVER })),
  },
  {
    name: 'times-never-follow',
    about: 'a person is made once and never updated',
    plant: unsent('update-person', ''),
  },
  {
    name: 'too-early',
    about: 'doors open six hours before the visit',
    plant: bodies(['add-person', 'update-person'], (body) => ({
      ...body,
      beginTime: `${new Date(Date.parse(String(body['beginTime'])) - SIX_HOURS_MS).toISOString().slice(0, 19)}+00:00`,
    })),
  },
  {
    name: 'hands-on',
    about: 'a level is taken from somebody else too',
    plant: bodies(['take-access-level'], (body) => ({
      ...body,
      list: [...(body['list'] as object[]), { id: AN_EMPLOYEE }],
      privilegeGroupId: '3',
    })),
  },
  {
    name: 'code-of-the-moment',
    about: 'each try to make a person makes up a new code',
    plant: () => {
      let tries = 0;
      return bodies(['add-person'], (body) => ({
        ...body,
        personCode: `X${String((tries += 1)).padStart(15, '0')}`,
      }))();
    },
  },
  {
    name: 'unknown-is-no',
    about: 'a giving call without an answer is taken for refused',
    plant: calls(async (operation, options, client) => {
      const answer = await client.send(operation, options);
      return operation.name === 'give-access-level' && isLost(answer) ? said('128', null) : answer;
    }),
  },
  {
    name: 'granted-on-hope',
    about: 'access is said to be granted before it was read back',
    plant: claims((view) => ({
      ...view,
      status: view.status === 'applying' || view.status === 'pending' ? 'granted' : view.status,
    })),
  },
  {
    name: 'revoked-on-hope',
    about: 'access is said to be revoked before it was read back',
    plant: claims((view) => ({ ...view, status: view.status === 'revoking' ? 'revoked' : view.status })),
  },
  {
    name: 'denied-is-a-passage',
    about: 'a refused passage counts as one',
    plant: part(ApplyPassages, (verb) => ({
      run: (tx: Transaction, passages: readonly GuestPassage[]) =>
        verb.run(
          tx,
          passages.map((passage) => ({ ...passage, result: 'granted' as const })),
        ),
    })),
  },
  {
    name: 'only-what-was-granted',
    about: 'refused passages are not stored',
    plant: part(StorePage, (verb) => ({
      run: (page: ReadPage) => verb.run({ ...page, events: page.events.filter(({ result }) => result === 'granted') }),
    })),
  },
];

export function findBug(name: string): BugRow {
  const bug = PLANTED_BUGS.find((row) => row.name === name);
  if (bug === undefined) throw new Error(`no planted bug is called ${name}`);
  return bug;
}
