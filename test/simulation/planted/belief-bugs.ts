import { VisitAccess, type VisitAccessView } from '../../../src/contracts/ports/visit-access.js';
import { AccessLedger } from '../../../src/modules/access-control/persistence/access-ledger.js';
import { type Cardholder } from '../../../src/modules/access-control/persistence/cardholder.js';
import { CardholderRepository } from '../../../src/modules/access-control/persistence/cardholder-repository.js';
import { type ReadPage, StorePage } from '../../../src/modules/monitoring/application/store-page.js';
import { ApplyPassages, type GuestPassage } from '../../../src/modules/visits/application/apply-passages.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';
import { NO_BUG, type PlantedBug } from '../product/planted-bug.js';
import { type Change } from '../product/wiring.js';
import { type BugRow, changed, part, unsent } from './planting.js';

/** What the API says of access, changed on the way out. */
function claims(change: (view: VisitAccessView) => VisitAccessView): () => PlantedBug {
  return part(VisitAccess, (access) => ({
    ofVisits: async (tx: Transaction, visitIds: readonly string[]) => {
      const views = await access.ofVisits(tx, visitIds);
      return new Map([...views].map(([id, view]) => [id, change(view)]));
    },
  }));
}

/**
 * An answer "refused" in place of a lost one would do no harm: what was written down before the call left stays until a reading. So
 * the writing goes too.
 */
function unknownForgotten(): PlantedBug {
  const forgotten = new Set<string>();
  const forget = (cardholder: Cardholder): Cardholder => {
    const levels = Object.entries(cardholder.facts.levels).filter(([, { give }]) => {
      if (give?.outcome !== 'unknown') return true;
      forgotten.add(give.callId);
      return false;
    });
    return { ...cardholder, facts: { ...cardholder.facts, levels: Object.fromEntries(levels) } };
  };
  return {
    ...NO_BUG,
    changes: new Map<unknown, Change>([
      [
        CardholderRepository,
        changed<CardholderRepository>((rows) => ({ save: (tx, changes) => rows.save(tx, changes.map(forget)) })),
      ],
      [
        AccessLedger,
        changed<AccessLedger>((ledger) => ({
          openLevels: async (tx, ids) =>
            (await ledger.openLevels(tx, ids)).filter(({ callId }) => !forgotten.has(callId)),
        })),
      ],
    ]),
  };
}

/** What is believed of an answer, of a passage, and what is said. */
export const BELIEF_BUGS: readonly BugRow[] = [
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
    name: 'unknown-is-no',
    about: 'a giving call without an answer is forgotten, in the facts and in the ledger',
    plant: unknownForgotten,
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
  {
    name: 'passages-by-arrival',
    about: 'a passage counts from when it was read',
    plant: part(ApplyPassages, (verb, get) => ({
      run: (tx: Transaction, passages: readonly GuestPassage[]) =>
        verb.run(
          tx,
          passages.map((passage) => ({ ...passage, occurredAt: get(Clock).now() })),
        ),
    })),
  },
  {
    name: 'cursor-before-commit',
    about: 'how far was read is kept before what was read',
    plant: part(StorePage, (verb) => ({
      run: async (page: ReadPage) => {
        await verb.run({ ...page, events: [] });
        return verb.run(page);
      },
    })),
  },
];
