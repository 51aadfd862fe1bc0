/**
 * Who may import whom. Each rule carries its reason; `test/architecture/dependency-rules.spec.ts` plants a violation of
 * each and expects it to be caught. The table for people is in docs/architecture.md.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'front-door-only',
      comment: 'What a module does not export from index.ts is its own business and may change without asking.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'front-door-only-for-the-app',
      comment: 'The app that puts the modules together enters by the same door as everybody.',
      severity: 'error',
      from: { path: '^(src/(?!modules/)|demo/|bench/|ormconfig)' },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'gateway-knows-nobody',
      comment: 'HikCentral is spoken to in one place, by whoever holds a visit, a cardholder or a passage.',
      severity: 'error',
      from: { path: '^src/modules/hikcentral-gateway/' },
      to: { path: '^src/modules/(?!hikcentral-gateway/)' },
    },
    {
      name: 'agreements-know-no-module',
      comment:
        'visits, notifications and identity hear of the others by events and ports only; visits never calls the gateway.',
      severity: 'error',
      from: { path: '^src/modules/(visits|notifications|identity)/' },
      to: { path: '^src/modules/', pathNot: '^src/modules/$1/' },
    },
    {
      name: 'monitoring-reads-the-gateway-only',
      comment: 'What happened at the doors is recorded whatever anybody makes of it.',
      severity: 'error',
      from: { path: '^src/modules/monitoring/' },
      to: { path: '^src/modules/(?!(monitoring|hikcentral-gateway)/)' },
    },
    {
      name: 'access-control-joins-visits-and-gateway',
      comment: 'The reconciler compares what was agreed with what is; it needs nobody else.',
      severity: 'error',
      from: { path: '^src/modules/access-control/' },
      to: { path: '^src/modules/(?!(access-control|visits|hikcentral-gateway)/)' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'Rules are functions of values: they can be read, replayed and tested without a database, a clock or a framework.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/domain/' },
      to: {
        path: ['^src/', 'node_modules/(@nestjs|typeorm|bullmq|pg|axios|ioredis|fastify)'],
        pathNot: [
          '^src/modules/$1/domain/',
          '^src/modules/$1/[^/]+\\.errors\\.ts$',
          '^src/contracts/',
          '^src/platform/errors/',
        ],
      },
    },
    {
      name: 'platform-knows-no-business',
      comment: 'The platform would serve another product as well: no module, no contract, no app.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/(platform|config)/' },
    },
    {
      name: 'config-imports-nothing-of-ours',
      comment: 'Settings are read before anything else exists.',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^(src|simulator|demo|contract|bench)/', pathNot: '^src/config/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'What modules share must not drag one module into another.',
      severity: 'error',
      from: { path: '^src/contracts/' },
      to: { path: '^src/', pathNot: '^src/(contracts|platform|config)/' },
    },
    {
      name: 'embedded-knows-settings-only',
      comment: 'Embedded parts are there before the app and without it; production never loads them.',
      severity: 'error',
      from: { path: '^src/embedded/' },
      to: { path: '^src/', pathNot: '^src/(embedded|config)/' },
    },
    {
      name: 'embedded-is-loaded-by-the-start-only',
      comment: 'Nobody may come to depend on a part that production does not have.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(embedded/|boot/start\\.ts$)' },
      to: { path: '^src/embedded/' },
    },
    {
      name: 'simulator-is-a-product-of-its-own',
      comment: 'It checks what the gateway says to HikCentral: shared code would share its mistakes.',
      severity: 'error',
      from: { path: '^simulator/' },
      to: { path: '^(src|demo|contract|test|bench)/' },
    },
    {
      name: 'src-knows-no-simulator',
      comment: 'The product speaks the protocol and cannot tell whether HikCentral or the simulator answers.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(simulator|demo|contract|test|bench)/' },
    },
    {
      name: 'contract-tries-the-gateway-only',
      comment:
        'It walks into the gateway, since it tries the words that stay inside; a server of somebody else needs nothing more of ours.',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: '^(src|simulator|demo|test|bench)/', pathNot: '^src/(modules/hikcentral-gateway|platform)/' },
    },
    {
      name: 'no-development-packages',
      comment:
        'An installation without development packages must run; what src/embedded needs of them it imports when it needs it.',
      severity: 'error',
      from: { path: '^(src|simulator|contract)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], dynamic: false },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that only happens to be installed disappears with whoever brought it.',
      severity: 'error',
      from: { path: '^(src|simulator|demo|contract|bench)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere fails at run time only.',
      severity: 'error',
      from: { path: '^(src|simulator|demo|contract|bench)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Without it `import type` slips past every rule.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
