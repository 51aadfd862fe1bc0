/** An event as it goes out, the same bytes to everybody who may see it. */
export interface LiveEntry {
  readonly position: bigint;
  readonly frame: Buffer;
  /** E-mails, in lower case, of the hosts who see it beside those who see all. */
  readonly hosts: readonly string[];
}

/** Whose visits a stream shows: everybody's, or those of the host with this e-mail, in lower case. */
export type LiveScope = { readonly kind: 'all' } | { readonly kind: 'own'; readonly email: string };

/** Where in the log a stream is. */
export interface LivePlace {
  readonly epoch: number;
  readonly position: bigint;
}

const ID = /^(\d{1,9})-(\d{1,18})$/;

/** @returns null for anything that was never given out */
export function parsePlace(id: string): LivePlace | null {
  const [, epoch, position] = ID.exec(id) ?? [];
  return epoch === undefined || position === undefined ? null : { epoch: Number(epoch), position: BigInt(position) };
}

export function idOf({ epoch, position }: LivePlace): string {
  return `${epoch}-${position}`;
}

/** One event of `text/event-stream`. JSON has no line ends of its own. */
export function eventFrame(name: string, data: unknown, id: string | null = null): string {
  return `${id === null ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Moves the reader's `Last-Event-ID` and is seen by nobody: a cut after it costs nothing that came before. */
export function placeFrame(place: LivePlace): string {
  return `id: ${idOf(place)}\n\n`;
}

/** What of these this scope may see, as one piece; null: nothing. */
export function framesFor(entries: readonly LiveEntry[], scope: LiveScope): Buffer | null {
  const seen = scope.kind === 'all' ? entries : entries.filter(({ hosts }) => hosts.includes(scope.email));
  return seen.length === 0 ? null : Buffer.concat(seen.map(({ frame }) => frame));
}
