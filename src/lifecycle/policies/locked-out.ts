/** Whether a service control policy would deny our roles what they do in accounts. */

import * as z from 'zod';
import { mayApply } from './conditions.ts';
import { isLike, isLikeAction } from './is-like.ts';
import type { StateAction } from './needed-actions.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const conditionValues = z
  .union([z.string(), z.boolean(), z.array(z.string())])
  .transform((value) => [value].flat().map(String));

const statementSchema = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).default({}),
});

const documentSchema = z.object({
  Statement: z
    .union([statementSchema, z.array(statementSchema)])
    .transform((value) => [value].flat()),
});

type Statement = z.infer<typeof statementSchema>;

/** The account in which the roles act. */
export interface PolicyTarget {
  readonly accountId: string;
  readonly partition: string;
}

export interface LockOut {
  readonly roleName: string;
  /** `statement Guard denies codebuild:StartBuild`. */
  readonly reason: string;
}

/** Returns the first action that is denied, or undefined. A text that cannot be read locks every role out. */
export function lockedOut(
  content: string,
  needed: readonly StateAction[],
  target: PolicyTarget,
): LockOut | undefined {
  const document = documentSchema.safeParse(parse(content));
  if (!document.success) {
    return { roleName: needed[0]?.roleName ?? '', reason: 'its text cannot be read' };
  }
  for (const [index, statement] of document.data.Statement.entries()) {
    const denied = needed.find((one) => denies(statement, one, target));
    if (!denied) continue;
    const name = statement.Sid ?? String(index + 1);
    return { roleName: denied.roleName, reason: `statement ${name} denies ${denied.action}` };
  }
  return undefined;
}

/** What the policy would do, and what to change. */
export function lockOutText({ roleName, reason }: LockOut): string {
  return `lock the role ${roleName} out (${reason}); exempt the role by a condition on aws:PrincipalArn`;
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function denies(statement: Statement, needed: StateAction, target: PolicyTarget): boolean {
  if (statement.Effect !== 'Deny') return false;
  if (!coversAction(statement, needed.action)) return false;
  return coversResource(statement, needed.resource) && applies(statement, needed, target);
}

function coversAction({ Action, NotAction }: Statement, action: string): boolean {
  if (Action) return Action.some((pattern) => isLikeAction(action, pattern));
  return NotAction !== undefined && !NotAction.some((pattern) => isLikeAction(action, pattern));
}

/** Without either, it is about all resources. */
function coversResource({ Resource, NotResource }: Statement, resource: string): boolean {
  if (Resource) return Resource.some((pattern) => isLike(resource, pattern));
  return !NotResource?.some((pattern) => isLike(resource, pattern));
}

function applies(
  { Condition }: Statement,
  { roleName, region }: StateAction,
  { accountId, partition }: PolicyTarget,
): boolean {
  return mayApply(Condition, {
    'aws:principalarn': `arn:${partition}:iam::${accountId}:role/${roleName}`,
    'aws:principalaccount': accountId,
    'aws:principaltype': 'AssumedRole',
    'aws:principalisawsservice': 'false',
    'aws:requestedregion': region,
    'aws:viaawsservice': 'false',
  });
}
