import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { AppError } from '../errors/app-error.js';
import { registerProblemTexts } from '../http/problem-texts.js';
import { ResourceUsage } from './resource-usage.js';

/** Heavy work must wait: the disk or the memory is fuller than the settings allow. */
export class ResourcesShortError extends AppError {
  override readonly code = 'RESOURCES_SHORT';
  override readonly kind = 'unavailable';
  override readonly retry = 'retry';
}

const RETRY_AFTER_SECONDS = 30;

registerProblemTexts({
  RESOURCES_SHORT: {
    en: 'The server is short of {resource}; try again in a moment.',
    ru: 'Серверу не хватает ресурса ({resource}); повторите попытку немного позже.',
  },
});

export interface ResourceState {
  readonly percent: number;
  readonly thresholdPercent: number;
  readonly isShort: boolean;
}

/** Stands in front of photos and batches. Never in front of revocation. */
@Injectable()
export class ResourceGuard {
  constructor(
    private readonly usage: ResourceUsage,
    private readonly settings: Settings,
  ) {}

  async disk(): Promise<ResourceState> {
    return state(await this.usage.diskPercent(), this.settings.diskUsageThreshold);
  }

  async memory(): Promise<ResourceState> {
    return state(await this.usage.memoryPercent(), this.settings.memoryUsageThreshold);
  }

  /** @throws RESOURCES_SHORT (kind `unavailable`, retry later) */
  async assertRoomForHeavyWork(): Promise<void> {
    const [disk, memory] = await Promise.all([this.disk(), this.memory()]);
    if (disk.isShort) throw short('disk', disk);
    if (memory.isShort) throw short('memory', memory);
  }
}

function state(percent: number, thresholdPercent: number): ResourceState {
  return { percent: Math.round(percent * 10) / 10, thresholdPercent, isShort: percent > thresholdPercent };
}

function short(resource: 'disk' | 'memory', { percent, thresholdPercent }: ResourceState): ResourcesShortError {
  const context = { resource, percent, thresholdPercent, retryAfterSeconds: RETRY_AFTER_SECONDS };
  return new ResourcesShortError(`${resource} is above its threshold`, context);
}
