import Table from 'cli-table3';

export interface TableRow {
  readonly guest: string;
  readonly status: string;
  readonly access: string;
  readonly doors: string;
  readonly note: string;
}

const HEAD = ['Guest', 'Visit', 'Access', 'Doors', 'What happened last'];
const CLEAR_TO_END = '\u001b[J';

/** Draws the same table again and again in place; where the output is no terminal, only when something changed. */
export class LiveTable {
  private drawnLines = 0;
  private lastText = '';

  constructor(private readonly out: NodeJS.WriteStream) {}

  draw(title: string, rows: readonly TableRow[], footer: string): void {
    const body = render(rows);
    if (!this.out.isTTY) {
      if (body === this.lastText) return;
      this.lastText = body;
    }
    const text = `${title}\n${body}\n${footer}\n`;
    const up = this.out.isTTY && this.drawnLines > 0 ? `\u001b[${this.drawnLines}A\r${CLEAR_TO_END}` : '';
    this.out.write(up + text);
    this.drawnLines = text.split('\n').length - 1;
  }
}

function render(rows: readonly TableRow[]): string {
  const table = new Table({
    head: HEAD,
    colWidths: [22, 22, 15, 24, 34],
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map(({ guest, status, access, doors, note }) => [guest, status, access, doors, note]));
  return table.toString();
}
