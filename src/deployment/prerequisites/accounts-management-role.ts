/**
 * The template of the role in the management account that the automation account assumes: to read the organization, to
 * tag accounts, and to enter them. What the settings do not use is not allowed.
 */

import type { Settings } from '../../settings/settings.ts';
import {
  managementAccountId,
  type PrerequisiteFacts,
  partitionIn,
  policyDocument,
  roleNameOf,
} from './prerequisite-facts.ts';

export function accountsManagementRole(facts: PrerequisiteFacts): object {
  const { settings } = facts;
  const { path, name } = roleNameOf(
    settings.automation.roleArnToManageAccounts.replace(/^.*:role\//, ''),
  );
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The role that manages personal accounts of this organization',
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: name,
          Path: path,
          Description: 'Reads the organization, tags accounts and enters them',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: policyDocument([trustOf(facts)]),
          Policies: [
            {
              PolicyName: 'AllowAccountAutomation',
              PolicyDocument: policyDocument(allowed(facts)),
            },
          ],
        },
      },
    },
  };
}

/**
 * Which roles of the automation account may assume it is up to that account: its functions are named one by one there.
 * An automation account that leaves the organization is refused.
 */
function trustOf({ accountId, organizationId, region }: PrerequisiteFacts): object {
  return {
    Effect: 'Allow',
    Principal: { AWS: `arn:${partitionIn({ region })}:iam::${accountId}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
  };
}

function allowed(facts: PrerequisiteFacts): readonly object[] {
  const { settings, organizationId } = facts;
  const partition = partitionIn(facts);
  const own = `${managementAccountId(facts)}:account/${organizationId}/*`;
  const accounts = `arn:${partition}:organizations::${own}`;
  const role = settings.automation.roleNameToManageCodebuild;
  return [
    statement('ReadOrganization', readActions, '*'),
    statement(
      'TagAccounts',
      ['organizations:TagResource', 'organizations:UntagResource'],
      accounts,
    ),
    statement('EnterAccounts', ['sts:AssumeRole'], `arn:${partition}:iam::*:role/${role}`),
    ...(hasPolicies(settings) ? [statement('AttachPolicies', policyActions, '*')] : []),
    ...(settings.features.withCostManagementTag === undefined
      ? []
      : [statement('ReadCosts', ['ce:GetCostAndUsage', 'ce:GetCostForecast'], '*')]),
    ...exportStatements(settings, partition),
  ];
}

const readActions = [
  'organizations:DescribeAccount',
  'organizations:DescribeOrganization',
  'organizations:DescribeOrganizationalUnit',
  'organizations:ListAccounts',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListParents',
  'organizations:ListRoots',
  'organizations:ListTagsForResource',
  'tag:GetResources',
];

const policyActions = [
  'organizations:AttachPolicy',
  'organizations:DescribePolicy',
  'organizations:DetachPolicy',
  'organizations:ListPoliciesForTarget',
];

function statement(Sid: string, Action: readonly string[], Resource: string): object {
  return { Sid, Effect: 'Allow', Action, Resource };
}

function hasPolicies({ organizationalUnits, accounts }: Settings): boolean {
  return [...organizationalUnits.values(), ...accounts.values()].some(
    ({ policies }) => Object.keys(policies).length > 0,
  );
}

function exportStatements({ reporting }: Settings, partition: string): readonly object[] {
  const { location } = reporting.costExport ?? {};
  if (location === undefined) return [];
  const objects = `arn:${partition}:s3:::${location.replace(/^s3:\/\//, '').replace(/\/$/, '')}/*`;
  return [statement('ReadCostExport', ['s3:GetObject'], objects)];
}
