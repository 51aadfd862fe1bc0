import { type RawAnswer } from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';

const MAX_TRIES = 3_000;

/** The smallest answer found that still fails: plain status and headers, then fewer bytes, in ever smaller pieces. */
export function shrink(answer: RawAnswer, fails: (answer: RawAnswer) => boolean): RawAnswer {
  let best = answer;
  let tries = 0;
  const attempt = (next: RawAnswer): boolean => {
    tries += 1;
    if (tries > MAX_TRIES || !fails(next)) return false;
    best = next;
    return true;
  };
  attempt({ ...best, httpStatus: 200 });
  attempt({ ...best, retryAfter: null, date: null });
  for (let size = Math.ceil(best.body.length / 2); size >= 1 && tries < MAX_TRIES; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.body.length;) {
      const body = Buffer.concat([best.body.subarray(0, at), best.body.subarray(at + size)]);
      if (!attempt({ ...best, body })) at += size;
    }
  }
  return best;
}
