/** Verifies Signature Version 4 like AWS, so that a client that would fail there fails here. */

import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { canonicalRequest, isBodyAsAnnounced, sha256 } from './canonical-request.ts';
import type { WireRequest } from './message.ts';
import { type SignatureFlaw, signatureError } from './signature-error.ts';
import { verifyVersion2 } from './signature-v2.ts';
import { type SignedRequest, signedRequest } from './signed-request.ts';

/**
 * Throws an `AwsError` with the code of this family of services (`SignatureDoesNotMatch`,
 * `InvalidSignatureException`, `AuthFailure`, …) unless the request, as it was received, is signed with this secret
 * at about `now` (milliseconds since 1970). The chunks of a `STREAMING-…` body have signatures of their own, which
 * are not checked.
 */
export function verifySignature(request: WireRequest, secretAccessKey: string, now: number): void {
  const signed = signedRequest(request);
  if (!signed && verifyVersion2(request, secretAccessKey, now)) return;
  const flaw = signed ? flawOf(signed, secretAccessKey, now) : 'missing';
  if (flaw) throw signatureError(flaw, signed?.scope.service ?? '', request);
}

const maxSkewMs = 5 * 60_000;

function flawOf(signed: SignedRequest, secret: string, now: number): SignatureFlaw | undefined {
  const { date, scope, signedHeaders, signature } = signed;
  const time = timeOf(date);
  if (!date.startsWith(scope.date) || !signedHeaders.includes('host')) return 'mismatch';
  if (!equal(signature, expectedSignature(signed, secret))) return 'mismatch';
  if (!isBodyAsAnnounced(signed)) return 'other-body';
  return signed.presigned ? ageFlaw(signed, time, now) : skewFlaw(time, now);
}

function skewFlaw(time: number, now: number): SignatureFlaw | undefined {
  return Math.abs(now - time) <= maxSkewMs ? undefined : 'skewed';
}

const maxExpiresSeconds = 7 * 24 * 3600;

function ageFlaw({ expiresSeconds = 0 }: SignedRequest, time: number, now: number) {
  if (time - now > maxSkewMs) return 'skewed';
  const holds = expiresSeconds <= maxExpiresSeconds && now <= time + expiresSeconds * 1000;
  return holds ? undefined : 'expired';
}

function expectedSignature(signed: SignedRequest, secret: string): string {
  const { date, scope } = signed;
  const hash = sha256(canonicalRequest(signed));
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope.text}\n${hash}`;
  return hmac(signingKey(secret, scope), toSign).toString('hex');
}

const signingKeys = new Map<string, KeyObject>();
const maxSigningKeys = 10_000;

/** Four hashes that are the same for a whole day of calls to one service. */
function signingKey(secret: string, { text, date, region, service }: SignedRequest['scope']) {
  const id = `${secret} ${text}`;
  const known = signingKeys.get(id);
  if (known) return known;
  const parts = [date, region, service, 'aws4_request'];
  const first = keyOf(Buffer.from(`AWS4${secret}`));
  const key = parts.reduce((previous, part) => keyOf(hmac(previous, part)), first);
  if (signingKeys.size >= maxSigningKeys) signingKeys.clear();
  signingKeys.set(id, key);
  return key;
}

/** Node is four times slower with a key of bytes, because it has to detect its type first. */
const keyOf = createSecretKey;

function hmac(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function equal(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}

/** `20250101T120000Z`; NaN for anything else, which is outside every allowed skew. */
function timeOf(basicDate: string): number {
  const pattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return Date.parse(basicDate.replace(pattern, '$1-$2-$3T$4:$5:$6Z'));
}
