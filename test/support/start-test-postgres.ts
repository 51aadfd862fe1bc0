type Hook = { readonly default: () => Promise<void> };

/** The server that `npm test` starts for all its workers, for a command of its own. @returns what stops it */
export async function startTestPostgres(): Promise<() => Promise<void>> {
  const folder = new URL('./', import.meta.url).href;
  const { default: start } = (await import(`${folder}global-setup.mjs`)) as Hook;
  const { default: stop } = (await import(`${folder}global-teardown.mjs`)) as Hook;
  await start();
  return stop;
}
