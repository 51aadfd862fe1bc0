import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { transform } from '@swc/core';

const SOURCE = new URL('../../../src/modules/visits/photo/decode-bmp.worker.ts', import.meta.url);
/** Inside node_modules, so that the worker finds the decoder. */
const FOLDER = new URL('../../../node_modules/.cache/vestibule-tests/', import.meta.url);

/** Tests run from the sources, a thread of its own cannot: it gets a compiled copy. */
export async function compiledBmpWorker(): Promise<URL> {
  const { code } = await transform(await readFile(SOURCE, 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  const file = new URL(`decode-bmp.worker-${process.env['JEST_WORKER_ID'] ?? '1'}.mjs`, FOLDER);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(file, code);
  return file;
}
