import { missing } from '../server/fields.js';
import { type Fields } from '../server/fields.js';
import { notFound } from '../refusal.js';
import { type Call, type Endpoint } from './endpoint.js';
import { readObject } from './person-fields.js';
import { qrCodeImage } from './qr-code.js';

const PERSON = '/api/resource/v1/person';
const SINCE = { since: '3.0' } as const;
/** What fits into the smallest code. */
const MAX_CARD_NO = 17;

export const qrCodeEndpoints: readonly Endpoint[] = [
  { path: `${PERSON}/staticqrcode/get`, ...SINCE, handle: staticCode },
  { path: `${PERSON}/qrcodeconfig/get`, ...SINCE, handle: ({ world }) => world.qrCodeConfig },
  { path: `${PERSON}/qrcodeconfig/update`, ...SINCE, handle: configure },
];

/** The code of a card somebody has. */
function staticCode({ fields, world }: Call): object {
  const cardNo = readData(fields).text('cardNo', { max: MAX_CARD_NO });
  if (!world.persons.all().some(({ cardNos }) => cardNos.includes(cardNo))) throw notFound('card');
  return { qrcode: qrCodeImage(cardNo) };
}

function configure({ fields, world, actor }: Call): string {
  const data = readData(fields);
  const type = data.integer('type', 0, 1);
  const validTime = data.integer('validTime', 0, 1440);
  const validTimeUnit = data.integer('validTimeUnit', 0, 2);
  world.configureQrCodes({ type, validTime, validTimeUnit }, actor);
  return '';
}

function readData(fields: Fields): Fields {
  const data = readObject(fields, 'data');
  if (data === undefined) throw missing('data');
  return data;
}
