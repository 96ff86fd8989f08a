/** `apply` and `destroy` that are interrupted: what is done, what is in progress, and what was never started. */

import { EnableAWSServiceAccessCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterEach, expect, test, vi } from 'vitest';
import {
  type InfrastructureFixture,
  openInfrastructureFixture,
} from '../../../testing/infrastructure-command-line.ts';
import { issuer } from '../../../testing/infrastructure-environment.ts';
import { type Interruption, interruptAt } from '../../../testing/interrupt.ts';

afterEach(() => vi.unstubAllEnvs());

const letStackSetsIn = ({ organization }: InfrastructureFixture) =>
  new OrganizationsClient(organization.access()).send(
    new EnableAWSServiceAccessCommand({
      ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
    }),
  );

const interrupted = (
  fixture: InfrastructureFixture,
  args: readonly string[],
  interruption: Interruption,
) => fixture.run(args, interruptAt(fixture.aws, interruption));

const stackSet = ['--yes', '--deploy-inventory-role', 'stackset', '--output', 'ndjson'];

test('apply in the middle of a stack set operation names it: CloudFormation continues it', async () => {
  const fixture = openInfrastructureFixture();
  await letStackSetsIn(fixture);
  const interruption = { action: 'DescribeStackSetOperation' };

  const { code, stdout, stderr } = await interrupted(fixture, ['apply', ...stackSet], interruption);

  const { Summaries } = await fixture
    .as(fixture.billing, 'cloudformation')
    .call('ListStackSetOperations', {
      StackSetName: 'flotilla-inventory-role',
    });
  const [{ OperationId = '' } = {}] = Summaries as { OperationId?: string }[];
  expect(OperationId).not.toBe('');
  expect({ code, last: stderr.split('\n').slice(-3) }).toEqual({
    code: 130,
    last: [
      `interrupted: 6 done, 0 failed, 1 in progress (stack set flotilla-inventory-role, operation ${OperationId}), 1 not started in 0.0 s`,
      'CloudFormation continues the operation in progress; run the command again to see its result',
      '',
    ],
  });
  expect(actionsOf(stdout)).toEqual([
    `create identity provider ${issuer}`,
    `create identity provider ${issuer}`,
    'create role Inventory-Orchestrator',
    'create role Inventory-Runner',
    'create bucket acme-inventory',
    'create stack set flotilla-inventory-role',
  ]);
});

test('destroy in the middle of a stack set operation names it, and has not touched what the role trusts', async () => {
  const fixture = openInfrastructureFixture();
  await letStackSetsIn(fixture);
  await fixture.run(['apply', ...stackSet]);
  const interruption = { action: 'DescribeStackSetOperation' };

  const { code, stdout, stderr } = await interrupted(
    fixture,
    ['destroy', ...stackSet],
    interruption,
  );

  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(
    /^interrupted: 0 done, 0 failed, 1 in progress \(stack set flotilla-inventory-role, operation [^)]+\), 7 not started in 0\.0 s\nCloudFormation continues /,
  );
});

test('apply that is interrupted between two resources has started no further one', async () => {
  const fixture = openInfrastructureFixture();

  const { code, stdout, stderr } = await interrupted(
    fixture,
    ['apply', '--yes', '--output', 'ndjson'],
    { action: 'CreateRole' },
  );

  expect(actionsOf(stdout)).toEqual([
    `create identity provider ${issuer}`,
    `create identity provider ${issuer}`,
    'create role Inventory-Orchestrator',
  ]);
  expect({ code, last: stderr.split('\n').at(-2) }).toEqual({
    code: 130,
    last: 'interrupted: 3 done, 0 failed, 2 not started in 0.0 s',
  });
});

test('destroy in the accounts names those in progress, and counts the rest as not started', async () => {
  const fixture = openInfrastructureFixture();
  const args = ['--yes', '--deploy-inventory-role', 'fan-out', '--output', 'ndjson'];
  await fixture.run(['apply', ...args]);
  const [, , third = ''] = fixture.members;
  fixture.organization.fault({
    service: 'iam',
    operation: 'DeleteRole',
    account: third,
    fault: { hang: true },
  });

  const { code, stdout, stderr } = await interrupted(
    fixture,
    ['destroy', ...args, '--targets', fixture.members.join(','), '--concurrency', '1'],
    { action: 'DeleteRole', occurrence: 3 },
  );

  expect(actionsOf(stdout)).toEqual(Array(2).fill('delete role managed/inventory'));
  expect({ code, last: stderr.split('\n').at(-2) }).toEqual({
    code: 130,
    last: `interrupted: 2 done, 0 failed, 1 in progress (role managed/inventory in ${third}), 12 not started in 0.0 s`,
  });
});

test('an interruption of the comparison has changed nothing', async () => {
  const fixture = openInfrastructureFixture();
  const args = ['apply', '--yes', '--deploy-inventory-role', 'fan-out'];

  const { code, stdout, stderr } = await interrupted(fixture, args, { action: 'ListPolicies' });

  expect({ code, stdout, last: stderr.split('\n').at(-2) }).toEqual({
    code: 130,
    stdout: '',
    last: 'flotilla: interrupted before anything was changed',
  });
});

function actionsOf(stdout: string): readonly string[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ action, resource }) => `${action} ${resource}`);
}
