export * from './visit-claims.js';
