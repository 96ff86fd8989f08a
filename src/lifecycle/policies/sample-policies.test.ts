/** The service control policies of `examples/policies`, in the simulator's evaluator and under the check of settings. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lifecycleStates } from '../../model/lifecycle-state.ts';
import { parsePolicy } from '../../policy/document.ts';
import { evaluateDocument } from '../../policy/evaluate.ts';
import { openServiceClient } from '../../testing/account-access.ts';
import { baselineSettings } from '../../testing/baseline-member.ts';
import { organizationOfThree, runCli } from '../../testing/command-line.ts';
import { settingsFile, settingsText } from '../../testing/lifecycle-command-line.ts';
import { entrySettings } from '../../testing/observation.ts';
import { lockedOut } from './locked-out.ts';
import { neededIn } from './needed-actions.ts';

const folder = join(import.meta.dirname, '../../../examples/policies');
const accountId = '111111111111';

const textOf = (name: string) => readFileSync(join(folder, `${name}.json`), 'utf8');
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

/** Roles of an account, by the name that the tables use; `root` is the root user. */
const roles = {
  holder: 'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Holder_0123456789abcdef',
  manager: 'role/AWSControlTowerExecution',
  build: 'role/SpaRoleForServerlessComputing',
  preparation: 'role/SpaRoleForPreparation',
  root: 'root',
} as const;

type Caller = keyof typeof roles;

/** Who, action, resource, and keys of the request besides the caller's. */
type Call = readonly [Caller, string, string?, Readonly<Record<string, string>>?];

function isDenied(name: string, [caller, action, resource = '*', keys = {}]: Call): boolean {
  const arn = `arn:aws:iam::${accountId}:${roles[caller]}`;
  const known: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries({
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': accountId,
      'aws:RequestedRegion': 'eu-west-1',
      ...keys,
    }).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const verdict = evaluateDocument(parsePolicy(textOf(name), 'identity'), {
    action,
    resource,
    principal: { accountId, names: [arn] },
    lookUp(key) {
      const value = known[key.toLowerCase()];
      return value === undefined ? undefined : [value];
    },
  });
  return verdict === 'deny';
}

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-west-1:${accountId}:${resource}`;
const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const instance = arn('ec2', 'instance/*');
const inRegion = (region: string) => ({ 'aws:RequestedRegion': region });
const ofSource = (source: string) => ({ 'events:source': source });
const bus = 'arn:aws:events:eu-west-1:999999999999:event-bus/default';

const nameOf = ([caller, action, ...rest]: Call) =>
  [action, 'by', caller, ...rest.map((part) => JSON.stringify(part))].join(' ');

interface Sample {
  readonly denies: readonly Call[];
  readonly allows: readonly Call[];
}

const samples: Readonly<Record<string, Sample>> = {
  'root-user': {
    denies: [
      ['root', 's3:ListAllMyBuckets'],
      ['root', 'iam:CreateUser'],
    ],
    allows: [
      ['holder', 'iam:CreateUser'],
      ['manager', 'codebuild:StartBuild'],
    ],
  },
  regions: {
    denies: [
      ['holder', 'ec2:RunInstances', instance, inRegion('ap-south-1')],
      ['holder', 's3:CreateBucket', '*', inRegion('us-west-2')],
    ],
    allows: [
      ['holder', 'ec2:RunInstances', instance],
      ['holder', 'lambda:CreateFunction', '*', inRegion('us-east-1')],
      ['holder', 'iam:CreateRole', role('app'), inRegion('us-west-2')],
      ['holder', 'route53:CreateHostedZone', '*', inRegion('ap-south-1')],
      ['holder', 'support:CreateCase', '*', inRegion('us-west-2')],
      ['build', 'ec2:DescribeInstances', '*', inRegion('ap-south-1')],
    ],
  },
  'costly-resources': {
    denies: [
      ['holder', 'redshift:CreateCluster'],
      ['holder', 'shield:CreateSubscription'],
      ['holder', 'ec2:RunInstances', instance, { 'ec2:InstanceType': 'c7i.metal-24xl' }],
      ['holder', 'ec2:RunInstances', instance, { 'ec2:InstanceType': 'p5.48xlarge' }],
      ['holder', 'ec2:RunInstances', instance, { 'ec2:InstanceType': 'm7i.16xlarge' }],
      ['holder', 'rds:CreateDBInstance', '*', { 'rds:DatabaseClass': 'db.r6g.16xlarge' }],
    ],
    allows: [
      ['holder', 'ec2:RunInstances', instance, { 'ec2:InstanceType': 'm7i.2xlarge' }],
      ['holder', 'ec2:RunInstances', arn('ec2', 'volume/*')],
      ['holder', 'redshift:DescribeClusters'],
      ['holder', 'rds:CreateDBInstance', '*', { 'rds:DatabaseClass': 'db.t4g.medium' }],
      ['holder', 'bedrock:InvokeModel'],
    ],
  },
  'durable-commitments': {
    denies: [
      ['holder', 'ec2:PurchaseReservedInstancesOffering'],
      ['holder', 'savingsplans:CreateSavingsPlan'],
      ['holder', 'route53domains:RegisterDomain'],
      ['holder', 's3:PutBucketObjectLockConfiguration'],
      ['holder', 'glacier:CompleteVaultLock'],
    ],
    allows: [
      ['holder', 'ec2:DescribeReservedInstancesOfferings'],
      ['holder', 's3:PutObject'],
      ['holder', 'ec2:RunInstances', instance],
      ['holder', 'route53:CreateHostedZone'],
    ],
  },
  'sharing-outside': {
    denies: [
      [
        'holder',
        'ram:CreateResourceShare',
        '*',
        { 'ram:RequestedAllowsExternalPrincipals': 'true' },
      ],
      ['holder', 'ram:AcceptResourceShareInvitation'],
      ['holder', 'ec2:ModifySnapshotAttribute'],
      ['holder', 'rds:ModifyDBSnapshotAttribute'],
    ],
    allows: [
      [
        'holder',
        'ram:CreateResourceShare',
        '*',
        { 'ram:RequestedAllowsExternalPrincipals': 'false' },
      ],
      ['holder', 'ec2:CreateSnapshot'],
      ['holder', 'ec2:ModifyInstanceAttribute'],
    ],
  },
  'leaving-organization': {
    denies: [
      ['holder', 'organizations:LeaveOrganization'],
      ['root', 'account:CloseAccount'],
    ],
    allows: [
      ['holder', 'organizations:DescribeOrganization'],
      ['holder', 'account:GetContactInformation'],
    ],
  },
  freeze: {
    denies: [
      ['holder', 'ec2:RunInstances', instance],
      ['holder', 'ec2:StartInstances', instance],
      ['holder', 's3:PutObject'],
      ['holder', 'lambda:CreateFunction'],
      ['holder', 'iam:CreateUser'],
      ['holder', 'sagemaker:CreateNotebookInstance'],
    ],
    allows: [
      ['holder', 'ec2:TerminateInstances', instance],
      ['holder', 'ec2:StopInstances', instance],
      ['holder', 's3:GetObject'],
      ['holder', 's3:DeleteBucket'],
      ['holder', 'cloudformation:DeleteStack'],
      ['holder', 'support:CreateCase'],
      ['holder', 'sts:GetCallerIdentity'],
      ['manager', 'codebuild:StartBuild'],
      ['build', 'ec2:CreateSnapshot'],
      ['preparation', 'budgets:ModifyBudget'],
    ],
  },
  'protect-system': {
    denies: [
      ['holder', 'iam:UpdateAssumeRolePolicy', role('SpaRoleForServerlessComputing')],
      ['holder', 'iam:PassRole', role('SpaRoleForServerlessComputing')],
      ['holder', 'iam:CreateRole', role('SpaRoleForAnything')],
      ['holder', 'iam:DeleteRole', role('AWSControlTowerExecution')],
      ['holder', 'codebuild:UpdateProject', arn('codebuild', 'project/SpaProjectForAccountPurge')],
      ['holder', 'codebuild:StartBuild', arn('codebuild', 'project/SpaProjectForAccountPurge')],
      ['holder', 'events:DisableRule', arn('events', 'rule/SpaEventsRuleForCodebuild')],
      ['holder', 'sns:Publish', arn('sns', 'SpaAlertTopic')],
      ['holder', 'budgets:ModifyBudget', `arn:aws:budgets::${accountId}:budget/SpaBudget`],
      ['holder', 'ssm:PutParameter', arn('ssm', 'parameter/SpaPurgeMessage')],
      ['holder', 'events:PutEvents', bus, ofSource('SustainablePersonalAccounts')],
      ['holder', 'organizations:TagResource'],
      ['root', 'iam:DeleteRole', role('SpaRoleForEvents')],
    ],
    allows: [
      ['holder', 'iam:CreateRole', role('app')],
      ['holder', 'iam:PassRole', role('app')],
      ['holder', 'iam:GetRole', role('SpaRoleForServerlessComputing')],
      ['holder', 'codebuild:StartBuild', arn('codebuild', 'project/site')],
      ['holder', 'codebuild:BatchGetBuilds', arn('codebuild', 'project/SpaProjectForAccountPurge')],
      ['holder', 'events:PutRule', arn('events', 'rule/nightly')],
      ['holder', 'events:PutEvents', bus, ofSource('shop')],
      ['holder', 'sns:Publish', arn('sns', 'orders')],
      ['holder', 'sns:Subscribe', arn('sns', 'SpaAlertTopic')],
      ['holder', 'budgets:ModifyBudget', `arn:aws:budgets::${accountId}:budget/mine`],
      ['manager', 'codebuild:UpdateProject', arn('codebuild', 'project/SpaProjectForAccountPurge')],
      ['manager', 'iam:UpdateAssumeRolePolicy', role('SpaRoleForServerlessComputing')],
      ['build', 'events:PutEvents', bus, ofSource('SustainablePersonalAccounts')],
      ['preparation', 'budgets:ModifyBudget', `arn:aws:budgets::${accountId}:budget/SpaBudget`],
    ],
  },
};

test('every sample policy is tested', () => {
  expect(Object.keys(samples).sort()).toEqual(names.sort());
});

describe.each(Object.entries(samples))('the policy %s', (name, { denies, allows }) => {
  test.each(denies.map((call) => [nameOf(call), call] as const))('denies %s', (_, call) => {
    expect(isDenied(name, call)).toBe(true);
  });

  test.each(allows.map((call) => [nameOf(call), call] as const))('leaves %s alone', (_, call) => {
    expect(isDenied(name, call)).toBe(false);
  });

  test('fits into the limit of Organizations', () => {
    expect(JSON.stringify(JSON.parse(textOf(name))).length).toBeLessThanOrEqual(5120);
  });

  test.each(lifecycleStates)('locks no role of ours out of an account that is %s', (state) => {
    const variables = { WITH_START_STOP_EC2_INSTANCES: 'enabled' };
    const needed = neededIn(state, {
      settings: baselineSettings({ roleNameToManageCodebuild: 'AWSControlTowerExecution' }),
      hub: { accountId: '999999999999', region: 'eu-west-1', partition: 'aws' },
      item: entrySettings({
        preparation: { feature: 'enabled', variables },
        purge: { feature: 'enabled', variables: {} },
      }),
      accountId,
    });

    expect(needed.length).toBeGreaterThan(20);
    expect(lockedOut(textOf(name), needed, { accountId, partition: 'aws' })).toBeUndefined();
  });
});

test('settings may name every sample policy in every state', async () => {
  const { organization } = organizationOfThree();
  const organizations = openServiceClient(organization, 'organizations');
  const ids: string[] = [];
  for (const Name of names) {
    const Type = 'SERVICE_CONTROL_POLICY';
    const input = { Name, Type, Description: '', Content: textOf(Name) };
    const { Policy } = await organizations.call('CreatePolicy', input);
    ids.push((Policy as { PolicySummary: { Id: string } }).PolicySummary.Id);
  }
  const policies = lifecycleStates.map((state) => `${state}: [${ids.join(', ')}]`).join(', ');
  const path = settingsFile(`${settingsText}    policies: {${policies}}\n`);

  const result = await runCli(['settings', 'validate', path, '--policies'], { organization });

  expect([result.code, result.stderr]).toEqual([0, '0 problems, 1 warning\n']);
  expect(result.stdout).toContain('is a buildspec of your own');
});
