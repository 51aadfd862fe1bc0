import fc from 'fast-check';
import { id, minute } from './rows.js';

/** Few of each, so that operations meet. */
const numbers = fc.integer({ min: 1, max: 4 });
export const guestNumber = numbers;
export const visitNumber = fc.integer({ min: 1, max: 6 });
export const cardholderNumber = numbers;
export const guestId = numbers.map((count) => id('guest', count));
export const visitId = visitNumber.map((count) => id('visit', count));
export const cardholderId = numbers.map((count) => id('cardholder', count));
export const callId = numbers.map((count) => id('call', count));
export const serverId = fc.constantFrom(id('server', 1), id('server', 2));
export const levelId = fc.constantFrom('level-1', 'level-2', 'level-3');
export const doorId = fc.constantFrom('door-1', 'door-2', 'door-3');
/** Coarse, so that instants are often the same. */
export const instant = fc.integer({ min: -6, max: 6 }).map((count) => minute(count * 360));
export const limit = fc.constantFrom(1, 2, 100);
export const hostEmail = fc.constantFrom('host@site.test', 'HOST@site.test', 'other@site.test');
