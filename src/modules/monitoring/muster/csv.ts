/** Excel reads a file as UTF-8 only when it begins so. */
const BYTE_ORDER_MARK = '\uFEFF';
/** How a spreadsheet knows a formula, full-width signs as Excel in East Asia reads them (OWASP, "CSV Injection"). */
const FORMULA = /^[\s]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

export type Cell = string | number | boolean | Date | null;

/** RFC 4180, UTF-8 with its mark. Text that a spreadsheet would calculate gets an apostrophe in front. */
export function toCsv(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [names, ...rows].map((cells) => cells.map(toText).join(','));
  return `${BYTE_ORDER_MARK}${lines.map((line) => `${line}\r\n`).join('')}`;
}

function toText(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}
