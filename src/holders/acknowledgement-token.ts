/**
 * The token in the link of a document: what is acknowledged, and an HMAC over it. Who has the link may acknowledge, and
 * nothing else.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

const tokenSchema = z.strictObject({
  account: z.string(),
  label: z.string(),
  /** SHA-256 of the document. */
  digest: z.string(),
  /** Milliseconds since 1970. */
  expiry: z.number(),
});

export type Acknowledgement = z.infer<typeof tokenSchema>;

/** Labels of documents are short; what is longer is not ours. */
const maxToken = 8_192;

export function signToken(acknowledgement: Acknowledgement, key: Buffer): string {
  const payload = Buffer.from(JSON.stringify(acknowledgement)).toString('base64url');
  return `${payload}.${macOf(payload, key).toString('base64url')}`;
}

/** Undefined: the token was not signed with this key. Its expiry is not checked. */
export function verifyToken(token: string, key: Buffer): Acknowledgement | undefined {
  const [, payload = '', signature = ''] = tokenForm.exec(token) ?? [];
  const received = Buffer.from(signature, 'base64url');
  const mac = macOf(payload, key);
  if (received.length !== mac.length || !timingSafeEqual(received, mac)) return undefined;
  return tokenSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}

/** Decides without the key whether a token is worth reading it. */
export function isTokenLike(token: string): boolean {
  return token.length <= maxToken && tokenForm.test(token);
}

const tokenForm = /^([\w-]+)\.([\w-]{43})$/;

function macOf(payload: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(payload).digest();
}
