import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface Plant {
  /** The rule that must catch it. */
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const RULES_FILE = '.dependency-cruiser.cjs';
const { forbidden } = createRequire(import.meta.url)(`${root}${RULES_FILE}`) as {
  forbidden: readonly { name: string; comment?: string; severity: string }[];
};

const imports = (from: string): string => `import { x } from '${from}';\nexport const y = x;\n`;
const importsType = (from: string): string => `import { type x } from '${from}';\nexport type Y = typeof x;\n`;
const plant = (rule: string, file: string, text: string): Plant => ({ rule, file, text });

/** What the plants lead to; nothing in here breaks a rule. */
const GROUND = [
  ...['visits', 'access-control', 'monitoring', 'identity', 'notifications', 'hikcentral-gateway'].flatMap((module) => [
    `src/modules/${module}/index.ts`,
    `src/modules/${module}/application/verb.ts`,
    `src/modules/${module}/${module}.errors.ts`,
  ]),
  'src/platform/clock.ts',
  'src/platform/errors/app-error.ts',
  'src/config/settings.ts',
  'src/contracts/bells.ts',
  'src/embedded/postgres.ts',
  'src/app.module.ts',
  'simulator/world.ts',
];

const PLANTS: readonly Plant[] = [
  plant('no-cycles', 'src/platform/egg.ts', importsType('./hen.js')),
  plant('front-door-only', 'src/modules/access-control/a.ts', imports('../visits/application/verb.js')),
  plant('front-door-only', 'src/modules/access-control/b.ts', importsType('../visits/application/verb.js')),
  plant('front-door-only-for-the-app', 'src/app.wiring.ts', imports('./modules/visits/application/verb.js')),
  plant('gateway-knows-nobody', 'src/modules/hikcentral-gateway/a.ts', imports('../visits/index.js')),
  plant('agreements-know-no-module', 'src/modules/visits/a.ts', imports('../hikcentral-gateway/index.js')),
  plant('agreements-know-no-module', 'src/modules/identity/a.ts', imports('../visits/index.js')),
  plant('agreements-know-no-module', 'src/modules/notifications/a.ts', imports('../visits/index.js')),
  plant('monitoring-reads-the-gateway-only', 'src/modules/monitoring/a.ts', imports('../visits/index.js')),
  plant(
    'access-control-joins-visits-and-gateway',
    'src/modules/access-control/c.ts',
    imports('../monitoring/index.js'),
  ),
  plant('domain-is-pure', 'src/modules/visits/domain/a.ts', imports('../application/verb.js')),
  plant('domain-is-pure', 'src/modules/visits/domain/b.ts', imports('../../../platform/clock.js')),
  plant('domain-is-pure', 'src/modules/visits/domain/c.ts', imports('typeorm')),
  plant('platform-knows-no-business', 'src/platform/a.ts', imports('../contracts/bells.js')),
  plant('platform-knows-no-business', 'src/platform/b.ts', imports('../modules/visits/index.js')),
  plant('config-imports-nothing-of-ours', 'src/config/a.ts', imports('../platform/clock.js')),
  plant('contracts-stand-alone', 'src/contracts/a.ts', imports('../modules/visits/index.js')),
  plant('embedded-knows-settings-only', 'src/embedded/a.ts', imports('../platform/clock.js')),
  plant('embedded-is-loaded-by-the-start-only', 'src/app.other.ts', imports('./embedded/postgres.js')),
  plant('simulator-is-a-product-of-its-own', 'simulator/a.ts', imports('../src/platform/clock.js')),
  plant('src-knows-no-simulator', 'src/modules/hikcentral-gateway/b.ts', imports('../../../simulator/world.js')),
  plant('contract-tries-the-gateway-only', 'contract/a.ts', imports('../src/modules/visits/index.js')),
  plant('contract-tries-the-gateway-only', 'contract/b.ts', imports('../simulator/world.js')),
  plant('no-development-packages', 'src/platform/c.ts', imports('tool-of-developers')),
  plant('no-undeclared-packages', 'src/platform/d.ts', imports('brought-by-others')),
  plant('nothing-unresolvable', 'src/platform/e.ts', imports('./nowhere.js')),
];

const ALLOWED: readonly Plant[] = [
  plant(
    '',
    'src/modules/access-control/fine.ts',
    imports('../visits/index.js') + `export * from '../hikcentral-gateway/index.js';\n`,
  ),
  plant('', 'src/modules/monitoring/fine.ts', imports('../hikcentral-gateway/index.js')),
  plant(
    '',
    'src/modules/visits/domain/fine.ts',
    imports('../visits.errors.js') + `export * from '../../../platform/errors/app-error.js';\n`,
  ),
  plant('', 'src/modules/visits/persistence/fine.ts', imports('typeorm')),
  plant('', 'src/platform/fine.ts', imports('../config/settings.js')),
  plant('', 'src/contracts/fine.ts', imports('../platform/clock.js')),
  plant('', 'src/embedded/fine.ts', `export const tool = import('tool-of-developers');\n`),
  plant('', 'contract/fine.ts', imports('../src/modules/hikcentral-gateway/application/verb.js')),
  plant('', 'src/boot/start.ts', `export const parts = import('../embedded/postgres.js');\n`),
];

describe('the dependency rules', () => {
  let folder: string;
  let violations: readonly Violation[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vestibule-rules-'));
    await cp(`${root}${RULES_FILE}`, join(folder, RULES_FILE));
    await write('tsconfig.json', '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext" } }');
    await write(
      'package.json',
      JSON.stringify({
        type: 'module',
        dependencies: { typeorm: '1' },
        devDependencies: { 'tool-of-developers': '1' },
      }),
    );
    for (const name of ['typeorm', 'tool-of-developers', 'brought-by-others']) {
      await write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      await write(`node_modules/${name}/index.js`, 'exports.x = 1;\n');
    }
    for (const file of GROUND) await write(file, 'export const x = 1;\n');
    await write('src/platform/hen.ts', imports('./egg.js'));
    for (const { file, text } of [...PLANTS, ...ALLOWED]) await write(file, text);
    violations = await cruise();
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(PLANTS)('$rule catches $file', ({ rule, file }) => {
    const caught = violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);
    expect(caught).toContain(rule);
  });

  it.each(ALLOWED)('let $file pass', ({ file }) => {
    expect(violations.filter(({ from }) => from === file)).toEqual([]);
  });

  it('are each proved here, say why they are there, and stop the build', () => {
    expect(new Set(PLANTS.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
    for (const { comment, severity } of forbidden) expect([comment, severity]).toEqual([expect.any(String), 'error']);
  });

  async function write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }

  async function cruise(): Promise<readonly Violation[]> {
    const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [tool, '--config', RULES_FILE, '--output-type', 'json', 'src', 'simulator', 'contract'];
    const run = await promisify(execFile)(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
      maxBuffer: 64 * 1024 * 1024,
    }).catch((error: unknown) => error as { stdout: string });
    return (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary.violations;
  }
});
