import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { ALL_CASES } from './cases/all-cases.js';
import { type CaseFamily } from './cases/contract-case.js';
import { type ProgramOptions, readProgramOptions, USAGE, UsageError } from './program-options.js';
import { runContract } from './run-contract.js';
import { ServerUnderTest } from './server-under-test.js';
import { Site } from './site.js';
import { type Verdict } from './verdict.js';

const MARK_BYTES = 3;

async function main(): Promise<number> {
  const options = readProgramOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    say(USAGE);
    return 0;
  }
  const families = chosen(options);
  const ca = options.caFile === null ? null : await readFile(options.caFile, 'utf8');
  const server = new ServerUnderTest({ ...options, ca });
  try {
    const site = new Site(server, { ...options, faceJpeg: await drawnFace() }, newMark());
    const verdicts = await runContract(site, families, tell);
    return summarise(verdicts, server.callCount);
  } finally {
    server.close();
  }
}

function chosen({ families }: ProgramOptions): readonly CaseFamily[] {
  if (families === null) return ALL_CASES;
  const unknown = families.filter((name) => ALL_CASES.every((family) => family.name !== name));
  if (unknown.length > 0) {
    throw new UsageError(`--only knows ${ALL_CASES.map(({ name }) => name).join(', ')}, not ${unknown.join(', ')}`);
  }
  return ALL_CASES.filter((family) => family.isNeededByOthers === true || families.includes(family.name));
}

/** A drawn head: terminals that look for a face may refuse it, the server itself takes any JPEG. */
function drawnFace(): Promise<Buffer> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="#dde"/>' +
    '<ellipse cx="200" cy="200" rx="95" ry="125" fill="#e8c4a0"/><circle cx="162" cy="180" r="12"/>' +
    '<circle cx="238" cy="180" r="12"/><path d="M160 260q40 30 80 0" stroke="#722" stroke-width="8" fill="none"/></svg>';
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}

function newMark(): string {
  return randomBytes(MARK_BYTES).toString('hex').toUpperCase();
}

const SIGNS: Readonly<Record<Verdict['kind'], string>> = { agrees: 'ok     ', differs: 'DIFFERS', skipped: 'left out' };

function tell({ family, title, kind, notes }: Verdict): void {
  say(`${SIGNS[kind]} ${family}: ${title}`);
  for (const note of notes) say(`          ${note}`);
}

function summarise(verdicts: readonly Verdict[], callCount: number): number {
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  const news = [...new Set(verdicts.flatMap((verdict) => verdict.news))].sort();
  if (news.length > 0) say(`\nNot documented, no harm:\n${news.map((name) => `  ${name}`).join('\n')}`);
  say(
    `\n${count('agrees')} agree, ${count('differs')} differ, ${count('skipped')} left out; ${callCount} calls were made.`,
  );
  return count('differs') === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof UsageError ? 64 : 2);
  },
);
