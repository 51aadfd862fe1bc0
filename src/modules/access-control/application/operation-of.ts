import {
  addPerson,
  deletePerson,
  findPersonByCode,
  giveAccessLevel,
  listAccessLevelMembers,
  type Operation,
  type PersonToSend,
  readApplicationSummary,
  readPersonApplication,
  requestApplication,
  takeAccessLevel,
  updateFace,
  updatePerson,
} from '../../hikcentral-gateway/index.js';
import { type Step } from '../domain/step.js';
import { type CardholderDraft } from './cardholder-draft.js';

export interface SendingContext {
  readonly organisationId: string | null;
  /** Items of a list that the server is asked for at once. */
  readonly pageSize: number;
  /** The guest's picture as the doors get it. */
  readonly faceOf: (guestId: string) => Promise<{ readonly jpeg: Buffer; readonly sha256: string } | null>;
}

/** The call for a step that these cardholders share; null when what it needs is not there (any more). */
export async function operationOf(
  step: Step,
  drafts: readonly CardholderDraft[],
  context: SendingContext,
): Promise<Operation<unknown> | null> {
  const [first] = drafts;
  if (first === undefined) return null;
  const { personId } = first.facts.person;
  switch (step.kind) {
    case 'look-up-person':
      return findPersonByCode(first.before.personCode);
    case 'read-application':
      return readApplicationSummary();
    case 'read-members':
      return listAccessLevelMembers({ levelId: step.levelId, pageNo: 1, pageSize: context.pageSize });
    case 'add-person':
      return addOperation(first, context);
    case 'update-person': {
      const person = toSend(first, context.organisationId);
      return person === null || personId === null ? null : updatePerson({ ...person, personId });
    }
    case 'update-face': {
      const face = await currentFace(first, context);
      return face === null || personId === null ? null : updateFace({ personId, faceJpeg: face });
    }
    case 'remove-person':
      return personId === null ? null : deletePerson(personId);
    case 'read-own-application':
      return personId === null ? null : readPersonApplication(personId);
    default:
      return sharedChange(step, drafts);
  }
}

function sharedChange(
  step: Extract<Step, { kind: 'give-level' | 'take-level' | 'request-application' }>,
  drafts: readonly CardholderDraft[],
): Operation<unknown> | null {
  const personIds = drafts.flatMap(({ facts: { person } }) => (person.personId === null ? [] : [person.personId]));
  if (step.kind === 'request-application') return personIds.length === 0 ? null : requestApplication({ personIds });
  // One form for all of them: by code as soon as one of the ids is not read back.
  const persons =
    personIds.length === drafts.length
      ? { personIds }
      : { personCodes: drafts.map(({ before: { personCode } }) => personCode) };
  const change = { levelId: step.levelId, ...persons };
  return step.kind === 'give-level' ? giveAccessLevel(change) : takeAccessLevel(change);
}

async function addOperation(draft: CardholderDraft, context: SendingContext): Promise<Operation<unknown> | null> {
  const person = toSend(draft, context.organisationId);
  const faceJpeg = await currentFace(draft, context);
  return person === null || faceJpeg === null ? null : addPerson({ ...person, faceJpeg });
}

/** null when the photo was replaced since it was looked at: the next look sees the new one. */
async function currentFace({ before, desired }: CardholderDraft, { faceOf }: SendingContext): Promise<Buffer | null> {
  const face = await faceOf(before.guestId);
  return face !== null && face.sha256 === desired.person?.faceSha256 ? face.jpeg : null;
}

function toSend({ before, desired, claims }: CardholderDraft, organisationId: string | null): PersonToSend | null {
  if (desired.person === null || claims === null || organisationId === null) return null;
  const { beginsAtMs, endsAtMs } = desired.person;
  return {
    personCode: before.personCode,
    fullName: claims.fullName,
    organisationId,
    phone: claims.phone,
    email: claims.email,
    validity: { beginsAt: new Date(beginsAtMs), endsAt: new Date(endsAtMs) },
  };
}
