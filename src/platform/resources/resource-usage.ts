import { statfs } from 'node:fs/promises';
import { memoryUsagePercent } from './memory-usage.js';

/** How full this machine, or this container, is. */
export abstract class ResourceUsage {
  /** Of the file system that the process works in, as an ordinary user sees it. 0–100. */
  abstract diskPercent(): Promise<number>;
  /** 0–100. */
  abstract memoryPercent(): Promise<number>;
}

export class SystemResourceUsage extends ResourceUsage {
  constructor(private readonly folder = process.cwd()) {
    super();
  }

  override async diskPercent(): Promise<number> {
    const { blocks, bfree, bavail } = await statfs(this.folder);
    const used = blocks - bfree;
    // As df does: blocks that only root may use count neither as used nor as free.
    return used + bavail === 0 ? 100 : (used / (used + bavail)) * 100;
  }

  override memoryPercent(): Promise<number> {
    return memoryUsagePercent();
  }
}
