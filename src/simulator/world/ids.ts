/** Ids in AWS's formats. */

import type { Random } from '../../model/random.ts';

const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';
const digits = '0123456789';
export const hexadecimal = '0123456789abcdef';
/** RFC 4648: the alphabet of AWS's key ids and unique ids. */
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * `AKIA…` for users, `ASIA…` for sessions. The characters after the prefix are base32 of 80 bits: a one, the 40 bits
 * of the account number, and 39 random ones. GetAccessKeyInfo and people read the account from it.
 */
export function accessKeyId(prefix: 'AKIA' | 'ASIA', accountId: string, random: Random): string {
  const noise = (BigInt(random.integer(2 ** 20)) << 19n) | BigInt(random.integer(2 ** 19));
  let bits = (1n << 79n) | (BigInt(accountId) << 39n) | noise;
  let text = '';
  for (let position = 0; position < 16; position++) {
    text = `${base32[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return prefix + text;
}

/** The account in a key id; undefined when the text does not have the format of a key id. */
export function accountOfAccessKeyId(id: string): string | undefined {
  if (!/^A(KIA|SIA)[A-Z2-7]{16}$/.test(id)) return undefined;
  let bits = 0n;
  for (const character of id.slice(4)) bits = (bits << 5n) | BigInt(base32.indexOf(character));
  return String((bits >> 39n) & ((1n << 40n) - 1n)).padStart(12, '0');
}

/** `AROA…` for a role, `AIDA…` for a user: unique for ever, unlike the name. */
export function uniqueId(prefix: string, random: Random): string {
  return prefix + random.text(base32, 17);
}

export function secretAccessKey(random: Random): string {
  return random.text(base64, 40);
}

export function sessionToken(random: Random): string {
  return `FwoGZXIvYXdzE${random.text(base64, 87)}`;
}

export function organizationId(random: Random): string {
  return `o-${random.text(lowerAlphanumeric, 10)}`;
}

export function rootId(random: Random): string {
  return `r-${random.text(lowerAlphanumeric, 4)}`;
}

export function ouId(root: string, random: Random): string {
  return `ou-${root.slice(2)}-${random.text(lowerAlphanumeric, 8)}`;
}

export function policyId(random: Random): string {
  return `p-${random.text(lowerAlphanumeric, 8)}`;
}

export function createAccountRequestId(random: Random): string {
  return `car-${random.text(hexadecimal, 32)}`;
}

/** `i-0…`, `vpc-0…`: seventeen hexadecimal digits. */
export function ec2Id(prefix: string, random: Random): string {
  return `${prefix}-0${random.text(hexadecimal, 16)}`;
}

/** Twelve digits. AWS also assigns leading zeros. */
export function accountId(random: Random, isTaken: (id: string) => boolean): string {
  let id = random.text(digits, 12);
  while (isTaken(id) || id === '000000000000') id = random.text(digits, 12);
  return id;
}
