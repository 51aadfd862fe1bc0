import sharp from 'sharp';
import { Refusal, CODES } from '../refusal.js';
import { type Scheduler } from '../runtime/time.js';
import { faceOf } from '../world/face.js';
import { type Actor, type Person } from '../world/model.js';
import { type World } from '../world/world.js';
import { demoCode } from './guests.js';

const OPERATOR: Actor = { by: 'operator' };
const ROOT_PARENT = '0';
const VALID_BEFORE_MS = 5 * 60_000;
const VALID_FOR_MS = 2 * 60 * 60_000;
/** Long enough to see that a level alone opens no door. */
const APPLY_AFTER_MS = 1_500;
const FACE_SIDE = 160;

const NAMES = [
  ['Asa', 'Ost'],
  ['Bo', 'Lind'],
  ['Cleo', 'Marsh'],
  ['Данияр', 'Сеитов'],
  ['Eva', 'Novak'],
  ['Фарида', 'Алиева'],
] as const;

/**
 * A guest by an operator's hand, as one would do it at HikCentral's own client: the record with a face, the first level,
 * and after a pause the application.
 * @throws Refusal 2 in a world without levels; 132 at the licence's limit
 */
export async function addDemoGuest(world: World, scheduler: Scheduler): Promise<Person> {
  const level = world.levels.all()[0];
  const root = world.organisations.all().find(({ parentOrgIndexCode }) => parentOrgIndexCode === ROOT_PARENT);
  if (level === undefined || root === undefined) throw new Refusal(CODES.parameterWrong, 'no access level to give');
  const number = nextNumber(world);
  const face = faceOf(await drawFace(number));
  const [givenName, familyName] = NAMES[(number - 1) % NAMES.length] ?? NAMES[0];
  const person = world.addPerson(
    {
      personCode: demoCode(number),
      givenName,
      familyName,
      gender: 0,
      orgIndexCode: root.orgIndexCode,
      phoneNo: '',
      email: '',
      remark: '',
      cardNos: [],
      beginTimeMs: world.nowMs() - VALID_BEFORE_MS,
      endTimeMs: world.nowMs() + VALID_FOR_MS,
      face,
    },
    OPERATOR,
  );
  const { personId } = person;
  world.addMembers(level.privilegeGroupId, [person], OPERATOR);
  const scope = { personIds: new Set([personId]), doorIndexCodes: null, shouldRetryFailures: true };
  scheduler.after(APPLY_AFTER_MS, () => world.application.queue(scope, OPERATOR));
  return person;
}

function nextNumber(world: World): number {
  let number = 1;
  while (world.persons.find({ personCode: demoCode(number) }) !== undefined) number += 1;
  return number;
}

/** Nobody's: two circles, of another colour for each guest. */
function drawFace(number: number): Promise<Buffer> {
  const hue = (number * 67) % 360;
  const middle = FACE_SIDE / 2;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${FACE_SIDE}" height="${FACE_SIDE}">
    <rect width="100%" height="100%" fill="hsl(${hue}, 40%, 85%)"/>
    <circle cx="${middle}" cy="64" r="34" fill="hsl(${hue}, 45%, 45%)"/>
    <circle cx="${middle}" cy="170" r="62" fill="hsl(${hue}, 45%, 45%)"/>
  </svg>`;
  return sharp(Buffer.from(picture)).jpeg().toBuffer();
}
