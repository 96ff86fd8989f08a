/** SHA-256 as the SDK's signer needs it, with or without a key. */

import { createHash, createHmac, createSecretKey, type Hash, type Hmac } from 'node:crypto';
import type { Checksum, SourceData } from '@smithy/types';

/**
 * Replaces the SDK's own class: Node takes 11 µs to process a key given as bytes, and 3 for a key object. A call is
 * signed with up to six keys, a fifteenth of its whole cost.
 */
export class Sha256 implements Checksum {
  readonly #secret: SourceData | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: SourceData) {
    this.#secret = secret;
    this.#hash = hashFor(secret);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  /** Without a key, it may be called again after more data was added. */
  async digest(): Promise<Uint8Array> {
    return 'copy' in this.#hash ? this.#hash.copy().digest() : this.#hash.digest();
  }

  reset(): void {
    this.#hash = hashFor(this.#secret);
  }
}

function hashFor(secret: SourceData | undefined): Hash | Hmac {
  if (!secret) return createHash('sha256');
  return createHmac('sha256', typeof secret === 'string' ? secret : createSecretKey(bytes(secret)));
}

function bytes(data: Exclude<SourceData, string>): Uint8Array {
  if (!ArrayBuffer.isView(data)) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
