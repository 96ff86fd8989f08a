import { describe, expect, test } from 'vitest';
import { baselineSettings, openMember } from '../../testing/baseline-member.ts';
import { entrySettings } from '../../testing/observation.ts';
import { applyBaseline } from './apply-baseline.ts';
import { planBaselineRemoval, removeBaseline } from './remove-baseline.ts';

const all = [
  'rule SpaEventsRuleForCodebuild',
  'rule SpaEventsRuleForConsoleLogin',
  'rule SpaEventsRuleForInstanceStop',
  'rule SpaEventsRuleForInstanceStart',
  'project SpaProjectForAccountPreparation',
  'project SpaProjectForAccountPurge',
  'project SpaProjectForInstanceHours',
  'topic SpaAlertTopic',
  'parameter SpaPurgeMessage',
  'log group /aws/codebuild/SpaProjectForAccountPreparation',
  'log group /aws/codebuild/SpaProjectForAccountPurge',
  'log group /aws/codebuild/SpaProjectForInstanceHours',
  'budget SpaBudget',
  'budget SPA-budget',
  'budget Sandbox',
  'role SpaRoleForPreparation',
  'role SpaRoleForServerlessComputing',
  'role SpaRoleForEvents',
  'role SpaRoleForInstanceHours',
  'policy SpaPermissionToPutEvents',
];

const settings = {
  ...baselineSettings(),
  accounts: new Map([
    [
      '111111111111',
      entrySettings({ preparation: { feature: 'enabled', variables: { BUDGET_NAME: 'Sandbox' } } }),
    ],
  ]),
};

const deletion = (resource: string) => ({ resource, action: 'delete', differences: [] });

/** An account with everything that either system has ever created there. */
async function applied() {
  const member = await openMember();
  const { session, clock, holder, facts, baseline } = member;
  await applyBaseline(session, baseline(), clock);
  await applyBaseline(session, baseline({ purpose: 'purge' }), clock);
  const iam = holder('iam');
  const { Policy } = await iam.call('CreatePolicy', {
    PolicyName: 'SpaPermissionToPutEvents',
    PolicyDocument: put('default'),
  });
  const PolicyArn = (Policy as { readonly Arn?: string }).Arn;
  await iam.call('CreatePolicyVersion', { PolicyArn, PolicyDocument: put('other') });
  await iam.call('AttachRolePolicy', { RoleName: 'SpaRoleForEvents', PolicyArn });
  await holder('ssm').call('PutParameter', {
    Name: 'SpaPurgeMessage',
    Value: 'done',
    Type: 'String',
  });
  const events = holder('events');
  for (const when of ['Stop', 'Start']) {
    const Name = `SpaEventsRuleForInstance${when}`;
    await events.call('PutRule', { Name, ScheduleExpression: 'cron(0 5 ? * MON-FRI *)' });
  }
  const trust = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
  await iam.call('CreateRole', {
    RoleName: 'SpaRoleForInstanceHours',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...trust, Action: 'sts:AssumeRole' }],
    }),
  });
  await holder('codebuild').call('CreateProject', {
    name: 'SpaProjectForInstanceHours',
    source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
    },
    serviceRole: `arn:aws:iam::${facts.accountId}:role/SpaRoleForServerlessComputing`,
  });
  const logs = holder('logs');
  const projects = ['AccountPreparation', 'AccountPurge', 'AccountPurgeOfOthers', 'InstanceHours'];
  for (const project of projects) {
    const logGroupName = `/aws/codebuild/SpaProjectFor${project}`;
    await logs.call('CreateLogGroup', { logGroupName });
  }
  for (const BudgetName of ['SpaBudget', 'SPA-budget', 'Sandbox', 'Mine']) {
    await holder('budgets').call('CreateBudget', {
      AccountId: facts.accountId,
      Budget: {
        BudgetName,
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: '200', Unit: 'USD' },
      },
    });
  }
  return member;
}

function put(bus: string): string {
  const statement = {
    Effect: 'Allow',
    Action: 'events:PutEvents',
    Resource: `arn:aws:events:us-east-1:123456789012:event-bus/${bus}`,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

describe('an account whose baseline is removed', () => {
  test('keeps no resource of ours or of the existing system, and all of its own', async () => {
    const { session, holder, facts } = await applied();
    const whole = { changes: all.map(deletion), absent: [] };

    expect(await planBaselineRemoval(session, settings)).toEqual(whole);
    expect(await planBaselineRemoval(session, settings)).toEqual(whole);
    expect(await removeBaseline(session, settings)).toEqual(whole);
    expect(await removeBaseline(session, settings)).toEqual({ changes: [], absent: all });
    expect(await left(holder, facts.accountId)).toEqual({
      budgets: ['Mine'],
      logGroups: ['/aws/codebuild/SpaProjectForAccountPurgeOfOthers'],
      roles: ['OrganizationAccountAccessRole'],
    });
  });

  test('is not changed by another installation', async () => {
    const { session } = await applied();
    const beta = baselineSettings({ resourcePrefix: 'Beta' });

    const { changes, absent } = await removeBaseline(session, beta);
    expect(changes).toEqual([]);
    expect(absent).toContain('project BetaSpaProjectForAccountPurge');
    expect((await planBaselineRemoval(session, settings)).absent).toEqual([]);
  });

  test('is reported as failed, not as empty, when it denies access', async () => {
    const { session, organization, facts } = await applied();
    organization.deny({ service: 'events', operation: 'DescribeRule', account: facts.accountId });

    await expect(removeBaseline(session, settings)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

type Holder = Awaited<ReturnType<typeof openMember>>['holder'];

async function left(holder: Holder, AccountId: string) {
  const { Budgets } = await holder('budgets').call('DescribeBudgets', { AccountId });
  const { logGroups } = await holder('logs').call('DescribeLogGroups');
  const { Roles } = await holder('iam').call('ListRoles');
  const by = (list: unknown, key: string) =>
    ((list ?? []) as readonly Readonly<Record<string, unknown>>[])
      .filter(({ Path = '/' }) => Path === '/')
      .map((one) => one[key]);
  return {
    budgets: by(Budgets, 'BudgetName'),
    logGroups: by(logGroups, 'logGroupName'),
    roles: by(Roles, 'RoleName'),
  };
}
