import { type RouteOptions } from 'fastify';

interface KnownPath {
  readonly shape: RegExp;
  readonly methods: Set<string>;
}

/** Paths of this server and their methods: Fastify itself cannot tell "no such path" from "not with this method". */
export class RouteTable {
  private readonly paths = new Map<string, KnownPath>();

  /** Fastify `onRoute`. */
  readonly note = ({ url, method }: RouteOptions): void => {
    const known = this.paths.get(url) ?? { shape: shapeOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) known.methods.add(name);
    this.paths.set(url, known);
  };

  /** @param url of a request, with its query */
  methodsOf(url: string): string[] {
    const path = url.split('?', 1)[0] ?? '';
    const methods = new Set<string>();
    for (const known of this.paths.values()) {
      if (known.shape.test(path)) for (const method of known.methods) methods.add(method);
    }
    return [...methods].sort();
  }
}

function shapeOf(pattern: string): RegExp {
  const source = pattern
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}/?$`);
}
