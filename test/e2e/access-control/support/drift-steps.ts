import { randomBytes } from 'node:crypto';
import { makePersonCode } from '../../../../src/modules/access-control/domain/person-code.js';
import { KeyVault } from '../../../../src/platform/crypto/key-vault.js';
import { SystemRandom } from '../../../../src/platform/random/random.js';
import { type Simulator } from '../../../../simulator/index.js';
import { type ApiCaller } from '../../../support/api-caller.js';
import { COMPLETE_ENVIRONMENT } from '../../../support/settings.js';
import { type TestVestibule } from '../../../support/vestibule.js';
import { announce, putPhoto, untilAccess, type VisitBody } from '../../../support/visit-steps.js';
import { waitFor } from '../../../support/wait-for.js';

export interface DriftFindingBody {
  readonly kind: string;
  readonly cardholderId: string | null;
  readonly personCode: string;
  readonly accessLevelIds: readonly string[];
  readonly differs: readonly string[];
  readonly isMended: boolean;
  readonly hikcentral: { readonly hikcentralPersonId: string; readonly organisationId: string } | null;
  readonly record: { readonly hikcentralPersonId: string; readonly organisationId: string } | null;
}

export interface DriftCheckBody {
  readonly id: string;
  readonly status: string;
  readonly ghosts: number;
  readonly holes: number;
  readonly wrongWindow: number;
  readonly wrongLevel: number;
  readonly lostFaces: number;
  readonly duplicates: number;
  readonly unknownPersons: number;
  readonly mended: number;
  readonly callsSpent: number;
  readonly personsRead: number;
  readonly levelsRead: number;
  readonly findings: readonly DriftFindingBody[];
}

export const NOTHING_FOUND = {
  status: 'completed',
  ghosts: 0,
  holes: 0,
  wrongWindow: 0,
  wrongLevel: 0,
  lostFaces: 0,
  duplicates: 0,
  unknownPersons: 0,
  mended: 0,
};

export async function checkDrift(api: ApiCaller, path = '/drift-checks'): Promise<DriftCheckBody> {
  const { status, body } = await api.post<DriftCheckBody>(path);
  if (status !== 202) throw new Error(`the check was answered ${status}: ${JSON.stringify(body)}`);
  return untilChecked(api, body.id);
}

export async function untilChecked(api: ApiCaller, id: string): Promise<DriftCheckBody> {
  let check = (await api.get<DriftCheckBody>(`/drift-checks/${id}`)).body;
  await waitFor(async () => {
    check = (await api.get<DriftCheckBody>(`/drift-checks/${id}`)).body;
    return !['queued', 'running'].includes(check.status);
  }, 'the drift check');
  return check;
}

export async function grantOne(api: ApiCaller, overrides: Readonly<Record<string, unknown>> = {}): Promise<VisitBody> {
  const { id } = await announce(api, overrides);
  await putPhoto(api, id);
  return untilAccess(api, id, 'granted');
}

/** Whom HikCentral or a door would let in, of those who are not employees; by person code. */
export function heldBy(simulator: Simulator): string[] {
  const { persons, doors } = simulator.control.snapshot();
  const codes = new Map(persons.map(({ personId, personCode }) => [personId, personCode]));
  const members = persons.filter(({ privilegeGroupIds }) => privilegeGroupIds.length > 0);
  const atDoors = doors.flatMap(({ copies }) => copies.map(({ personId }) => codes.get(personId) ?? personId));
  const held = [...members.map(({ personCode }) => personCode), ...atDoors];
  return [...new Set(held)].filter((code) => !code.startsWith('E')).sort();
}

/** A code that this installation would make, and that its database does not know. */
export function unknownCode(): string {
  const vault = new KeyVault(Buffer.from(COMPLETE_ENVIRONMENT.SECRET_KEY, 'base64'), new SystemRandom());
  return makePersonCode(randomBytes(9), (text) => vault.fingerprint('access-control.person-code', text));
}

/** Somebody makes a person by hand. @returns the person's id */
export async function addByHand(
  { simulator }: TestVestibule,
  person: { readonly personCode: string; readonly organisation: string; readonly name?: readonly [string, string] },
  ...levelIds: readonly string[]
): Promise<string> {
  const { control } = simulator;
  const [givenName, familyName] = person.name ?? ['Bo', 'Ek'];
  const organisation = control.snapshot().organisations.find(({ orgName }) => orgName === person.organisation);
  const { body } = await control.asOperator('/api/resource/v1/person/single/add', {
    personCode: person.personCode,
    personGivenName: givenName,
    personFamilyName: familyName,
    orgIndexCode: organisation!.orgIndexCode,
    beginTime: inSeconds(-60),
    endTime: inSeconds(86_400),
  });
  const answer = JSON.parse(body) as { code: string; data: string };
  if (answer.code !== '0') throw new Error(`the person was answered ${body}`);
  for (const levelId of levelIds) control.edits.addMember(levelId, { personId: answer.data });
  return answer.data;
}

/** As HikCentral writes it: whole seconds, with an offset. */
function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toISOString().replace(/\.\d+Z$/, '+00:00');
}
