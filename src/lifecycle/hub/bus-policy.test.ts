import { expect, test } from 'vitest';
import { openLifecycleEnvironment } from '../../testing/lifecycle-environment.ts';
import { convergeAutomationAccount } from './converge-hub.ts';

type Environment = Awaited<ReturnType<typeof openLifecycleEnvironment>>;

const update = {
  resource: 'policy of the default event bus',
  action: 'update',
  differences: ['who may put events'],
};

/** A bus whose policy is only this permission; undefined: none. */
async function withPermission(permission?: object): Promise<Environment> {
  const environment = await openLifecycleEnvironment();
  const events = environment.lifecycle.inHub('events');
  await events.call('RemovePermission', { RemoveAllPermissions: true });
  const defaults = { Action: 'events:PutEvents', StatementId: 'Theirs' };
  if (permission) await events.call('PutPermission', { ...defaults, ...permission });
  return environment;
}

function converge({ lifecycle, organization }: Environment, dry = false) {
  return convergeAutomationAccount(lifecycle, { dry, organizationId: organization.id });
}

function ofOrganization(Value: string, Type = 'StringEquals') {
  return { Principal: '*', Condition: { Type, Key: 'aws:PrincipalOrgID', Value } };
}

async function policyOf({ lifecycle }: Environment) {
  const { Policy } = await lifecycle.inHub('events').call('DescribeEventBus', { Name: 'default' });
  const { Statement } = JSON.parse(String(Policy)) as { readonly Statement: readonly object[] };
  return Statement;
}

test('a bus without a policy gets one that admits the accounts of the organization', async () => {
  const environment = await withPermission();
  const { hub } = environment.lifecycle;

  expect([await converge(environment), await converge(environment)]).toEqual([[update], []]);
  expect(await policyOf(environment)).toEqual([
    {
      Sid: 'AllowOrganizationToPutEvents',
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: `arn:aws:events:${hub.region}:${hub.accountId}:event-bus/default`,
      Condition: { StringEquals: { 'aws:PrincipalOrgID': environment.organization.id } },
    },
  ]);
});

test('the same statement under another name is enough', async () => {
  const { organization } = await openLifecycleEnvironment();
  const environment = await withPermission(ofOrganization(organization.id));

  expect(await converge(environment)).toEqual([]);
});

test.for<[string, (organizationId: string) => object]>([
  ['admits a longer organization id', (id) => ofOrganization(`${id}x`)],
  ['compares in another way', (id) => ofOrganization(id, 'StringNotEquals')],
  [
    'is our statement for another organization',
    () => ({ ...ofOrganization('o-other00000'), StatementId: 'AllowOrganizationToPutEvents' }),
  ],
])('a bus that only %s is changed', async ([, permission]) => {
  const { organization } = await openLifecycleEnvironment();
  const environment = await withPermission(permission(organization.id));

  expect(await converge(environment)).toEqual([update]);
  expect(await converge(environment)).toEqual([]);
});

test('a bus that admits every AWS account is refused, with the statement to remove', async () => {
  const environment = await withPermission({ Principal: '*' });

  await expect(converge(environment, true)).rejects.toThrow(
    'statement "Theirs" of the policy of the default event bus allows every AWS account to put events; remove it (aws events remove-permission --statement-id Theirs), then install again',
  );
});
