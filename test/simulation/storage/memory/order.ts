/** Of texts as PostgreSQL sorts them under `C.UTF-8`; characters beyond the basic plane are not told apart. */
export function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return byText(one.id, other.id);
}

export function byTime(one: Date, other: Date): number {
  return one.getTime() - other.getTime();
}
