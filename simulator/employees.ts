import { seededRandom } from './runtime/seeded-random.js';
import { faceOf } from './world/face.js';
import { type Person } from './world/model.js';

/** A grey silhouette, 96×96: employees have a face, but nobody's. */
export const SILHOUETTE = Buffer.from(
  '/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8' +
    'fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCABgAGADASIAAhEBAxEB/8QAGQABAQEBAQEAAAAAAAAAAAAAAAQBBQMC' +
    '/8QAJxAAAgEDAgUEAwAAAAAAAAAAAAECAwQRMVESISJBYQUTMnFCgcH/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQAC' +
    'EQMRAD8A7AAAAAAAAAAAAAAAAAAAAHlcVfZpOXfRfYHzXuYUeXylsiOV7Wb5NR+kTtuTbby2YBTG9rJ82pfaLKFzCty+Mtmco1NxaaeGgO2Dyt6vvUlLvo/s9QAA' +
    'AAAAReovpprs2y0lv4cVFSX4sDmgAAAAL/Tn01Fs0WkthDhouT/JlQAAAAAAMaTTTWUzQBy7i1lSbcU3DfYnO1KUYrqkkvLJpys2+rhz4T/gHOKLe1lVack1Dfcp' +
    'hKzi+nhz5T/pTGUZLpkmvDA1JJJJYSNAAAAAAY3hZegGTlGEXKTwkQVr2Usql0rfuedzXdafL4LRHgBrbk8ttvyYAANTcXlNp+DABXRvZR5Vepb9y+E4zipReUzi' +
    'nvbV3Rnz+D1QHVBieVlaGgCa+nwUMLWTwUkPqOlP9gQgAAAAAAAAADp2M+Ohh6xeCkh9O0qfouA//9k=',
  'base64',
);

const GIVEN_NAMES = [
  ...['Aigerim', 'Anna', 'Daniyar', 'Elena', 'Jonas', 'Kamila', 'Lena', 'Marat', 'Nurlan', 'Olga', 'Sara', 'Timur'],
  ...['Айгүл', 'Алия', 'Борис', 'Дархан', 'Ербол', 'Жанна', 'Ирина', 'Қайрат', 'Мария', 'Олжас', 'Сергей', 'Шолпан'],
];

const FAMILY_NAMES = [
  ...['Abenov', 'Berg', 'Fischer', 'Iskakova', 'Kim', 'Lind', 'Novak', 'Omarov', 'Petrova', 'Seitkali', 'Weber'],
  ...['Ахметов', 'Бекова', 'Волков', 'Ғалымов', 'Жұмабаев', 'Иванова', 'Ким', 'Нұрпейіс', 'Соколова', 'Тлеуов'],
];

const EMPLOYED_FROM = Date.parse('2020-01-01T00:00:00Z');
const EMPLOYED_TO = Date.parse('2037-12-31T00:00:00Z');

/**
 * The people who work on the site and are nobody's business but their own: a crowd that is the same for the same seed.
 * @param count any number from 0; ids run from 1, codes from `E00001`
 */
export function employees(count: number, seed: number, orgIndexCode: string): Person[] {
  const random = seededRandom(seed);
  const face = faceOf(SILHOUETTE);
  return Array.from({ length: count }, (_, index) => ({
    personId: String(index + 1),
    personCode: `E${String(index + 1).padStart(5, '0')}`,
    familyName: pick(FAMILY_NAMES, random),
    givenName: pick(GIVEN_NAMES, random),
    gender: 0,
    orgIndexCode,
    phoneNo: '',
    email: '',
    remark: '',
    face,
    cardNos: [String(10_000_000 + index)],
    beginTimeMs: EMPLOYED_FROM,
    endTimeMs: EMPLOYED_TO,
    ownerAppKey: null,
  }));
}

function pick(values: readonly string[], random: () => number): string {
  return values[Math.floor(random() * values.length)] ?? '';
}
