export { ALL_CASES } from './cases/all-cases.js';
export type { CaseFamily } from './cases/contract-case.js';
export { runContract } from './run-contract.js';
export { type Answered, ServerUnderTest, type ServerAddress } from './server-under-test.js';
export { Site, type SiteOptions } from './site.js';
export type { Verdict } from './verdict.js';
