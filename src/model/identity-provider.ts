/**
 * An OpenID Connect provider outside AWS. It signs tokens with a key of its own, and STS verifies them with it, as it
 * would fetch the real provider's keys.
 */

import {
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** An OpenID Connect provider whose tokens STS accepts. */
export interface TokenVerifier {
  /** `https://token.example.com`, as `iss` has it. */
  readonly url: string;
  /** Returns whether one of the provider's keys made this signature. */
  verifies(signed: string, signature: Buffer, algorithm: string): boolean;
}

/** A provider that signs tokens, too. */
export interface IdentityProvider extends TokenVerifier {
  /** Returns a signed JWT with these claims; `iss` is the provider. */
  token(claims: Readonly<Record<string, unknown>>): string;
}

/** A provider that creates its own tokens, for tests and rehearsals. */
export function identityProvider(url: string): IdentityProvider {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    ...tokenVerifier(url, [publicKey]),
    token: (claims) => {
      const head = encode({ alg: 'ES256', typ: 'JWT' });
      const signed = `${head}.${encode({ iss: url, ...claims })}`;
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
    },
  };
}

/** A real provider, by the keys of its JWKS document: its real tokens are then valid here. */
export function knownProvider(url: string, keys: readonly JsonWebKey[]): TokenVerifier {
  return tokenVerifier(
    url,
    keys.map((key) => createPublicKey({ key, format: 'jwk' })),
  );
}

function tokenVerifier(url: string, keys: readonly KeyObject[]): TokenVerifier {
  const fits = { ES256: 'ec', RS256: 'rsa' } as const;
  return {
    url,
    verifies: (signed, signature, algorithm) =>
      keys.some(
        (key) =>
          key.asymmetricKeyType === fits[algorithm as keyof typeof fits] &&
          verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature),
      ),
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
