import { ReadStats } from '../application/read-stats.js';
import { PassagesById, SqlPassagesById } from '../persistence/passages-by-id.js';
import { DescribeEvents } from './describe-events.js';
import { LiveHealth } from './live-health.js';
import { LiveHub } from './live-hub.js';
import { LiveMetrics } from './live.metrics.js';
import { OpenLiveStream } from './open-live-stream.js';

/** The live feed and the figures it tells of. */
export const liveProviders = [
  ReadStats,
  { provide: PassagesById, useClass: SqlPassagesById },
  DescribeEvents,
  LiveHealth,
  LiveHub,
  LiveMetrics,
  OpenLiveStream,
];
