import { interpretAnswer, type RawAnswer } from '../client/interpret-answer.js';
import { NoAnswer } from '../client/no-answer.js';
import { type HikCentralClient } from '../client/hikcentral-client.js';
import { type GatewayError } from '../gateway.errors.js';
import { type Operation } from '../operations/operation.js';

/** Why the newest call failed, for whoever asks while nothing may be sent. */
export class LastFailure {
  private last: { readonly operation: Operation<unknown>; readonly answer: RawAnswer | NoAnswer } | null = null;

  /** null when the newest call did not fail, or there was none. */
  get error(): GatewayError | null {
    if (this.last === null) return null;
    const { operation, answer } = this.last;
    if (answer instanceof NoAnswer) return answer.error;
    const meaning = interpretAnswer(operation, answer);
    return meaning.kind === 'done' ? null : meaning.error;
  }

  /** Sends as `client` does, and looks at what comes back. */
  watching(client: Pick<HikCentralClient, 'send'>): Pick<HikCentralClient, 'send'> {
    return {
      send: async (operation, options) => {
        const answer = await client.send(operation, options);
        // What never left says nothing of the server.
        if (!(answer instanceof NoAnswer) || answer.error.code !== 'GATEWAY.NOT_SENT')
          this.last = { operation, answer };
        return answer;
      },
    };
  }
}
