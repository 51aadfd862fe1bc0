import { Clock } from '../../../src/platform/clock/clock.js';
import { FindStrays } from '../../../src/modules/access-control/application/find-strays.js';
import { RestoreCardholder } from '../../../src/modules/access-control/application/restore-cardholder.js';
import { SightPersons } from '../../../src/modules/access-control/application/check-drift-sight.js';
import { type GuestClaims, VisitClaims } from '../../../src/modules/visits/visit-claims.js';
import { NO_BUG, type PlantedBug } from '../product/planted-bug.js';
import { type Change } from '../product/wiring.js';
import { bodies, type Body, type BugRow, changed, part, personsIn, unsent } from './planting.js';

const AN_EMPLOYEE = '1';
const CODE_OF_ANOTHER = 'E00007';
const SIX_HOURS_MS = 6 * 3_600_000;
const A_WHILE_MS = 15 * 60_000;
const FOR_EVER = '2036-12-31T00:00:00+00:00';

/** What is agreed about a guest is believed for a quarter of an hour. */
function staleClaims(): PlantedBug {
  const known = new Map<string, { readonly claims: GuestClaims; readonly atMs: number }>();
  return part(VisitClaims, (claims, get) => ({
    claimsOf: async (tx, guestIds) => {
      const nowMs = get(Clock).now().getTime();
      for (const [guestId, fresh] of await claims.claimsOf(tx, guestIds)) {
        if (nowMs - (known.get(guestId)?.atMs ?? -Infinity) > A_WHILE_MS)
          known.set(guestId, { claims: fresh, atMs: nowMs });
      }
      return new Map(guestIds.flatMap((id) => (known.has(id) ? [[id, known.get(id)!.claims] as const] : [])));
    },
  }))();
}

/** Restoring a person takes up every visit that was ever claimed and is not past its time. */
function restoreOfEnded(): PlantedBug {
  const restored = new Set<string>();
  const ever = new Map<string, Map<string, GuestClaims['visits'][number]>>();
  const claims: Change = changed<VisitClaims>((real) => ({
    claimsOf: async (tx, guestIds) => {
      const all = await real.claimsOf(tx, guestIds);
      for (const [guestId, { visits }] of all) {
        const own = ever.get(guestId) ?? new Map<string, (typeof visits)[number]>();
        for (const visit of visits) own.set(visit.visitId, visit);
        ever.set(guestId, own);
      }
      const bring = (claim: GuestClaims): GuestClaims =>
        restored.has(claim.guestId) ? { ...claim, visits: [...(ever.get(claim.guestId)?.values() ?? [])] } : claim;
      return new Map([...all].map(([guestId, claim]) => [guestId, bring(claim)]));
    },
  }));
  const restore: Change = changed<RestoreCardholder>((verb) => ({
    run: async (id) => {
      const cardholder = await verb.run(id);
      restored.add(cardholder.guestId);
      return cardholder;
    },
  }));
  return {
    ...NO_BUG,
    changes: new Map<unknown, Change>([
      [VisitClaims, claims],
      [RestoreCardholder, restore],
    ]),
  };
}

/** One given level is never given again, whatever became of it. */
function assignOnce(): PlantedBug {
  const given = new Set<string>();
  return unsent('give-access-level', '', (body) => {
    const gifts = personsIn(body).map((id) => `${String(body['privilegeGroupId'])} ${id}`);
    const isAgain = gifts.every((gift) => given.has(gift));
    for (const gift of gifts) given.add(gift);
    return isAgain;
  })();
}

/** Only the level that was given last is known when all are to be taken. */
function lastLevelOnly(): PlantedBug {
  const last = new Map<string, unknown>();
  const giving = (body: Body): Body => {
    for (const id of personsIn(body)) last.set(id, body['privilegeGroupId']);
    return body;
  };
  const notes = bodies(['give-access-level'], giving)();
  const takes = unsent('take-access-level', '', (body) =>
    personsIn(body).every((id) => last.has(id) && last.get(id) !== body['privilegeGroupId']),
  )();
  return { ...NO_BUG, client: (client) => takes.client(notes.client(client)) };
}

interface OpenLook {
  parts: { readonly isOurCode: (code: string) => boolean };
  isOurs: () => boolean;
}

/** What is given to whom, until when, and what is taken. */
export const ACCESS_BUGS: readonly BugRow[] = [
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
    name: 'edge-triggered',
    about: 'only events are acted upon, nothing is looked for',
    plant: part(FindStrays, () => ({ run: () => Promise.resolve({ found: 0, next: null }) })),
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
    name: 'local-time-as-utc',
    about: 'times are sent under the wrong offset',
    plant: bodies(['add-person', 'update-person'], (body) => ({
      ...body,
      beginTime: String(body['beginTime']).replace('+00:00', '+02:00'),
      endTime: String(body['endTime']).replace('+00:00', '+02:00'),
    })),
  },
  { name: 'assign-once', about: 'a level is asked for once and never again', plant: assignOnce },
  { name: 'last-level-only', about: 'only the level given last is taken', plant: lastLevelOnly },
  { name: 'stale-plan', about: 'plans are made from what was agreed a while ago', plant: staleClaims },
  { name: 'restore-of-ended', about: 'restoring a person brings ended visits back', plant: restoreOfEnded },
  {
    name: 'drift-takes-strangers',
    about: "the drift check takes somebody else's person for an orphan of ours",
    plant: part(SightPersons, (sight) => ({
      begin: (progress, organisationId) => {
        const look = sight.begin(progress, organisationId);
        const open = look as unknown as OpenLook;
        const { isOurCode } = open.parts;
        open.parts = { ...open.parts, isOurCode: (code) => code === CODE_OF_ANOTHER || isOurCode(code) };
        open.isOurs = () => true;
        return look;
      },
    })),
  },
];
