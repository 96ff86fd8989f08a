/** Verifies a JSON Web Token: its form, its time, and its provider's signature. */

import * as z from 'zod';
import { AwsError } from '../../../wire/aws-error.ts';
import type { World } from '../../world/world.ts';

const headerSchema = z.object({ alg: z.string() });

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
  azp: z.string().optional(),
  amr: z.array(z.string()).optional(),
});

export type Claims = z.infer<typeof claimsSchema>;

/** Clocks differ slightly between a provider and AWS. */
const toleranceSeconds = 300;

export function readToken(world: World, token: string, now: number): Claims {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const header = headerSchema.safeParse(decode(head));
  const claims = claimsSchema.safeParse(decode(body));
  if (!header.success || !claims.success || more.length > 0) {
    throw invalid('The ID Token provided is not a valid JWT.');
  }
  const verifier = world.identityProviders.get(claims.data.iss);
  const bytes = Buffer.from(signature, 'base64url');
  if (!verifier?.verifies(`${head}.${body}`, bytes, header.data.alg)) {
    throw invalid("Couldn't retrieve verification key from your identity provider");
  }
  checkTime(claims.data, now / 1000);
  return claims.data;
}

function checkTime({ exp, nbf = 0 }: Claims, nowSeconds: number): void {
  if (exp <= nowSeconds) {
    const message = `Token expired: current date/time ${Math.floor(nowSeconds)} must be before the expiration date/time ${exp}`;
    throw new AwsError('ExpiredTokenException', message);
  }
  if (nbf > nowSeconds + toleranceSeconds) throw invalid('Token is not yet valid.');
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidIdentityTokenException', message);
}
