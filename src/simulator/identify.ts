/** Whose call is it? The access key decides, and nothing is taken on trust. */

import { expiredToken, unknownKey, unsigned, wrongToken } from './refusals.ts';
import type { WireCall } from './wire/message.ts';
import { anonymous } from './world/caller.ts';
import type { AccessKey } from './world/keys.ts';
import type { World } from './world/world.ts';

/** Operations whose caller is proven by what they carry. */
const mayBeUnsigned: ReadonlySet<string> = new Set([
  'sts:AssumeRoleWithWebIdentity',
  'sts:AssumeRoleWithSAML',
]);

const nobody: AccessKey = { caller: anonymous, secretAccessKey: '', active: true };

/** Answers the caller's key, or throws what AWS would answer. An unknown key is nobody's, never a default account's. */
export function identify(world: World, call: WireCall, now: number): AccessKey {
  const { service, credential } = call;
  if (mayBeUnsigned.has(`${service.name}:${call.operation.name}`)) return nobody;
  // S3 answers anonymous callers where a bucket policy lets them in.
  if (!credential && service.name === 's3') return nobody;
  if (!credential) throw unsigned(service);
  const key = world.keys.find(credential.accessKeyId);
  if (!key?.active) throw unknownKey(service);
  if (key.sessionToken !== credential.sessionToken) throw wrongToken(service);
  if (key.caller.session && key.caller.session.expiresAt <= now) throw expiredToken(service);
  return key;
}
