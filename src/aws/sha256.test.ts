import { Sha256 as TheirSha256 } from '@smithy/core/checksum';
import { expect, test } from 'vitest';
import { Sha256 } from './sha256.ts';

const text = new TextEncoder().encode('some text');
const bytes = new Uint8Array(64).map((_, index) => index * 7);

test.each([
  ['without a key', undefined],
  ['with a text as key', 'sécret'],
  ['with bytes as key', bytes],
  ['with a part of a buffer as key', bytes.subarray(3, 35)],
  ['with a bare buffer as key', bytes.buffer],
])('the hash %s equals the SDK’s, and again after a reset', async (_, secret) => {
  const [ours, theirs] = [new Sha256(secret), new TheirSha256(secret)];
  const hashed = async (hash: typeof ours | typeof theirs) => {
    hash.update(text);
    return Buffer.from(await hash.digest()).toString('hex');
  };
  const expected = await hashed(theirs);

  expect(await hashed(ours)).toBe(expected);
  ours.reset();
  expect(await hashed(ours)).toBe(expected);
});
