import { availableParallelism } from 'node:os';

/** Test runner: @swc/jest over native ES modules. Run through `npm test`, which passes the flags Node needs. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testTimeout: 20_000,
  // A worker keeps the modules of every suite it ran; beyond this collecting them costs more than starting anew.
  workerIdleMemoryLimit: '800MB',
  // More than there are cores: the long suites wait for real leases, timers and processes most of their time.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};
