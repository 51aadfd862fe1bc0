import { command, type DeviceCall, jsonBody } from '../client/device-call.js';
import { toPersonCode } from '../mapping/device-persons.js';

const CARDS = '/ISAPI/AccessControl/CardInfo';
const CARD_FORM = /^[A-Za-z0-9]{1,32}$/;

export interface DeviceCard {
  readonly personCode: string;
  /** 1–32 letters and digits. */
  readonly cardNo: string;
}

/** GATEWAY.CONFLICT when the card is somebody's already. @throws RangeError for a code or a number that is none */
export function addCard({ personCode, cardNo }: DeviceCard): DeviceCall<void> {
  const CardInfo = { employeeNo: toPersonCode(personCode), cardNo: toCardNo(cardNo), cardType: 'normalCard' };
  const target = `${CARDS}/Record?format=json`;
  return command({ name: 'add-card', effect: 'once', method: 'POST', target, body: jsonBody({ CardInfo }) });
}

/** @throws RangeError for a number that is none */
export function removeCard(cardNo: string): DeviceCall<void> {
  const body = jsonBody({ CardInfoDelCond: { CardNoList: [{ cardNo: toCardNo(cardNo) }] } });
  const target = `${CARDS}/Delete?format=json`;
  return command({ name: 'remove-card', effect: 'repeatable', method: 'PUT', target, body });
}

/** An empty one might name every card. */
function toCardNo(cardNo: string): string {
  if (CARD_FORM.test(cardNo)) return cardNo;
  throw new RangeError('a card has 1 to 32 letters and digits');
}
