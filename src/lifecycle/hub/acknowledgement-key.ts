/** The key that signs the links in documents for holders: a SecureString, created once and never printed. */

import { randomBytes } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { originTag } from '../baseline/baseline-names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { acknowledgementKeyName } from './names.ts';

type KeyAccess = Pick<Lifecycle, 'hub' | 'inHub'>;

const keyBytes = 32;

/** Undefined: the parameter is there. */
export async function compareAcknowledgementKey(
  access: KeyAccess,
): Promise<ResourceChange | undefined> {
  const Name = acknowledgementKeyName(access);
  if (await readParameter(access, false)) return undefined;
  return { resource: `parameter ${Name}`, action: 'create', differences: [] };
}

/** Fails when the parameter exists: links that were mailed stay valid. */
export async function createAcknowledgementKey(access: KeyAccess): Promise<void> {
  await access.inHub('ssm').call('PutParameter', {
    Name: acknowledgementKeyName(access),
    Type: 'SecureString',
    Value: randomBytes(keyBytes).toString('base64url'),
    Description: 'Signs the links in documents for the holders of accounts',
    Tags: [{ Key: originTag.key, Value: originTag.value }],
  });
}

export async function readAcknowledgementKey(access: KeyAccess): Promise<Buffer> {
  const { Type, Value = '' } = (await readParameter(access, true)) ?? {};
  const key = Buffer.from(Value, 'base64url');
  if (Type === 'SecureString' && key.length >= keyBytes) return key;
  throw new FlotillaError(
    'InvalidInput',
    `the parameter ${acknowledgementKeyName(access)} must be a SecureString with ${keyBytes} random bytes; run flotilla lifecycle install to create it`,
  );
}

async function readParameter(
  access: KeyAccess,
  WithDecryption: boolean,
): Promise<{ readonly Type?: string; readonly Value?: string } | undefined> {
  const Name = acknowledgementKeyName(access);
  try {
    const { Parameter } = await access.inHub('ssm').call('GetParameter', { Name, WithDecryption });
    return Parameter as { readonly Type?: string; readonly Value?: string };
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}
