/**
 * Signs notifications as SNS does, with a key of this process. The document behind `SigningCertURL` is the public key
 * instead of a certificate; what verifies signatures reads both.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** The fields of a notification that its signature covers. */
export interface SignedFields {
  readonly Message: string;
  readonly MessageId: string;
  readonly Subject?: string;
  readonly Timestamp: string;
  readonly TopicArn: string;
  readonly Type: string;
}

let keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined;

/** Made when it is first needed: it takes a while. */
function keyPair() {
  keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return keys;
}

/**
 * Returns the notification with its signature, in version 1, which is the default of topics. For tests of code that
 * verifies notifications: the organization's `webhooks.fetch` returns the key.
 */
export function signNotification<T extends SignedFields>(fields: T) {
  const names = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
  const lines = names.flatMap((name) => {
    const value = fields[name];
    return value === undefined ? [] : [name, value];
  });
  const signed = Buffer.from(`${lines.join('\n')}\n`);
  const Signature = sign('sha1', signed, keyPair().privateKey).toString('base64');
  return { ...fields, SignatureVersion: '1', Signature };
}

/** Path of the key that signs notifications, at the host of SNS: `https://sns.eu-west-1.amazonaws.com` + this. */
export const signingCertificatePath =
  '/SimpleNotificationService-00000000000000000000000000000000.pem';

export function signingCertificate(): string {
  return keyPair().publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
