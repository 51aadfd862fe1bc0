import { createHash } from 'node:crypto';
import { type Face } from './model.js';

export function faceOf(jpeg: Buffer): Face {
  return { jpeg, sha256: createHash('sha256').update(jpeg).digest('hex') };
}
