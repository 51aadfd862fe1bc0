import { createRequire } from 'node:module';

interface Emitter {
  readonly _events: Readonly<Record<string, unknown>>;
  trigger: (this: Emitter, name: string, ...args: unknown[]) => Promise<unknown>;
}

/**
 * Bottleneck tells each of its steps to listeners, through several promises a step even where nobody listens, and that is a tenth
 * of a simulated day. Here it tells those who do listen. For the whole process.
 */
export function silenceLimiter(): void {
  const { prototype } = createRequire(import.meta.url)('bottleneck/lib/Events.js') as { prototype: Emitter };
  const { trigger } = prototype;
  prototype.trigger = function (name, ...args) {
    return this._events[name] === undefined ? NOTHING : trigger.call(this, name, ...args);
  };
}

const NOTHING = Promise.resolve(undefined);
