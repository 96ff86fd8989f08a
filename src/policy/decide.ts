/**
 * All policies that apply to one call, evaluated in AWS's order: any explicit deny, then the organization, the
 * resource's policy, the boundary, the session and the identity.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */

import type { PolicyDocument } from './document.ts';
import {
  evaluateDocument,
  evaluateDocuments,
  evaluateForPrincipal,
  type PolicyRequest,
  type PolicyVerdict,
} from './evaluate.ts';

export interface PolicyLayers {
  /** `everything` for the root user of an account: no identity policy limits it. */
  readonly identity: readonly PolicyDocument[] | 'everything';
  readonly boundary?: PolicyDocument;
  /** Session policies; undefined when the session has none. */
  readonly session?: readonly PolicyDocument[];
  /** From the root of the organization down to the account; empty for the management account. */
  readonly serviceControl: readonly (readonly PolicyDocument[])[];
  readonly resource?: ResourceLayer;
}

export interface ResourceLayer {
  readonly document: PolicyDocument | undefined;
  /** Owned by another account than the caller's: both sides must allow. */
  readonly foreign: boolean;
  /** A role's trust policy must allow, also for callers of its account. */
  readonly trust?: boolean;
}

export type AuthorizationDecision =
  | { readonly allowed: true }
  /** `reason` ends the sentence "User: … is not authorized to perform: …". */
  | { readonly allowed: false; readonly reason: string };

const allowed: AuthorizationDecision = { allowed: true };

export function decide(layers: PolicyLayers, request: PolicyRequest): AuthorizationDecision {
  const { serviceControl, boundary, session } = layers;
  const action = request.action;
  const fromLevels = serviceControl.map((level) => evaluateDocuments(level, request));
  const fromResource = layers.resource?.document
    ? evaluateForPrincipal(layers.resource.document, {
        ...request,
        principal: { ...request.principal, bounded: boundary !== undefined },
      })
    : undefined;
  const fromBoundary = boundary ? evaluateDocument(boundary, request) : 'allow';
  const fromSession = session ? evaluateDocuments(session, request) : 'allow';
  const fromIdentity = evaluateIdentity(layers.identity, request);

  if (fromLevels.includes('deny')) return denied('a service control policy');
  if (fromResource === 'deny') return denied('a resource-based policy');
  if (fromIdentity === 'deny') return denied('an identity-based policy');
  if (fromBoundary === 'deny') return denied('a permissions boundary');
  if (fromSession === 'deny') return denied('a session policy');
  if (fromLevels.some((verdict) => verdict === undefined))
    return missing('service control', action);
  const { foreign: isForeign = false, trust: isTrust = false } = layers.resource ?? {};
  if ((isForeign || isTrust) && fromResource === undefined)
    return missing('resource-based', action);
  // Within an account, a resource policy that names the user or the session itself is sufficient. One that names the
  // role replaces the identity policies only.
  if (fromResource === 'allow' && !isForeign) return allowed;
  const isGranted = fromResource === 'role' && !isForeign;
  if (!isGranted && fromIdentity === undefined) return missing('identity-based', action);
  if (fromBoundary === undefined) return missing('permissions boundary', action);
  if (fromSession === undefined) return missing('session', action);
  return allowed;
}

function evaluateIdentity(
  identity: PolicyLayers['identity'],
  request: PolicyRequest,
): PolicyVerdict {
  return identity === 'everything' ? 'allow' : evaluateDocuments(identity, request);
}

function denied(where: string): AuthorizationDecision {
  return { allowed: false, reason: `with an explicit deny in ${where}` };
}

function missing(kind: string, action: string): AuthorizationDecision {
  const policy = kind === 'permissions boundary' ? kind : `${kind} policy`;
  return { allowed: false, reason: `because no ${policy} allows the ${action} action` };
}
