/** The permissions of the preparation: what `preparation.yaml` does, and nothing else. */

import type { BaselineFacts } from './baseline-facts.ts';
import { hubBusArn, resourceArn, roleArn } from './baseline-facts.ts';
import type { BaselineNames } from './baseline-names.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** It creates no role and no policy: with either, a build could give itself any permission. */
export function preparationPolicy(facts: BaselineFacts, names: BaselineNames): object {
  const statements: readonly Statement[] = [
    ...reporting(facts, names),
    ...holderSafety(facts),
    ...instanceHours(facts, names),
  ];
  return {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  };
}

/** The log of the build, and its report to the automation account. The project of the hours writes a log too. */
function reporting(facts: BaselineFacts, { preparation, hours }: BaselineNames): Statement[] {
  const group = (project: string) =>
    resourceArn(facts, 'logs', `log-group:/aws/codebuild/${project}`);
  return [
    {
      Sid: 'WriteLogs',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [preparation, hours.project].flatMap((name) => [group(name), `${group(name)}:*`]),
    },
    { Sid: 'Report', Action: ['events:PutEvents'], Resource: hubBusArn(facts) },
  ];
}

function holderSafety({ hub, accountId }: BaselineFacts): Statement[] {
  return [
    {
      Sid: 'KeepBudget',
      Action: ['budgets:ViewBudget', 'budgets:ModifyBudget'],
      Resource: `arn:${hub.partition}:budgets::${accountId}:budget/*`,
    },
    { Sid: 'SetPasswordPolicy', Action: ['iam:UpdateAccountPasswordPolicy'], Resource: '*' },
  ];
}

/** Rules that start a project, which stops and starts instances. Both run with roles that exist already. */
function instanceHours(facts: BaselineFacts, names: BaselineNames): Statement[] {
  const { hours } = names;
  return [
    { Sid: 'ListRules', Action: ['events:ListRules'], Resource: '*' },
    {
      Sid: 'KeepRulesOfHours',
      Action: ['events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule'],
      Resource: hours.rules.map((name) => resourceArn(facts, 'events', `rule/${name}`)),
    },
    {
      Sid: 'KeepProjectOfHours',
      Action: ['codebuild:BatchGetProjects', 'codebuild:CreateProject', 'codebuild:UpdateProject'],
      Resource: resourceArn(facts, 'codebuild', `project/${hours.project}`),
    },
    {
      Sid: 'PassRolesOfHours',
      Action: ['iam:PassRole'],
      Resource: [roleArn(facts, names.preparationRole), roleArn(facts, hours.role)],
      Condition: {
        StringEquals: {
          'iam:PassedToService': ['codebuild.amazonaws.com', 'events.amazonaws.com'],
        },
      },
    },
    {
      Sid: 'StopAndStartInstances',
      Action: ['ec2:DescribeInstances', 'ec2:StartInstances', 'ec2:StopInstances'],
      Resource: '*',
    },
  ];
}
