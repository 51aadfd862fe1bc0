import { type WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession } from '../../hikcentral-gateway/index.js';

/** Runs a loop exactly as long as the session lasts; resolves when its last pass has ended. */
export async function whileOpen({ signal }: GatewaySession, loop: WakeLoop): Promise<void> {
  if (signal.aborted) return;
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  loop.start();
  await ended;
  await loop.stop();
}
