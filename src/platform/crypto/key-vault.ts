import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { AppError } from '../errors/app-error.js';
import { type Random } from '../random/random.js';
import { Vault } from './vault.js';

/** Sealed with another key, for another row, or damaged. */
export class VaultUnreadableError extends AppError {
  override readonly code = 'VAULT.UNREADABLE';
  override readonly kind = 'internal';
  override readonly retry = 'wait-for-human';
}

const FORMAT = 1;
const KEY_ID_BYTES = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

/**
 * Sealed value: format (1 byte) · key id (1 byte) · nonce (12) · ciphertext · tag (16). The header is authenticated
 * together with the row. The key id leaves room for rotation: values of an older key stay readable beside the new one.
 */
export class KeyVault extends Vault {
  private readonly sealKey: Buffer;
  /** By purpose, of which there are a few. */
  private readonly fingerprintKeys = new Map<string, Buffer>();

  /** @param secret 32 bytes; every use gets its own key from it (HKDF-SHA-256), so that none can stand in for another. */
  constructor(
    private readonly secret: Buffer,
    private readonly random: Random,
    private readonly keyId = 1,
  ) {
    super();
    this.sealKey = this.derive('seal');
  }

  override seal(plain: Buffer, boundTo: string): Buffer {
    const header = Buffer.from([FORMAT, this.keyId]);
    const nonce = this.random.bytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associatedData(header, boundTo));
    return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  override open(sealed: Buffer, boundTo: string): Buffer {
    const [format, keyId] = sealed;
    if (sealed.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || format !== FORMAT || keyId !== this.keyId) {
      throw new VaultUnreadableError('a sealed value has another format or another key');
    }
    const bodyAt = HEADER_BYTES + NONCE_BYTES;
    const tagAt = sealed.length - TAG_BYTES;
    const nonce = sealed.subarray(HEADER_BYTES, bodyAt);
    const decipher = createDecipheriv('aes-256-gcm', this.sealKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(sealed.subarray(0, HEADER_BYTES), boundTo));
    decipher.setAuthTag(sealed.subarray(tagAt));
    const plain = decipher.update(sealed.subarray(bodyAt, tagAt));
    try {
      return Buffer.concat([plain, decipher.final()]);
    } catch (cause) {
      throw new VaultUnreadableError('a sealed value does not belong to this key and row', {}, { cause });
    }
  }

  override fingerprint(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.fingerprintKey(purpose)).update(value).digest();
  }

  private fingerprintKey(purpose: string): Buffer {
    const known = this.fingerprintKeys.get(purpose) ?? this.derive(`fingerprint:${purpose}`);
    this.fingerprintKeys.set(purpose, known);
    return known;
  }

  private derive(use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secret, Buffer.alloc(0), `vestibule:${use}`, 32));
  }
}

function associatedData(header: Buffer, boundTo: string): Buffer {
  return Buffer.concat([header, Buffer.from(boundTo)]);
}
