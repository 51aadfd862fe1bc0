import { createHash } from 'node:crypto';
import { type Language } from '../../../platform/http/language.js';
import { type Muster, type OnSiteView } from '../application/list-on-site.js';
import { MUSTER_WORDS, type MusterWords } from './muster-words.js';

const STYLE = `
:root{color-scheme:light dark}
body{font:1rem/1.4 system-ui,sans-serif;margin:1.5rem auto;padding:0 1rem;max-width:70rem}
h1{font-size:1.4rem;margin:0}
p{margin:.4rem 0}
.missing{border:2px solid #a92323;padding:.6rem .8rem;font-weight:600}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin-top:1rem}
th,td{border:1px solid #8886;padding:.35rem .5rem;text-align:start;vertical-align:top}
.box{width:3rem}
.box::before{content:"";display:inline-block;width:1rem;height:1rem;border:2px solid}
td:nth-child(2){font-weight:600}
@media print{
body{margin:0;max-width:none;font-size:10pt}
.table{overflow:visible}
thead{display:table-header-group}
tr{break-inside:avoid}
}`;

/** The page holds its style, so that it can be saved and carried around; nothing else is let in. */
export const MUSTER_POLICY =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The muster list for paper: whole on its own, without scripts. Times by the site's clock. */
export function musterPage(muster: Muster, language: Language, timeZone: string): string {
  const words = MUSTER_WORDS[language];
  const time = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const when = (at: Date | null): string => (at === null ? '' : time.format(at));
  const { at, visits, completeTo, isCurrent, blindExits } = muster;
  const completeness = isCurrent
    ? `<p>${escape(words.complete(when(completeTo)))}</p>`
    : `<p class="missing" role="alert">${escape(words.incomplete(completeTo && when(completeTo)))}</p>`;
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(words.title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escape(words.title)}</h1>
<p>${escape(words.at(`${when(at)} (${timeZone})`))} · <strong>${escape(words.inside(visits.length))}</strong></p>
${completeness}${blindExits.length === 0 ? '' : `<p>${escape(words.blind(blindExits.map(({ name }) => name).join(', ')))}</p>`}
${visits.length === 0 ? `<p>${escape(words.nobody)}</p>` : tableOf(visits, words, when)}
</body>
</html>
`;
}

function tableOf(visits: readonly OnSiteView[], words: MusterWords, when: (at: Date | null) => string): string {
  const head = words.columns.map((name) => `<th scope="col">${escape(name)}</th>`).join('');
  const rows = visits.map((visit) => {
    const { fullName, company, hostName, checkedInAt, lastPassage } = visit;
    const seen = lastPassage === null ? words.byHand : lastPassage.doorName;
    const cells = [fullName, company ?? '', hostName, when(checkedInAt), seen, when(lastPassage?.occurredAt ?? null)];
    const shown = [...cells, certaintyOf(visit, words)].map((text) => `<td>${escape(text)}</td>`).join('');
    return `<tr><td class="box"></td>${shown}</tr>`;
  });
  return `<div class="table"><table><thead><tr>${head}</tr></thead>\n<tbody>${rows.join('\n')}</tbody></table></div>`;
}

function certaintyOf({ isSure, isUnconfirmed }: OnSiteView, words: MusterWords): string {
  if (isUnconfirmed) return words.unconfirmed;
  return isSure ? words.sure : words.notSure;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
