import { type Simulator } from '../../simulator/index.js';

/** What happened in a round, in words, with HikCentral's own history between them. */
export class Story {
  private beganAtMs = Date.now();
  private lines: { readonly atMs: number; readonly text: string }[] = [];

  /** What was before belongs to another round. */
  beginAnew(): void {
    this.beganAtMs = Date.now();
    this.lines = [];
  }

  add(text: string): void {
    this.lines.push({ atMs: Date.now(), text });
  }

  tell({ control }: Simulator): string[] {
    const arrivals = control.arrivals().filter(({ atMs }) => atMs >= this.beganAtMs);
    const calls = arrivals.map(({ atMs, sequence, path, answerCode, httpStatus, isDelivered }) => {
      const answer = answerCode === null ? 'no answer' : `${answerCode} under ${String(httpStatus)}`;
      return {
        atMs,
        text: `  call ${sequence} ${path.replace('/artemis/api', '')}: ${answer}${isDelivered ? '' : ', not delivered'}`,
      };
    });
    return [...this.lines, ...calls]
      .sort((one, other) => one.atMs - other.atMs)
      .map(({ atMs, text }) => `${((atMs - this.beganAtMs) / 1_000).toFixed(2).padStart(7)} ${text}`);
  }
}
