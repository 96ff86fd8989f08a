/** Evaluates one document for one request: allow, deny, or neither. */

import { conditionHolds } from './conditions.ts';
import type { ElementPatterns, PolicyDocument, Principals, Statement } from './document.ts';
import { type ConditionLookup, matchesAction, matchesPattern, substituteArn } from './pattern.ts';

export interface PolicyRequest {
  readonly action: string;
  readonly resource: string;
  readonly principal: PrincipalFacts;
  readonly lookUp: ConditionLookup;
}

/** All names of the caller in a Principal element. */
export interface PrincipalFacts {
  readonly accountId: string;
  /** ARN and unique id of the user or the session: each names the principal itself. */
  readonly names: readonly string[];
  /** ARN and unique id of the session's role. */
  readonly roleNames?: readonly string[];
  /** Whether it has a permissions boundary, which `NotPrincipal` never exempts. */
  readonly bounded?: boolean;
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
 * The verdict of a document with principals. An allow of the principal itself is `allow`, one of its role is `role`,
 * which boundary and session limit, and one of its account is `account`: that account's own policies decide.
 */
export type PrincipalVerdict = PolicyVerdict | 'role' | 'account';

export function evaluateForPrincipal(
  document: PolicyDocument,
  request: PolicyRequest,
): PrincipalVerdict {
  let verdict: PrincipalVerdict;
  for (const statement of document) {
    const match = matchPrincipals(statement, request.principal);
    if (!match || !applies(statement, request)) continue;
    if (statement.effect === 'Deny') return 'deny';
    verdict = stronger(verdict, match);
  }
  return verdict;
}

const strengths: readonly PrincipalVerdict[] = [undefined, 'account', 'role', 'allow'];

function stronger(left: PrincipalVerdict, right: PrincipalVerdict): PrincipalVerdict {
  return strengths.indexOf(left) > strengths.indexOf(right) ? left : right;
}

function applies(statement: Statement, request: PolicyRequest): boolean {
  return (
    matchesList(statement.actions, (pattern) => matchesAction(pattern, request.action)) &&
    (!statement.resources || matchesResources(statement.resources, statement, request)) &&
    statement.conditions.every((condition) => conditionHolds(condition, request.lookUp))
  );
}

/** A call without a resource of its own requires `*`, which only `*` permits. */
function matchesResources(
  resources: ElementPatterns,
  { variables }: Statement,
  { resource, lookUp }: PolicyRequest,
): boolean {
  return matchesList(resources, (pattern) => {
    const substituted = variables ? substituteArn(pattern, lookUp) : pattern;
    return substituted !== undefined && matchesPattern(substituted, resource);
  });
}

function matchesList(list: ElementPatterns, matches: (pattern: string) => boolean): boolean {
  return list.patterns.some(matches) !== list.not;
}

/** How an element names a principal. */
type PrincipalMatch = 'allow' | 'role' | 'account';

function matchPrincipals(
  { principals }: Statement,
  caller: PrincipalFacts,
): PrincipalMatch | undefined {
  if (!principals) return 'allow';
  if (!principals.not) return matchPositive(principals, caller);
  return isExempt(principals, caller) ? undefined : 'allow';
}

/**
 * `NotPrincipal` exempts a principal that is named together with its account, and a session together with its role
 * and account. It never exempts a principal with a permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(principals: Principals, caller: PrincipalFacts): boolean {
  if (caller.bounded) return false;
  if (caller.service !== undefined || caller.federated !== undefined) {
    return matchPositive(principals, caller) !== undefined;
  }
  const { aws } = principals;
  if (aws.includes('*')) return true;
  const isNamed = (names: readonly string[]) => names.some((name) => aws.includes(name));
  const hasAccount = aws.some((name) => namesAccount(name, caller.accountId));
  return hasAccount && isNamed(caller.names) && (!caller.roleNames || isNamed(caller.roleNames));
}

/**
 * A wildcard names every principal itself, AWS's services included: queues that admit everyone with an
 * `aws:SourceArn` receive what EventBridge and SNS send.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function matchPositive(
  { aws, service, federated }: Principals,
  caller: PrincipalFacts,
): PrincipalMatch | undefined {
  if (aws.includes('*')) return 'allow';
  if (caller.service !== undefined) {
    return service.includes(caller.service) || service.includes('*') ? 'allow' : undefined;
  }
  if (caller.federated !== undefined) {
    return federated.includes(caller.federated) ? 'allow' : undefined;
  }
  if (caller.names.some((name) => aws.includes(name))) return 'allow';
  if (caller.roleNames?.some((name) => aws.includes(name))) return 'role';
  return aws.some((name) => namesAccount(name, caller.accountId)) ? 'account' : undefined;
}

function namesAccount(name: string, accountId: string): boolean {
  return name === accountId || /^arn:[\w-]+:iam::(\d{12}):root$/.exec(name)?.[1] === accountId;
}
