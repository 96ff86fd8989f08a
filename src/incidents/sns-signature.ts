/**
 * Verifies that SNS sent a notification. An account of the organization could otherwise send a message of its own, by a
 * subscription with raw delivery, and name another account's topic in it.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import type { Fetch } from '../notifications/post-webhook.ts';

const text = z.string();
const signedSchema = z.object({
  Message: text,
  MessageId: text,
  Subject: text.nullish(),
  Timestamp: text,
  TopicArn: text,
  Type: z.literal('Notification'),
  SignatureVersion: z.enum(['1', '2']),
  Signature: text,
  SigningCertURL: text.refine(isCertificateOfSns),
});

/** In the order in which they are signed. */
const signedNames = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const timeoutMs = 5_000;

/** False: it has no signature of SNS, or another one. Throws when the certificate cannot be read now. */
export type VerifyNotification = (notification: unknown) => Promise<boolean>;

/** Certificates are kept: SNS changes them rarely, and their address with them. */
export function notificationVerifier(fetch: Fetch): VerifyNotification {
  const keys = new Map<string, Promise<KeyObject>>();
  const keyAt = (url: string): Promise<KeyObject> => {
    const known = keys.get(url);
    if (known) return known;
    const reading = readKey(fetch, url);
    keys.set(url, reading);
    reading.catch(() => keys.delete(url));
    return reading;
  };
  return async (notification) => {
    const { data } = signedSchema.safeParse(notification);
    if (!data) return false;
    const lines = signedNames.flatMap((name) => {
      const value = data[name];
      return value === undefined || value === null ? [] : [name, value];
    });
    const algorithm = data.SignatureVersion === '1' ? 'sha1' : 'sha256';
    const signed = Buffer.from(`${lines.join('\n')}\n`);
    const signature = Buffer.from(data.Signature, 'base64');
    return verify(algorithm, signed, await keyAt(data.SigningCertURL), signature);
  };
}

/** Only SNS has this host: other hosts, and other pages of this one, could return a key of the sender. */
function isCertificateOfSns(url: string): boolean {
  return /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.(com|com\.cn|eu)\/SimpleNotificationService-[0-9a-f]+\.pem$/.test(
    url,
  );
}

async function readKey(fetch: Fetch, url: string): Promise<KeyObject> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error('no response')), timeoutMs);
  try {
    const response = await fetch(url, { signal: deadline.signal, redirect: 'error' });
    if (!response.ok) throw new Error(`${url} returned status ${response.status}`);
    return createPublicKey(await response.text());
  } finally {
    clearTimeout(timer);
  }
}
