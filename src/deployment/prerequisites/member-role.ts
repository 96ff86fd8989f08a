/**
 * The template of the role in every managed account, for a stack set: where Control Tower or Organizations have not made
 * one. It may do what the baseline of an account needs, on resources of the baseline only.
 */

import { baselineNames } from '../../lifecycle/baseline/baseline-names.ts';
import {
  type PrerequisiteFacts,
  partitionIn,
  policyDocument,
  roleNameOf,
} from './prerequisite-facts.ts';

/** Roles that exist in the accounts of an organization without our doing. */
const providedRoles = ['OrganizationAccountAccessRole', 'AWSControlTowerExecution'];

export function needsMemberRole({ settings }: Pick<PrerequisiteFacts, 'settings'>): boolean {
  return !providedRoles.includes(settings.automation.roleNameToManageCodebuild);
}

export function memberRole(facts: PrerequisiteFacts): object {
  const { path, name } = roleNameOf(facts.settings.automation.roleNameToManageCodebuild);
  const [ofBuilds, ofRoles] = [buildStatements(facts), roleStatements(facts)];
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The role that manages this personal account',
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: name,
          Path: path,
          Description: 'Creates, updates and removes what a personal account needs',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: policyDocument([trustOf(facts)]),
          Policies: [
            { PolicyName: 'ManageBaseline', PolicyDocument: policyDocument(ofBuilds) },
            { PolicyName: 'ManageBaselineRoles', PolicyDocument: policyDocument(ofRoles) },
          ],
        },
      },
    },
  };
}

/** Named by a condition: an ARN of a role that is deleted and made again would no longer be trusted as a principal. */
function trustOf({ settings, organizationId }: PrerequisiteFacts): object {
  const arn = settings.automation.roleArnToManageAccounts;
  return {
    Effect: 'Allow',
    Principal: { AWS: arn.replace(/:role\/.*$/, ':root') },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': organizationId },
      ArnEquals: { 'aws:PrincipalArn': arn },
    },
  };
}

function buildStatements(facts: PrerequisiteFacts): readonly object[] {
  const names = baselineNames(facts.settings);
  const projects = [names.preparation, names.purge, names.hours.project];
  const rules = [names.buildRule, names.loginRule, ...names.hours.rules];
  const arns = (service: string, resources: readonly string[]) =>
    resources.map((resource) => arnIn(facts, `${service}:*`, resource));
  return [
    statement(
      'Builds',
      codebuildActions,
      arns(
        'codebuild',
        projects.map((one) => `project/${one}`),
      ),
    ),
    statement('ListRules', ['events:ListRules'], ['*']),
    statement(
      'Rules',
      eventActions,
      arns(
        'events',
        rules.map((one) => `rule/${one}`),
      ),
    ),
    statement('Alerts', snsActions, arns('sns', [names.topic])),
    statement('DescribeLogs', ['logs:DescribeLogGroups'], ['*']),
    statement(
      'RemoveLogs',
      ['logs:DeleteLogGroup'],
      arns(
        'logs',
        projects.map((one) => `log-group:/aws/codebuild/${one}:*`),
      ),
    ),
    statement(
      'RemoveMessages',
      ['ssm:DeleteParameter', 'ssm:GetParameter'],
      arns(
        'ssm',
        messagesIn(facts).map((one) => `parameter/${one.replace(/^\//, '')}`),
      ),
    ),
    statement(
      'RemoveBudgets',
      ['budgets:ModifyBudget', 'budgets:ViewBudget'],
      [arnIn(facts, 'budgets:', 'budget/*')],
    ),
  ];
}

/** Roles can receive the policies of the settings, and be passed to the services that use them: nothing else. */
function roleStatements(facts: PrerequisiteFacts): readonly object[] {
  const { automation } = facts.settings;
  const { preparationRole, buildRole, eventsRole, eventsPolicy, hours } = baselineNames(
    facts.settings,
  );
  const arnOf = (resource: string) => arnIn(facts, 'iam:', resource);
  const roles = [preparationRole, buildRole, eventsRole, hours.role].map((one) =>
    arnOf(`role/${one}`),
  );
  const policies = [
    ...new Set([...automation.preparationRolePolicies, ...automation.buildRolePolicies]),
  ];
  return [
    statement('Roles', roleActions, roles),
    ...(policies.length === 0
      ? []
      : [
          {
            ...statement('AttachPolicies', ['iam:AttachRolePolicy'], roles),
            Condition: { ArnEquals: { 'iam:PolicyARN': policies } },
          },
        ]),
    {
      ...statement('PassRoles', ['iam:PassRole'], roles),
      Condition: {
        StringEquals: {
          'iam:PassedToService': ['codebuild.amazonaws.com', 'events.amazonaws.com'],
        },
      },
    },
    statement('FormerPolicy', formerPolicyActions, [arnOf(`policy/${eventsPolicy}`)]),
  ];
}

const codebuildActions = [
  'codebuild:BatchGetBuilds',
  'codebuild:BatchGetProjects',
  'codebuild:CreateProject',
  'codebuild:DeleteProject',
  'codebuild:ListBuildsForProject',
  'codebuild:StartBuild',
  'codebuild:UpdateProject',
];

const eventActions = [
  'events:DeleteRule',
  'events:DescribeRule',
  'events:ListTargetsByRule',
  'events:PutRule',
  'events:PutTargets',
  'events:RemoveTargets',
  'events:TagResource',
];

const snsActions = [
  'sns:CreateTopic',
  'sns:DeleteTopic',
  'sns:GetTopicAttributes',
  'sns:SetTopicAttributes',
  'sns:TagResource',
];

const roleActions = [
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
  'iam:PutRolePolicy',
  'iam:TagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
];

/** Of the existing system: removed with the account's baseline. */
const formerPolicyActions = [
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:GetPolicy',
  'iam:ListEntitiesForPolicy',
  'iam:ListPolicyVersions',
];

function statement(
  Sid: string,
  Action: readonly string[],
  Resource: readonly unknown[],
): Record<string, unknown> {
  return { Sid, Effect: 'Allow', Action, Resource };
}

/** In the account of the stack: `service` with its region, `sns:*` or `iam:`. */
function arnIn({ region }: PrerequisiteFacts, service: string, resource: string): object {
  return {
    'Fn::Sub': `arn:${partitionIn({ region })}:${service}:\${AWS::AccountId}:${resource}`,
  };
}

/** Parameters with the ends of purges, which settings may rename. */
function messagesIn({ settings }: PrerequisiteFacts): readonly string[] {
  const items = [...settings.organizationalUnits.values(), ...settings.accounts.values()];
  const chosen = items.flatMap(({ purge }) => purge.variables.PURGE_MESSAGE ?? []);
  return [...new Set([baselineNames(settings).message, ...chosen])];
}
