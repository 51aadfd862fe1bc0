export * from './gateway.errors.js';
export * from './hikcentral-gateway.js';
export * from './operations/access-levels.js';
export * from './operations/doors.js';
export * from './operations/operation.js';
export * from './operations/persons.js';
