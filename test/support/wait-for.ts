const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 20;

/** For what real processes, sockets and databases do in their own time. @throws after `patienceMs` */
export async function waitFor(
  isThere: () => boolean | Promise<boolean>,
  what = 'what was waited for',
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!(await isThere())) {
    if (performance.now() > deadlineMs) throw new Error(`${what} did not happen within ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
