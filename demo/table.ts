import Table from 'cli-table3';

export interface TableRow {
  readonly guest: string;
  readonly status: string;
  readonly access: string;
  readonly doors: string;
  readonly note: string;
}

const HEAD = ['Guest', 'Visit', 'Access', 'Doors', 'What happened last'];
const COLUMN_WIDTHS = [20, 24, 16, 10, 38];
const CLEAR_TO_END = '\u001b[J';

/** The day as it happens: at a terminal one table that fills in, elsewhere a line for each change. */
export class LiveTable {
  private drawnLines = 0;
  private lastRows = new Map<string, string>();

  constructor(private readonly out: NodeJS.WriteStream) {}

  draw(title: string, rows: readonly TableRow[], footer: string): void {
    if (this.out.isTTY) this.redraw(`${title}\n${render(rows)}\n${footer}\n`);
    else this.tellChanges(title, rows);
  }

  private redraw(text: string): void {
    const up = this.drawnLines > 0 ? `\u001b[${this.drawnLines}A\r${CLEAR_TO_END}` : '';
    this.out.write(up + text);
    this.drawnLines = text.split('\n').length - 1;
  }

  private tellChanges(title: string, rows: readonly TableRow[]): void {
    for (const { guest, status, access, doors, note } of rows) {
      const line = [status, access, doors, note].filter(Boolean).join(' · ');
      if (this.lastRows.get(guest) === line) continue;
      this.lastRows.set(guest, line);
      this.out.write(`${title}  ${guest.padEnd(18)} ${line}\n`);
    }
  }
}

function render(rows: readonly TableRow[]): string {
  const table = new Table({ head: HEAD, colWidths: COLUMN_WIDTHS, style: { head: [], border: [], compact: true } });
  table.push(...rows.map(({ guest, status, access, doors, note }) => [guest, status, access, doors, note]));
  return table.toString();
}
