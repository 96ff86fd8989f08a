/**
 * A credentials file from one container for the next, in the format of the SDKs' shared credentials file, so that any
 * AWS client can read it with `AWS_SHARED_CREDENTIALS_FILE`.
 */

import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import type { AwsCredentialIdentity } from '@smithy/types';
import { FlotillaError } from '../../model/flotilla-error.ts';

/** AWS defines no key for it; other tools write and read this one. */
const expiryKey = 'x_security_token_expires';

/** Readable by the file's owner only. A reader sees the old credentials or the new ones, never half of either. */
export async function writeCredentials(
  file: string,
  credentials: AwsCredentialIdentity,
): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(textOf(credentials)).finally(() => handle.close());
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {});
    throw fileError('write', file, cause);
  }
}

function textOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: AwsCredentialIdentity): string {
  const lines = [
    '[default]',
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]),
    ...(expiration === undefined ? [] : [`${expiryKey} = ${expiration.toISOString()}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Throws a `FlotillaError` that never quotes the content of the file. */
export async function readCredentials(file: string): Promise<AwsCredentialIdentity> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw fileError('read', file, cause);
  });
  const values = Object.fromEntries(
    [...text.matchAll(/^\s*(\w+)\s*=\s*(\S+)\s*$/gm)].map(([, key = '', value = '']) => [
      key,
      value,
    ]),
  );
  const { aws_access_key_id, aws_secret_access_key, aws_session_token } = values;
  if (!aws_access_key_id || !aws_secret_access_key) {
    throw new FlotillaError('Credentials', `"${file}" contains no credentials; run assume before`);
  }
  const expires = values[expiryKey];
  return {
    accessKeyId: aws_access_key_id,
    secretAccessKey: aws_secret_access_key,
    ...(aws_session_token && { sessionToken: aws_session_token }),
    ...(expires && { expiration: new Date(expires) }),
  };
}

function fileError(verb: 'read' | 'write', file: string, cause: unknown): FlotillaError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const advice = verb === 'read' ? 'run assume before' : 'the folder must exist and be writable';
  return new FlotillaError('File', `cannot ${verb} "${file}" (${code ?? message}); ${advice}`, {
    cause,
  });
}
