/** Whether a service control policy would deny our own role what it does in accounts. */

import { z } from 'zod';

/** Actions that the role needs to prepare, to purge and to check. */
const neededActions = [
  'codebuild:BatchGetBuilds',
  'codebuild:BatchGetProjects',
  'codebuild:CreateProject',
  'codebuild:ListBuildsForProject',
  'codebuild:StartBuild',
  'codebuild:UpdateProject',
  'events:PutRule',
  'events:PutTargets',
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:GetRole',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'sns:CreateTopic',
  'sns:SetTopicAttributes',
] as const;

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statementSchema = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).default({}),
});

const documentSchema = z.object({
  Statement: z
    .union([statementSchema, z.array(statementSchema)])
    .transform((value) => [value].flat()),
});

type Statement = z.infer<typeof statementSchema>;

export interface OurRole {
  readonly roleName: string;
  readonly partition: string;
}

/** Returns the reason, or undefined. A text that cannot be read is a reason. */
export function lockedOut(content: string, role: OurRole): string | undefined {
  const document = documentSchema.safeParse(parse(content));
  if (!document.success) return 'its text cannot be read';
  for (const statement of document.data.Statement) {
    const denied = deniedBy(statement, role);
    if (denied) return `statement ${statement.Sid ?? '(without Sid)'} denies ${denied}`;
  }
  return undefined;
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function deniedBy(statement: Statement, role: OurRole): string | undefined {
  if (statement.Effect !== 'Deny' || sparesRole(statement, role)) return undefined;
  if (needsRoot(statement, role)) return undefined;
  return neededActions.find((action) => covers(statement, action));
}

function covers({ Action, NotAction }: Statement, action: string): boolean {
  if (Action) return Action.some((pattern) => isLike(action, pattern));
  return NotAction !== undefined && !NotAction.some((pattern) => isLike(action, pattern));
}

/** `ArnNotLike` and similar operators on `aws:PrincipalArn`, with a pattern that our role matches. */
function sparesRole({ Condition }: Statement, role: OurRole): boolean {
  return principalTests(Condition)
    .filter(({ operator }) => /^(Arn|String)Not(Like|Equals)/i.test(operator))
    .some(({ patterns }) => patterns.some((pattern) => isLike(arnOf(role), pattern)));
}

/** The reverse: the statement applies only to other principals than our role. */
function needsRoot({ Condition }: Statement, role: OurRole): boolean {
  return principalTests(Condition)
    .filter(({ operator }) => /^(Arn|String)(Like|Equals)/i.test(operator))
    .some(({ patterns }) => !patterns.some((pattern) => isLike(arnOf(role), pattern)));
}

function principalTests(condition: Statement['Condition']) {
  return Object.entries(condition).flatMap(([operator, tests]) =>
    Object.entries(tests)
      .filter(([key]) => key.toLowerCase() === 'aws:principalarn')
      .map(([, patterns]) => ({ operator, patterns })),
  );
}

/** With any account id: policies name roles of all accounts by `*`. */
function arnOf({ partition, roleName }: OurRole): string {
  return `arn:${partition}:iam::000000000000:role/${roleName}`;
}

/** IAM's wildcards: `*` is any text, `?` one character. Letter case does not matter. */
function isLike(text: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const source = escaped.replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}
