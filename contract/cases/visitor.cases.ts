import {
  cancelReservedVisit,
  checkInVisitor,
  checkOutVisitor,
  listReservedVisits,
  listVisitorGroups,
  listVisitorRecords,
  readVisitorApprovalRule,
  readVisitorStatus,
  reserveVisit,
  updateReservedVisit,
  type VisitHandle,
  type VisitToSend,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type Site } from '../site.js';
import { type CaseFamily } from './contract-case.js';

const HOUR_MS = 3_600_000;
const MS_PER_SECOND = 1_000;

/** Visitors HikCentral keeps by itself; no call removes the record of a stay that is over. */
export const visitorCases: CaseFamily = {
  name: 'visitors',
  cases: [
    {
      title: 'groups and the rule of approval are read',
      run: async (site) => {
        await site.value(listVisitorGroups(1));
        await site.value(readVisitorApprovalRule());
      },
    },
    {
      title: 'a visit is reserved, listed, changed and cancelled',
      run: async (site) => {
        const visit = testVisit(site, 1);
        const { recordId, isGone } = await reserve(site, visit);
        const { beginsAt, endsAt } = visit.validity;
        const day = { from: new Date(beginsAt.getTime() - HOUR_MS), to: new Date(endsAt.getTime() + HOUR_MS) };
        const listed = await site.value(listReservedVisits({ ...day, pageNo: 1 }));
        const own = listed.items.find(({ reservationId }) => reservationId === recordId);
        site.check(own?.state === 'reserved', `it is listed as ${own?.state ?? 'nothing'}`);
        const later = { beginsAt, endsAt: new Date(endsAt.getTime() + HOUR_MS) };
        await site.value(updateReservedVisit({ ...visit, recordId, validity: later }));
        await site.value(cancelReservedVisit(recordId));
        isGone();
      },
    },
    {
      title: 'a visitor is reserved, checked in and checked out',
      run: async (site) => {
        const visit = testVisit(site, 2);
        const reserved = await reserve(site, visit);
        const visitorId = site.need(reserved.visitorId, 'the reservation names no visitor');
        const reservation = { reservationId: reserved.recordId, visitorId };
        const { recordId } = await site.value(checkInVisitor({ ...visit, reservation }));
        reserved.isGone();
        const isOver = site.made('the stay of a visitor', checkOutVisitor(recordId));
        const isIn = await site.value(readVisitorStatus({ visitorId, at: soon() }));
        site.check(isIn === 'checked-in', `after the check-in the visitor is ${isIn}`);
        await site.value(checkOutVisitor(recordId));
        isOver();
        const isOut = await site.value(readVisitorStatus({ visitorId, at: soon() }));
        site.check(isOut === 'checked-out', `after the check-out the visitor is ${isOut}`);
        const records = await site.value(listVisitorRecords(1));
        site.check(records.total > 0, 'the stay is not in the records');
      },
    },
    {
      title: 'a certificate that is in use is refused',
      run: async (site) => {
        const certificate = { type: 'passport', number: `VCT${site.mark}` } as const;
        const [first, second] = [3, 4].map((number) => testVisit(site, number, { certificate }));
        if (!first || !second) return;
        await reserve(site, first);
        const { outcome } = await site.ask(reserveVisit(second));
        const isConflict = outcome.kind === 'refused' && outcome.error.code === 'GATEWAY.CONFLICT';
        site.check(isConflict, 'it was not refused as taken');
        if (outcome.kind === 'done') site.made('a reservation', cancelReservedVisit(outcome.value.recordId));
      },
    },
  ],
};

async function reserve(site: Site, visit: VisitToSend): Promise<VisitHandle & { readonly isGone: () => void }> {
  const handle = await site.value(reserveVisit(visit));
  return { ...handle, isGone: site.made('a reservation', cancelReservedVisit(handle.recordId)) };
}

/** Requests carry whole seconds, cut: what was done in this one is not yet true at its beginning. */
function soon(): Date {
  return new Date(Date.now() + MS_PER_SECOND);
}

function testVisit(site: Site, number: number, visitor: Partial<VisitToSend['visitor']> = {}): VisitToSend {
  const now = Math.floor(Date.now() / MS_PER_SECOND) * MS_PER_SECOND;
  return {
    hostId: null,
    validity: { beginsAt: new Date(now - HOUR_MS), endsAt: new Date(now + HOUR_MS) },
    reason: { kind: 'business' },
    visitor: {
      fullName: `Contract ${site.mark} ${number}`,
      phone: null,
      email: null,
      faceJpeg: site.options.faceJpeg,
      ...visitor,
    },
  };
}
