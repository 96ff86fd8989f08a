/** A policy document, parsed once: from JSON text to statements, or a sentence with the mistake. */

import * as z from 'zod';
import { type ConditionTest, readConditions } from './conditions.ts';
import { duplicateKey } from './duplicate-key.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: ElementPatterns;
  /** Undefined in trust policies, whose resource is the role that they are attached to. */
  readonly resources?: ElementPatterns;
  readonly principals?: Principals;
  readonly conditions: readonly ConditionTest[];
  /** Whether `${…}` in resources and conditions are variables: since version 2012-10-17. */
  readonly variables: boolean;
}

/** `Action` or, when `not`, `NotAction`; the same for resources. */
export interface ElementPatterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export interface Principals {
  readonly not: boolean;
  readonly aws: readonly string[];
  readonly service: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUser: readonly string[];
}

export type PolicyDocument = readonly Statement[];

/** The use of the policy decides which elements it must and must not have. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** The message is suitable for AWS's `MalformedPolicyDocument`. */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError';
}

export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  const parsed = documentSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new PolicySyntaxError(sentence(parsed.error));
  const statements = asList(parsed.data.Statement);
  checkSids(statements, kind);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  const variables = parsed.data.Version === '2012-10-17';
  return statements.map((statement) => readStatement(statement, { kind, variables }));
}

const words = z.union([z.string(), z.array(z.string())]);
const principal = z.union([
  z.literal('*'),
  z.strictObject({
    AWS: words.optional(),
    Service: words.optional(),
    Federated: words.optional(),
    CanonicalUser: words.optional(),
  }),
]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const conditions = z.record(z.string(), z.record(z.string(), z.union([scalar, z.array(scalar)])));

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: words.optional(),
  NotAction: words.optional(),
  Resource: words.optional(),
  NotResource: words.optional(),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Condition: conditions.optional(),
});

const documentSchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema, z.array(statementSchema).min(1)]),
});

type StoredStatement = z.infer<typeof statementSchema>;

function parseJson(text: string): unknown {
  const parsed = readJson(text);
  const duplicate = duplicateKey(text);
  if (duplicate === undefined) return parsed;
  throw new PolicySyntaxError(`Syntax errors in policy: duplicate key "${duplicate}"`);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PolicySyntaxError('This policy contains invalid Json');
  }
}

/** IAM's Sids have letters and digits only; other services admit more. */
function checkSids(statements: readonly StoredStatement[], kind: PolicyKind): void {
  const sids = statements.flatMap(({ Sid }) => (Sid ? [Sid] : []));
  if (kind !== 'resource' && !sids.every((sid) => /^[0-9A-Za-z]*$/.test(sid))) {
    throw new PolicySyntaxError(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
  if (new Set(sids).size < sids.length) {
    throw new PolicySyntaxError('Statement IDs (SID) in a single policy must be unique.');
  }
}

function sentence(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'the document';
  return `Syntax errors in policy: ${where}: ${issue?.message ?? 'not a policy'}`;
}

interface StatementOptions {
  readonly kind: PolicyKind;
  readonly variables: boolean;
}

function readStatement(stored: StoredStatement, { kind, variables }: StatementOptions): Statement {
  const actions = oneOf(stored.Action, stored.NotAction, 'Action');
  if (!actions) throw new PolicySyntaxError('Policy statement must contain actions.');
  actions.patterns.forEach(checkAction);
  const resources = oneOf(stored.Resource, stored.NotResource, 'Resource');
  resources?.patterns.forEach(checkResource);
  const principals = readPrincipals(stored);
  checkElements(kind, resources, principals);
  if (principals?.not) checkNotPrincipal(stored, kind);
  return {
    effect: stored.Effect,
    actions,
    ...(resources && { resources }),
    ...(principals && { principals }),
    conditions: readConditions(stored.Condition ?? {}, { variables, fail }),
    variables,
  };
}

function fail(message: string): PolicySyntaxError {
  return new PolicySyntaxError(message);
}

function checkElements(
  kind: PolicyKind,
  resources: ElementPatterns | undefined,
  principals: Principals | undefined,
): void {
  if (kind === 'trust' && resources) throw new PolicySyntaxError('Has prohibited field Resource');
  if (kind !== 'trust' && !resources) {
    throw new PolicySyntaxError('Policy statement must contain resources.');
  }
  if (kind === 'identity' && principals) {
    throw new PolicySyntaxError('Policy document should not specify a principal.');
  }
  if (kind !== 'identity' && !principals)
    throw new PolicySyntaxError('Missing required field Principal');
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
function checkNotPrincipal({ Effect }: StoredStatement, kind: PolicyKind): void {
  if (kind === 'trust') throw new PolicySyntaxError('Has prohibited field NotPrincipal');
  if (Effect !== 'Deny') {
    throw new PolicySyntaxError('NotPrincipal must be used with the effect Deny.');
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function checkResource(resource: string): void {
  const found = /^arn:([^:]*):([^:]*):[^:]*:[^:]*:./s.exec(resource);
  if (found && !/^(aws(-[a-z]+)*|.*[*?].*)$/.test(found[1] ?? '')) {
    throw new PolicySyntaxError(`Partition "${found[1]}" is not valid for resource "${resource}".`);
  }
  if (resource === '*' || found) return;
  throw new PolicySyntaxError(`Resource ${resource} must be in ARN format or "*".`);
}

/** Account, ARN or unique id; part of a name cannot be a wildcard. */
function checkPrincipal(principal: string): void {
  const isNamed = /^(?:\*|\d{12}|A[A-Z0-9]+(?::[\w+=,.@-]+)?)$/.test(principal);
  if (isNamed || /^arn:[\w-]+:(?:iam|sts)::\d{12}:[^*?]+$/.test(principal)) return;
  throw new PolicySyntaxError(`Invalid principal in policy: "AWS":"${principal}"`);
}

function checkAction(action: string): void {
  if (action !== '*' && !/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+$/.test(action)) {
    throw new PolicySyntaxError(
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    );
  }
}

function readPrincipals(stored: StoredStatement): Principals | undefined {
  if (stored.Principal !== undefined && stored.NotPrincipal !== undefined) {
    throw new PolicySyntaxError('Policy statement cannot contain both Principal and NotPrincipal.');
  }
  const block = stored.Principal ?? stored.NotPrincipal;
  if (block === undefined) return undefined;
  const named = block === '*' ? { AWS: '*' } : block;
  asList(named.AWS).forEach(checkPrincipal);
  return {
    not: stored.NotPrincipal !== undefined,
    aws: asList(named.AWS),
    service: asList(named.Service),
    federated: asList(named.Federated),
    canonicalUser: asList(named.CanonicalUser),
  };
}

function oneOf(
  positive: string | string[] | undefined,
  negative: string | string[] | undefined,
  name: string,
): ElementPatterns | undefined {
  if (positive !== undefined && negative !== undefined) {
    throw new PolicySyntaxError(`Policy statement cannot contain both ${name} and Not${name}.`);
  }
  const patterns = asList(positive ?? negative);
  return patterns.length > 0 ? { not: negative !== undefined, patterns } : undefined;
}

function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
