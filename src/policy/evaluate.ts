/** Evaluates one document for one request: allow, deny, or neither. */

import { conditionHolds } from './conditions.ts';
import type { ElementPatterns, PolicyDocument, Principals, Statement } from './document.ts';
import { type ConditionLookup, matchesAction, matchesPattern, substitute } from './pattern.ts';

export interface PolicyRequest {
  readonly action: string;
  readonly resource: string;
  readonly principal: PrincipalFacts;
  readonly lookUp: ConditionLookup;
}

/** All names of the caller in a Principal element. */
export interface PrincipalFacts {
  readonly accountId: string;
  /** The session and its role, the user, the unique ids: each names the principal itself. */
  readonly names: readonly string[];
  readonly service?: string;
  /** ARN of an OIDC provider. */
  readonly federated?: string;
}

export type PolicyVerdict = 'allow' | 'deny' | undefined;

/** Deny wins over allow, whatever their order. */
export function evaluateDocument(document: PolicyDocument, request: PolicyRequest): PolicyVerdict {
  let verdict: PolicyVerdict;
  for (const statement of document) {
    if (!applies(statement, request)) continue;
    if (statement.effect === 'Deny') return 'deny';
    verdict = 'allow';
  }
  return verdict;
}

export function evaluateDocuments(
  documents: readonly PolicyDocument[],
  request: PolicyRequest,
): PolicyVerdict {
  const verdicts = documents.map((document) => evaluateDocument(document, request));
  if (verdicts.includes('deny')) return 'deny';
  return verdicts.includes('allow') ? 'allow' : undefined;
}

/**
 * A document with principals. `account` is an allow that names the caller's account only: that account's own policies
 * decide.
 */
export function evaluateForPrincipal(
  document: PolicyDocument,
  request: PolicyRequest,
): PolicyVerdict | 'account' {
  let verdict: PolicyVerdict | 'account';
  for (const statement of document) {
    const match = matchPrincipals(statement.principals, request.principal);
    if (!match || !applies(statement, request)) continue;
    if (statement.effect === 'Deny') return 'deny';
    if (verdict !== 'allow') verdict = match === 'itself' ? 'allow' : 'account';
  }
  return verdict;
}

function applies(statement: Statement, request: PolicyRequest): boolean {
  return (
    matchesList(statement.actions, (pattern) => matchesAction(pattern, request.action)) &&
    (!statement.resources || matchesResources(statement.resources, request)) &&
    statement.conditions.every((condition) => conditionHolds(condition, request.lookUp))
  );
}

/** A call without a resource of its own requires `*`, which only `*` permits. */
function matchesResources(
  resources: ElementPatterns,
  { resource, lookUp }: PolicyRequest,
): boolean {
  return matchesList(resources, (pattern) => {
    const substituted = substitute(pattern, lookUp);
    return substituted !== undefined && matchesPattern(substituted, resource);
  });
}

function matchesList(list: ElementPatterns, matches: (pattern: string) => boolean): boolean {
  return list.patterns.some(matches) !== list.not;
}

function matchPrincipals(
  principals: Principals | undefined,
  caller: PrincipalFacts,
): 'itself' | 'account' | undefined {
  if (!principals) return 'itself';
  const match = matchPositive(principals, caller);
  if (!principals.not) return match;
  return match ? undefined : 'itself';
}

function matchPositive(
  { aws, service, federated }: Principals,
  caller: PrincipalFacts,
): 'itself' | 'account' | undefined {
  if (caller.service !== undefined) {
    return service.includes(caller.service) ? 'itself' : undefined;
  }
  if (caller.federated !== undefined) {
    return federated.includes(caller.federated) || aws.includes('*') ? 'itself' : undefined;
  }
  if (aws.includes('*') || caller.names.some((name) => aws.includes(name))) return 'itself';
  return aws.some((name) => namesAccount(name, caller.accountId)) ? 'account' : undefined;
}

function namesAccount(name: string, accountId: string): boolean {
  return name === accountId || /^arn:[\w-]+:iam::(\d{12}):root$/.exec(name)?.[1] === accountId;
}
