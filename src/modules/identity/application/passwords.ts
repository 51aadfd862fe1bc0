import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/**
 * Argon2id, 19 MiB, two passes: the first choice of OWASP's Password Storage Cheat Sheet, and the library's default.
 * It runs on libuv's threads, not on the event loop.
 */
@Injectable()
export class Passwords {
  private unknown: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return hash(password);
  }

  /** Takes as long for a user who does not exist (null): the time tells nothing. */
  async matches(password: string, passwordHash: string | null): Promise<boolean> {
    if (passwordHash !== null) return verify(passwordHash, password);
    this.unknown ??= this.hash('the password of nobody');
    await verify(await this.unknown, password);
    return false;
  }
}
