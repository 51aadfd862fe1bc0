import { JsonFields } from '../protocol/json-fields.js';
import { badParameters } from '../status.js';
import { type DeviceCard } from '../world/person.js';
import { DONE, type IsapiCall, type IsapiEndpoint, type IsapiResult, json } from './endpoint.js';
import { cutPage, listed, readPage } from './paging.js';
import { MAX_SEARCH_ID, readEmployeeNo, readEmployeeNos } from './person-fields.js';

const CARD_INFO = '/ISAPI/AccessControl/CardInfo';
const CARD_NO = /^[A-Za-z0-9]{1,32}$/;
const MAX_CARD_NO = 32;

export const cardEndpoints: readonly IsapiEndpoint[] = [
  { method: 'POST', path: `${CARD_INFO}/Record`, form: 'json', handle: record },
  { method: 'PUT', path: `${CARD_INFO}/Delete`, form: 'json', handle: remove },
  { method: 'POST', path: `${CARD_INFO}/Search`, form: 'json', handle: search },
  { method: 'GET', path: `${CARD_INFO}/Count`, form: 'json', handle: count },
];

function record({ device, body }: IsapiCall): IsapiResult {
  const fields = JsonFields.parse(body).object('CardInfo');
  const cardType = fields.optionalOneOf('cardType', ['normalCard']) ?? 'normalCard';
  device.roster.addCard({ employeeNo: readEmployeeNo(fields), cardNo: readCardNo(fields), cardType });
  return DONE;
}

function remove({ device: { roster }, body }: IsapiCall): IsapiResult {
  const condition = JsonFields.parse(body).object('CardInfoDelCond');
  const { cardNos, employeeNos } = readWhich(condition);
  for (const card of roster.allCards().filter((each) => isNamed(each, cardNos, employeeNos)))
    roster.dropCard(card.cardNo);
  return DONE;
}

function search({ device, body }: IsapiCall): IsapiResult {
  const condition = JsonFields.parse(body).object('CardInfoSearchCond');
  const searchID = condition.text('searchID', MAX_SEARCH_ID);
  const page = readPage(condition, device.profile.pageSize);
  const { cardNos, employeeNos } = readWhich(condition);
  const matches = device.cardSearches.matches(
    searchID,
    page.position,
    JSON.stringify([cardNos ?? null, employeeNos ?? null]),
    () => device.roster.allCards().filter((card) => isNamed(card, cardNos, employeeNos)),
  );
  const { head, entries } = cutPage(matches, page);
  return json({ CardInfoSearch: { searchID, ...head, ...listed('CardInfo', entries) } });
}

function count({ device }: IsapiCall): IsapiResult {
  return json({ CardInfoCount: { cardNumber: device.roster.allCards().length } });
}

function readCardNo(fields: JsonFields): string {
  const cardNo = fields.text('cardNo', MAX_CARD_NO);
  if (!CARD_NO.test(cardNo)) throw badParameters('cardNo');
  return cardNo;
}

interface Which {
  readonly cardNos: readonly string[] | undefined;
  readonly employeeNos: readonly string[] | undefined;
}

function readWhich(condition: JsonFields): Which {
  return {
    cardNos: condition.optionalObjects('CardNoList')?.map(readCardNo),
    employeeNos: readEmployeeNos(condition),
  };
}

/** Without either list, every card. */
function isNamed(
  { cardNo, employeeNo }: DeviceCard,
  cardNos: Which['cardNos'],
  employeeNos: Which['employeeNos'],
): boolean {
  return (cardNos?.includes(cardNo) ?? true) && (employeeNos?.includes(employeeNo) ?? true);
}
