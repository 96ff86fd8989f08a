/** Tokens of service accounts: signed by the cluster's issuer, bound to a pod, valid for an audience and a time. */

import * as z from 'zod';
import { type Cluster, nodeName } from './cluster.ts';
import type { StoredObject } from './object.ts';

export const apiAudience = 'https://kubernetes.default.svc';

export interface TokenRequest {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Default: the API server's. */
  readonly audience?: string | undefined;
  /** Default: an hour. */
  readonly expirationSeconds?: number | undefined;
  /** The token becomes invalid with it. */
  readonly pod?: StoredObject | undefined;
}

export interface ClusterUser {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
}

const administrator: ClusterUser = {
  name: 'kubernetes-admin',
  uid: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
};

/** Undefined when the service account does not exist. */
export function issueToken(cluster: Cluster, request: TokenRequest): string | undefined {
  const { namespace, serviceAccount: name, pod } = request;
  const account = cluster.store.get('serviceaccounts', namespace, name);
  if (!account) return undefined;
  const now = Math.floor(cluster.clock.now() / 1000);
  return cluster.issuer.token({
    aud: [request.audience ?? apiAudience],
    exp: now + (request.expirationSeconds ?? 3_600),
    iat: now,
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${name}`,
    'kubernetes.io': {
      namespace,
      serviceaccount: { name, uid: account.metadata.uid },
      ...(pod && {
        node: { name: nodeName },
        pod: { name: pod.metadata.name, uid: pod.metadata.uid },
      }),
    },
  });
}

const boundSchema = z.object({ name: z.string(), uid: z.string() });
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.array(z.string()),
  exp: z.number(),
  'kubernetes.io': z.object({
    namespace: z.string(),
    serviceaccount: boundSchema,
    pod: boundSchema.optional(),
  }),
});

type Claims = z.infer<typeof claimsSchema>;

/** The user of a token; undefined when it is unknown, expired, or bound to a deleted object. */
export function createAuthenticator(cluster: Cluster): (token: string) => ClusterUser | undefined {
  // A signature is checked once; the mutable conditions are checked every time.
  const verified = new Map<string, Claims>();
  return (token) => {
    if (token === cluster.administratorToken) return administrator;
    const claims = verified.get(token) ?? verify(cluster, token);
    if (!claims || !isStillValid(cluster, claims)) {
      verified.delete(token);
      return undefined;
    }
    verified.set(token, claims);
    return userOf(claims);
  };
}

function verify({ issuer }: Cluster, token: string): Claims | undefined {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = claimsSchema.safeParse(decode(body));
  if (!claims.success || claims.data.iss !== issuer.url) return undefined;
  if (!claims.data.aud.includes(apiAudience)) return undefined;
  const isSigned = issuer.verifies(`${head}.${body}`, Buffer.from(signature, 'base64url'), 'ES256');
  return isSigned ? claims.data : undefined;
}

function isStillValid({ clock, store }: Cluster, { exp, 'kubernetes.io': bound }: Claims): boolean {
  if (exp * 1000 <= clock.now()) return false;
  const { namespace, serviceaccount, pod } = bound;
  const account = store.get('serviceaccounts', namespace, serviceaccount.name);
  if (account?.metadata.uid !== serviceaccount.uid) return false;
  return !pod || store.get('pods', namespace, pod.name)?.metadata.uid === pod.uid;
}

function userOf({ 'kubernetes.io': { namespace, serviceaccount } }: Claims): ClusterUser {
  return {
    name: `system:serviceaccount:${namespace}:${serviceaccount.name}`,
    uid: serviceaccount.uid,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
  };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
