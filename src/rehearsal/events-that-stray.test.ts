/** Events that are duplicated, late, lost, or sent by an unauthorized principal. */

import { CreateAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { openFleet } from '../aws/open-fleet.ts';
import { logLines } from '../lifecycle/handlers/handler-result.ts';
import { routeFacts } from '../lifecycle/hub/route-facts.ts';
import { routes } from '../lifecycle/routes/routes.ts';
import { openServiceClient } from '../testing/account-access.ts';
import { hourMs, minuteMs } from '../testing/durations.ts';
import { buildsIn, recordEvents, rowsOf, valuesOf } from '../testing/event-recorder.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';

test('duplicate events have no effect', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice');
  env.organization.fault({ event: { source: 'aws.organizations' }, fault: { double: true } });
  env.organization.fault({ event: { source: 'aws.codebuild' }, fault: { double: true } });
  await env.tag(id, 'expired');
  await env.advance(3 * hourMs);

  expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
  expect(await buildsIn(env, id)).toEqual({ preparation: ['SUCCEEDED'], purge: ['SUCCEEDED'] });
  expect(seen.records(id).map(({ label }) => label)).toEqual(['SuccessfulMaintenanceEvent']);
  expect(await rowsOf(env, 'ActivitiesTable')).toHaveLength(1);
});

test.for(['vanilla', 'assigned', 'expired', undefined])(
  'with every event lost, an account that is %s is released within a few sweeps',
  async (state) => {
    const env = await openLifecycleEnvironment();
    env.organization.fault({ event: {}, fault: { lose: true } });
    const id = env.addAccount('alice', state === undefined ? {} : { 'account-state': state });
    // Sweeps are scheduled by events, too: they alone are not lost.
    const { lifecycle } = env;
    const context = { remainingMs: () => 300_000 };
    for (let hour = 0; hour < 4; hour++) {
      await env.advanceUntilDone(async () => env.handlers.OnSweep(lifecycle, {}, context));
      await env.advance(hourMs);
    }

    expect(env.state(id)).toBe('released');
    expect(await rowsOf(env, 'TransactionsTable')).toEqual([]);
    expect(await valuesOf(env, 'ActivitiesTable')).toMatchObject([
      { account: id, transaction: state === 'expired' ? 'maintenance' : 'on-boarding' },
    ]);
  },
);

function operator({ organization, clock }: LifecycleEnvironment) {
  return openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
}

/** As Control Tower does it: created under the root, then moved. */
async function createAndMove(env: LifecycleEnvironment): Promise<string> {
  const known = new Set(env.organization.accounts().map(({ id }) => id));
  await operator(env).send(
    new CreateAccountCommand({
      AccountName: 'alice',
      Email: 'alice@example.com',
      RoleName: env.lifecycle.settings.automation.roleNameToManageCodebuild,
    }),
  );
  const created = () => env.organization.accounts().find(({ id }) => !known.has(id))?.id;
  for (let seconds = 0; seconds < 600 && !created(); seconds++) await env.advance(1_000);
  const id = created() ?? '';
  await env.moveIn(id);
  return id;
}

test.for([
  ['the move', 'AWS Service Event via CloudTrail'],
  ['the creation', 'AWS API Call via CloudTrail'],
] as const)('a new account is on-boarded when the only event is %s', async ([, lost]) => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  env.organization.fault({ event: { detailType: lost }, fault: { lose: true } });
  const id = await createAndMove(env);
  await env.advance(50 * minuteMs);

  expect(seen.labels(id)).toEqual([
    'CreatedAccount',
    'AssignedAccount',
    'PreparationReport',
    'PreparedAccount',
    'ReleasedAccount',
  ]);
  expect(env.organization.account(id).tags).toEqual({
    'account-holder': 'alice@example.com',
    'account-state': 'released',
    'cost-center': 'sandbox',
  });
});

test('the echo of our own tags makes no call and changes nothing', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  await env.tag(id, 'vanilla');
  await env.advance(hourMs - minuteMs);

  const answers = env.handled.map(({ route, result }) => [
    route,
    result && logLines(result).join(),
  ]);
  expect(answers).toEqual([
    ['OnVanillaAccountTag', `[OK] ${id} vanilla, prepare, build-runs`],
    ['OnAssignedAccountFromQueue', `[DEBUG] Account ${id} was tagged by us`],
    ['OnAccountEvent', `[OK] PreparationReport ${id}`],
    ['OnPreparedAccountFromCodebuild', `[OK] ${id} prepared, released, settled`],
    ['OnRecoveredAccount', `[OK] ${id} resolved nothing`],
    ['OnReleasedAccount', `[DEBUG] Account ${id} was tagged by us`],
  ]);
  expect(env.organization.journal.count('organizations:ListTagsForResource')).toBe(2);
});

/** An administrator of a member account puts an event on the automation account's bus. */
async function forge(env: LifecycleEnvironment, by: string, entry: object) {
  const { region, accountId } = env.lifecycle.hub;
  const principal = `arn:aws:iam::${by}:root`;
  const events = openServiceClient(env.organization, 'events', { principal, region });
  const EventBusName = `arn:aws:events:${region}:${accountId}:event-bus/default`;
  return events.call('PutEvents', { Entries: [{ EventBusName, ...entry }] });
}

const forgedEvent = {
  id: '1',
  source: 'aws.organizations',
  'detail-type': 'AWS API Call via CloudTrail',
  time: '2026-03-14T09:00:00Z',
  region: 'us-east-1',
  resources: [],
};

/** Whether the pattern of any route matches the event. */
async function isRouted({ lifecycle, organization }: LifecycleEnvironment, event: object) {
  const { region } = lifecycle.hub;
  const events = openServiceClient(organization, 'events', { region });
  const patterns = routes(routeFacts(lifecycle)).flatMap(({ on }) =>
    'pattern' in on ? [on.pattern] : [],
  );
  const answers = await Promise.all(
    patterns.map((pattern) =>
      events.call('TestEventPattern', {
        EventPattern: JSON.stringify(pattern),
        Event: JSON.stringify(event),
      }),
    ),
  );
  return answers.some(({ Result }) => Result === true);
}

test('an event that a member account forges in the name of Organizations reaches no handler', async () => {
  const env = await openLifecycleEnvironment();
  const member = env.addAccount('mallory', { 'account-state': 'released' });
  const victim = env.addAccount('alice', { 'account-state': 'released' });
  const detail = {
    eventName: 'TagResource',
    eventSource: 'organizations.amazonaws.com',
    requestParameters: {
      resourceId: victim,
      tags: [{ key: 'account-state', value: 'expired' }],
    },
  };
  const Detail = JSON.stringify(detail);
  await forge(env, member, { Source: 'aws.organizations', DetailType: 'AWS API Call', Detail });
  await env.advance(5 * minuteMs);
  expect(env.handled).toEqual([]);

  // EventBridge refuses that source. If it were accepted, the sender's account would reveal it.
  expect(await isRouted(env, { ...forgedEvent, detail, account: member })).toBe(false);
  const { managementAccountId } = env.organization;
  expect(await isRouted(env, { ...forgedEvent, detail, account: managementAccountId })).toBe(true);
});

test('an account may not report for another one, and writes no records', async () => {
  const env = await openLifecycleEnvironment();
  const member = env.addAccount('mallory', { 'account-state': 'released' });
  const victim = env.addAccount('alice', { 'account-state': 'assigned' });
  const common = { Source: 'SustainablePersonalAccounts' };
  const detail = { Environment: 'SpaDemo', Account: victim, Message: 'all is well' };
  const payload = { account: victim, 'cost-center': 'x', transaction: 'console-login' };
  for (const [DetailType, expected] of [
    ['PurgeReport', detail],
    ['ReleasedAccount', detail],
    ['ConsoleLoginEvent', { Environment: 'SpaDemo', Payload: payload }],
  ] as const) {
    await forge(env, member, { ...common, DetailType, Detail: JSON.stringify(expected) });
  }
  await env.advance(5 * minuteMs);

  expect(
    env.handled.map(({ route, result }) => [route, result && logLines(result).join()]),
  ).toEqual([
    [
      'OnAccountEvent',
      `[DEBUG] Account '${member}' may not publish events about account '${victim}'`,
    ],
    [
      'OnRecoveredAccount',
      `[DEBUG] Account '${member}' may not publish events about account '${victim}'`,
    ],
    ['OnActivityEvent', `[DEBUG] Account '${member}' may not write records`],
  ]);
  expect(await rowsOf(env, 'ShadowsTable')).toEqual([]);
  expect(await rowsOf(env, 'ActivitiesTable')).toEqual([]);
  expect(env.state(victim)).toBe('assigned');
});

test('a state that an operator sets after a failure is found by the next sweep, when its event is lost', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-state': 'released', 'cost-center': 'sandbox' });
  const repair = env.organization.fault({ build: {}, fault: { fail: true } });
  await env.tag(id, 'expired');
  await env.advance(4 * hourMs);
  expect(env.state(id)).toBe('expired');
  repair();
  env.organization.fault({ event: { source: 'aws.organizations' }, fault: { lose: true } });
  await env.tag(id, 'vanilla');
  await env.advance(3 * hourMs);
  expect(env.state(id)).toBe('released');
});
