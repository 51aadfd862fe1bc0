export { AlreadyRunningError } from './house-lock.js';
export { startEmbedded, type EmbeddedParts } from './start-embedded.js';
