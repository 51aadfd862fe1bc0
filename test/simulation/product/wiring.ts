import 'reflect-metadata';
import { type Provider } from '@nestjs/common';

/** An injection token that is a class, as nearly all of ours are. */
export type Token<T = object> = abstract new (...parts: never[]) => T;
type Concrete = new (...parts: unknown[]) => object;

/** A part under its token. */
export type Given = readonly [token: unknown, part: unknown];
/** Makes something else of a part before anybody is given it. */
export type Change = (part: object, get: <T>(token: Token<T>) => T) => object;

/**
 * Makes the providers of our modules from the same decorators that Nest reads, without Nest: a process of the simulation
 * is wired in a millisecond, and a part that a module gains tomorrow is there.
 */
export class Wiring {
  private readonly recipes = new Map<unknown, () => unknown>();
  private readonly made = new Map<unknown, unknown>();

  constructor(
    modules: readonly Token[],
    given: readonly Given[],
    private readonly changes: ReadonlyMap<unknown, Change> = new Map(),
  ) {
    for (const module of modules) {
      const providers = (Reflect.getMetadata('providers', module) ?? []) as readonly Provider[];
      for (const provider of providers) this.learn(provider);
    }
    for (const [token, part] of given) this.add(token, part);
  }

  add(token: unknown, part: unknown): void {
    this.recipes.set(token, () => part);
  }

  /** Each of these stands in for what the modules would make under a class that it is one of. */
  prefer(parts: readonly unknown[]): void {
    for (const token of this.recipes.keys()) {
      const part = parts.find((one) => typeof token === 'function' && one instanceof token);
      if (part !== undefined) this.add(token, part);
    }
  }

  leaveOut(tokens: readonly Token[]): void {
    for (const token of tokens) if (!this.recipes.delete(token)) throw new Error(`there is no ${token.name}`);
  }

  addClass(type: Token): void {
    this.recipes.set(type, () => this.make(type as unknown as Concrete));
  }

  get<T>(token: Token<T>): T {
    return this.resolve(token) as T;
  }

  /** Every part, made by now. */
  all(): readonly unknown[] {
    return [...new Set([...this.recipes.keys()].map((token) => this.resolve(token)))];
  }

  private learn(provider: Provider): void {
    if (typeof provider === 'function') {
      this.recipes.set(provider, () => this.make(provider as Concrete));
      return;
    }
    const { provide } = provider;
    if ('useClass' in provider) this.recipes.set(provide, () => this.make(provider.useClass as Concrete));
    else if ('useValue' in provider) this.recipes.set(provide, () => provider.useValue as unknown);
    else if ('useExisting' in provider) this.recipes.set(provide, () => this.resolve(provider.useExisting));
    else {
      const { useFactory, inject = [] } = provider;
      this.recipes.set(provide, () =>
        (useFactory as (...parts: unknown[]) => unknown)(...inject.map((token) => this.resolve(token))),
      );
    }
  }

  private resolve(token: unknown): unknown {
    if (this.made.has(token)) return this.made.get(token);
    const recipe = this.recipes.get(token);
    if (recipe === undefined) throw new Error(`nothing is provided for ${nameOf(token)}`);
    const part = recipe();
    const change = this.changes.get(token);
    const used = change === undefined ? part : change(part as object, (other) => this.get(other));
    this.made.set(token, used);
    return used;
  }

  private make(type: Concrete): object {
    const types = (Reflect.getMetadata('design:paramtypes', type) ?? []) as unknown[];
    const named = (Reflect.getMetadata('self:paramtypes', type) ?? []) as { index: number; param: unknown }[];
    const tokens = [...types];
    for (const { index, param } of named) tokens[index] = param;
    try {
      return new type(...tokens.map((token) => this.resolve(token)));
    } catch (error) {
      throw new Error(`cannot make ${type.name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

function nameOf(token: unknown): string {
  return typeof token === 'function' ? token.name : String(token);
}
