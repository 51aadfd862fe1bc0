import { type CaseFamily, type ContractCase } from './cases/contract-case.js';
import { type Site } from './site.js';
import { Difference, Skip, type Verdict } from './verdict.js';

/** Runs one case after the other, tells of each, and removes at the end what they made. */
export async function runContract(
  site: Site,
  families: readonly CaseFamily[],
  tell: (verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const conclude = (verdict: Verdict): void => {
    verdicts.push(verdict);
    tell(verdict);
  };
  try {
    for (const { name, cases } of families) {
      for (const each of cases) conclude(await runCase(site, name, each));
    }
  } finally {
    const left = await site.cleanUp();
    const { news } = site.takeFindings();
    const kind = left.length === 0 ? 'agrees' : 'differs';
    conclude({ family: 'clean-up', title: 'what was made is removed', kind, notes: left, news });
  }
  return verdicts;
}

async function runCase(site: Site, family: string, { title, run }: ContractCase): Promise<Verdict> {
  const end = await run(site).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Skip || error instanceof Difference) return error;
      throw error;
    },
  );
  const { differences, news } = site.takeFindings();
  if (end instanceof Skip && differences.length === 0) {
    return { family, title, kind: 'skipped', notes: [end.message], news };
  }
  const notes = end === null ? differences : [...differences, end.message];
  return { family, title, kind: notes.length === 0 ? 'agrees' : 'differs', notes, news };
}
