import { IntField, TextField } from '../../../platform/http/fields.js';

/** The picture made for the doors. */
export class PhotoResponse {
  @IntField({ min: 64, max: 640, description: 'Pixels.' })
  width!: number;

  @IntField({ min: 64, max: 640, description: 'Pixels.' })
  height!: number;

  @IntField({ min: 1, max: 200_000 })
  bytes!: number;

  @TextField({ min: 64, max: 64, pattern: /^[0-9a-f]{64}$/ })
  sha256!: string;
}
