import fc from 'fast-check';
import { type Muster, type OnSiteView } from '../../../../../src/modules/monitoring/application/list-on-site.js';
import { toCsv } from '../../../../../src/modules/monitoring/muster/csv.js';
import { musterCsv } from '../../../../../src/modules/monitoring/muster/muster-csv.js';
import { MUSTER_POLICY, musterPage } from '../../../../../src/modules/monitoring/muster/muster-page.js';

const AT = new Date('2026-11-21T09:00:00Z');
const HOSTILE = '<img src=x onerror="alert(1)">';

function visit(overrides: Partial<OnSiteView> = {}): OnSiteView {
  return {
    visitId: '0190a0a0-0000-7000-8000-000000000001',
    guestId: '0190a0a0-0000-7000-8000-000000000002',
    fullName: 'Asa Ost',
    company: null,
    hostName: 'B. Lind',
    checkedInAt: new Date('2026-11-21T08:00:00Z'),
    validTo: new Date('2026-11-21T10:00:00Z'),
    isUnconfirmed: false,
    lastPassage: null,
    isSure: true,
    ...overrides,
  };
}

function muster(visits: readonly OnSiteView[], overrides: Partial<Muster> = {}): Muster {
  return {
    at: AT,
    visits,
    completeTo: new Date('2026-11-21T08:59:00Z'),
    isCurrent: true,
    blindExits: [],
    ...overrides,
  };
}

/** RFC 4180, read by the letter. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}

describe('the muster list as a file', () => {
  it('begins with the mark of UTF-8 and says up to when it is complete', () => {
    const csv = musterCsv(muster([visit()], { isCurrent: false }));
    expect(csv.startsWith('\uFEFFfullName,'.replace('fullName', '"fullName"'))).toBe(true);
    const [names, row] = parse(csv);
    expect(row).toHaveLength(names!.length);
    const cell = (name: string) => row![names!.indexOf(name)];
    expect([cell('fullName'), cell('complete'), cell('completeTo')]).toEqual([
      'Asa Ost',
      'false',
      '2026-11-21T08:59:00.000Z',
    ]);
  });

  it.each(['=1+1', '+7 701', '-2', '@SUM(A1)', '\t=1', ' =1', '＝1', '－1', '\r=1'])(
    'makes no formula of %j',
    (text) => {
      expect(parse(toCsv(['a'], [[text]]))[1]).toEqual([`'${text}`]);
    },
  );

  it('keeps every text, and every text in its cell', () => {
    const cell = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const [, ...read] = parse(toCsv(['one', 'two'], rows));
        const kept = read.map((cells) => cells.map((text) => (text.startsWith("'") ? text.slice(1) : text)));
        const meant = rows.map((cells) => cells.map((text) => (text.startsWith("'") ? text.slice(1) : text)));
        expect(kept).toEqual(meant);
        for (const text of read.flat()) expect(text).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});

describe('the muster list for paper', () => {
  it('shows hostile names as what they are', () => {
    const page = musterPage(muster([visit({ fullName: HOSTILE })]), 'en', 'UTC');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
  });

  it('says in both languages that events are missing, and by the site’s clock since when', () => {
    const missing = muster([visit({ isSure: false })], { isCurrent: false });
    expect(musterPage(missing, 'en', 'Asia/Almaty')).toMatch(/role="alert">Events are missing.*13:59/);
    expect(musterPage(missing, 'ru', 'Asia/Almaty')).toMatch(/role="alert">Часть событий не получена.*13:59/);
    expect(musterPage(muster([visit()]), 'en', 'UTC')).not.toContain('role="alert"');
    expect(musterPage(muster([], { isCurrent: false, completeTo: null }), 'en', 'UTC')).toContain(
      'nothing was read yet',
    );
  });

  it('names the exits by which somebody may have left unseen', () => {
    const exit = { serverId: 's', doorId: '2', name: HOSTILE, isOnline: false, onlineAt: AT, isWayOut: true };
    const blind = { ...exit, clockOffsetMs: null, completeTo: AT };
    const page = musterPage(muster([visit()], { isCurrent: false, blindExits: [blind] }), 'en', 'UTC');
    expect(page).toContain('left unseen: &lt;img');
    expect(page).not.toContain('<img');
  });

  it('tells who is sure, who is not, and who left unseen', () => {
    const page = musterPage(muster([visit(), visit({ isSure: false }), visit({ isUnconfirmed: true })]), 'en', 'UTC');
    expect([...page.matchAll(/<td>([^<]*)<\/td><\/tr>/g)].map(([, text]) => text)).toEqual([
      'sure',
      'not sure',
      'left unseen?',
    ]);
  });

  it('lets its own style in and no script', () => {
    expect(MUSTER_POLICY).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*';/);
  });
});
