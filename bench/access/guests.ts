import sharp from 'sharp';
import { type Api } from './api.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Requests at a time, as browsers of several desks make them. */
const AT_ONCE = 4;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Guests nobody has heard of before, each with a name of their own. */
export class Guests {
  private count = 0;

  private constructor(
    private readonly api: Api,
    private readonly face: Uint8Array,
  ) {}

  static async withFaces(api: Api): Promise<Guests> {
    const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="640"><rect width="100%" height="100%" fill="#cba"/><circle cx="240" cy="280" r="140" fill="#b98"/></svg>`;
    return new Guests(api, await sharp(Buffer.from(drawn)).jpeg().toBuffer());
  }

  /** @param fromInMs when their visits of two hours begin, from now @returns ids of the visits */
  async announce(count: number, fromInMs = -MINUTE_MS): Promise<readonly string[]> {
    const ids: string[] = [];
    const validFrom = new Date(Date.now() + fromInMs);
    const validTo = new Date(validFrom.getTime() + 2 * HOUR_MS);
    let left = count;
    const desk = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        ids.push(await this.api.announce({ fullName: this.nextName(), validFrom, validTo }, this.face));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, desk));
    return ids;
  }

  private nextName(): string {
    this.count += 1;
    let name = '';
    for (let rest = this.count; rest > 0; rest = Math.floor(rest / LETTERS.length)) {
      name += LETTERS[rest % LETTERS.length] ?? '';
    }
    return `Guest ${name}`;
  }
}
