import { GatewayError } from './gateway.errors.js';
import { type GatewaySession } from './hikcentral-gateway.js';

/**
 * Reads a list with one size for all its pages, and from its start again with shorter ones while its answers are too
 * long for the server.
 * @param read throws the `GatewayError` of a page that was refused
 * @throws what `read` throws; GATEWAY.ANSWER_TOO_LONG only when there is no shorter page
 */
export async function readInPages<T>(
  session: Pick<GatewaySession, 'capabilities'>,
  read: (pageSize: number) => Promise<T>,
): Promise<T> {
  for (;;) {
    const { pageSize } = session.capabilities();
    try {
      return await read(pageSize);
    } catch (error) {
      if (!(error instanceof GatewayError && error.code === 'GATEWAY.ANSWER_TOO_LONG')) throw error;
      // Each time it is shorter than before, so this ends.
      if (session.capabilities().pageSize >= pageSize) throw error;
    }
  }
}
