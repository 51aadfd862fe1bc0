import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

const FOLDER = new URL('./assets/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Asset {
  readonly contentType: string;
  readonly text: string;
}

/** The files of the page by their name. Beside this file in the sources and, copied by the build, in `dist`. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    readdirSync(FOLDER).flatMap((name) => {
      const contentType = TYPES[extname(name)];
      if (contentType === undefined) return [];
      return [[name, { contentType, text: readFileSync(new URL(name, FOLDER), 'utf8') }] as const];
    }),
  );
}
