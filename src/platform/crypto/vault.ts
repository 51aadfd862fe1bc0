/**
 * Keeps photos and secrets unreadable at rest: AES-256-GCM, a fresh nonce each time, bound to the row it belongs to,
 * so that a sealed value copied into another row does not open.
 */
export abstract class Vault {
  /** @param boundTo `table:column:row-id` */
  abstract seal(plain: Buffer, boundTo: string): Buffer;
  /** @throws VAULT.UNREADABLE when the value, the key or the row is not the one it was sealed with */
  abstract open(sealed: Buffer, boundTo: string): Buffer;
  /** Keyed hash for look-ups of values that are stored sealed; `purpose` keeps two uses apart. 32 bytes. */
  abstract fingerprint(purpose: string, value: string): Buffer;
}
