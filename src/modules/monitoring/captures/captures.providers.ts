import { type Provider } from '@nestjs/common';
import { CaptureMaker } from './capture-maker.js';
import { CaptureStore } from './capture-store.js';
import { EraseCapturesWhenPhotoRemoved } from './erase-captures-when-photo-removed.listener.js';
import { ForgetCaptures } from './forget-captures.js';
import { GetPicture } from './get-picture.js';
import { ReadCapture } from './read-capture.js';

/** Pictures of passages: read when somebody looks, kept sealed, forgotten by a time of their own. */
export const captureProviders: readonly Provider[] = [
  CaptureMaker,
  CaptureStore,
  EraseCapturesWhenPhotoRemoved,
  ForgetCaptures,
  GetPicture,
  ReadCapture,
];
