import { type ApiCaller } from '../../support/api-caller.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';

const HOUR_MS = 3_600_000;
const GRANTED_WITHIN_MS = 180_000;

export type Policy = 'first_exit' | 'grace' | 'until_end';

/** A visit as it was agreed; of a guest with two the passages are all of the one that ends first. */
export interface AgreedVisit {
  readonly visitId: string;
  readonly personCode: string;
  readonly policy: Policy;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly isSecond: boolean;
}

const POLICIES: readonly Policy[] = ['until_end', 'grace', 'until_end', 'first_exit'];

/** Guests with visits that are open since an hour, some of them with a second one that lasts longer. */
export async function announceGuests(api: ApiCaller, count: number): Promise<readonly AgreedVisit[]> {
  const visits: AgreedVisit[] = [];
  const times = { validFrom: new Date(Date.now() - HOUR_MS), validTo: new Date(Date.now() + 3 * HOUR_MS) };
  const drafts: {
    readonly visitId: string;
    readonly policy: Policy;
    readonly isSecond: boolean;
    readonly validTo: Date;
  }[] = [];
  for (let number = 0; number < count; number += 1) {
    const policy = POLICIES[number % POLICIES.length] ?? 'until_end';
    const name = { fullName: `Guest ${letters(number)}`, studentId: `chaos-${number}` };
    const first = await announce(api, { ...asked(times), guest: name, exitPolicy: policy });
    await putPhoto(api, first.id);
    drafts.push({ visitId: first.id, policy, isSecond: false, validTo: times.validTo });
    if (number % 5 !== 0 || policy === 'first_exit') continue;
    const validTo = new Date(times.validTo.getTime() + HOUR_MS);
    const second = await announce(api, { ...asked({ ...times, validTo }), guest: name, exitPolicy: 'until_end' });
    drafts.push({ visitId: second.id, policy: 'until_end', isSecond: true, validTo });
  }
  for (const draft of drafts) {
    const { access } = await untilAccess(api, draft.visitId, 'granted', GRANTED_WITHIN_MS);
    visits.push({ ...draft, personCode: access.personCode ?? '', validFrom: times.validFrom });
  }
  return visits;
}

function asked({ validFrom, validTo }: { readonly validFrom: Date; readonly validTo: Date }) {
  return { validFrom: validFrom.toISOString(), validTo: validTo.toISOString() };
}

/** HikCentral takes no digits in names everywhere. */
function letters(number: number): string {
  const text = number.toString(26);
  return text.replaceAll(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 26)));
}
