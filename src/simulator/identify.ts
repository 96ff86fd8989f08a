/** Identifies the caller of a request by its access key, and verifies everything. */

import type { WireCall } from '../wire/message.ts';
import { expiredToken, unknownKey, unsigned, wrongToken } from './refusals.ts';
import { anonymous } from './world/caller.ts';
import type { AccessKey } from './world/keys.ts';
import type { World } from './world/world.ts';

/** Operations whose input proves the caller. */
const mayBeUnsigned: ReadonlySet<string> = new Set([
  'sts:AssumeRoleWithWebIdentity',
  'sts:AssumeRoleWithSAML',
]);

const anonymousCaller: AccessKey = { caller: anonymous, secretAccessKey: '', active: true };

/** Returns the caller's key, or throws AWS's error. An unknown key belongs to no account, never to a default one. */
export function identify(world: World, call: WireCall, now: number): AccessKey {
  const { service, credential } = call;
  if (mayBeUnsigned.has(`${service.name}:${call.operation.name}`)) return anonymousCaller;
  // S3 serves anonymous callers where a bucket policy allows them.
  if (!credential && service.name === 's3') return anonymousCaller;
  if (!credential) throw unsigned(service);
  const key = world.keys.find(credential.accessKeyId);
  if (!key?.active) throw unknownKey(service);
  if (key.sessionToken !== credential.sessionToken) throw wrongToken(service);
  if (key.caller.session && key.caller.session.expiresAt <= now) throw expiredToken(service);
  return key;
}
