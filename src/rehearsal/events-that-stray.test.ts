/** Events that come twice, late, not at all, or from somebody who has no business sending them. */

import { CreateAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { genericClient } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { routes } from '../lifecycle/routes.ts';
import { compilePattern } from '../simulator/services/events/pattern.ts';
import { type Bed, hourMs, minuteMs, openBed } from './testing/bed.ts';
import { buildsIn, rowsOf, valuesOf, witness } from './testing/witness.ts';

test('events that come twice change nothing twice', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const id = bed.addAccount('alice');
  bed.organization.fault({ event: { source: 'aws.organizations' }, fault: { double: true } });
  bed.organization.fault({ event: { source: 'aws.codebuild' }, fault: { double: true } });
  await bed.tag(id, 'expired');
  await bed.pass(3 * hourMs);

  expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
  expect(await buildsIn(bed, id)).toEqual({ preparation: ['SUCCEEDED'], purge: ['SUCCEEDED'] });
  expect(seen.records(id).map(({ label }) => label)).toEqual(['SuccessfulMaintenanceEvent']);
  expect(await rowsOf(bed, 'ActivitiesTable')).toHaveLength(1);
});

test.for(['vanilla', 'assigned', 'expired', undefined])(
  'with every event lost, an account that is %s is released within a few sweeps',
  async (state) => {
    const bed = await openBed();
    bed.organization.fault({ event: {}, fault: { lose: true } });
    const id = bed.addAccount('alice', state === undefined ? {} : { 'account-state': state });
    // Sweeps are scheduled by events, too: they alone are not lost.
    const { lifecycle } = bed;
    const sweep = routes(lifecycle).find(({ name }) => name === 'OnSweep');
    for (let hour = 0; hour < 4; hour++) {
      await bed.through(async () => sweep?.handle(lifecycle, {}));
      await bed.pass(hourMs);
    }

    expect(bed.state(id)).toBe('released');
    expect(await rowsOf(bed, 'TransactionsTable')).toEqual([]);
    expect(await valuesOf(bed, 'ActivitiesTable')).toMatchObject([
      { account: id, transaction: state === 'expired' ? 'maintenance' : 'on-boarding' },
    ]);
  },
);

function operator({ organization, clock }: Bed) {
  return openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
}

/** As a landing zone makes it: created under the root, and moved when it is there. */
async function createAndMove(bed: Bed): Promise<string> {
  const known = new Set(bed.organization.accounts().map(({ id }) => id));
  await operator(bed).send(
    new CreateAccountCommand({
      AccountName: 'alice',
      Email: 'alice@example.com',
      RoleName: bed.lifecycle.settings.automation.roleNameToManageCodebuild,
    }),
  );
  const created = () => bed.organization.accounts().find(({ id }) => !known.has(id))?.id;
  for (let seconds = 0; seconds < 600 && !created(); seconds++) await bed.pass(1_000);
  const id = created() ?? '';
  await bed.moveIn(id);
  return id;
}

test.for([
  ['that it was moved', 'AWS Service Event via CloudTrail'],
  ['that it was created', 'AWS API Call via CloudTrail'],
] as const)('a new account is on-boarded when all that is heard is %s', async ([, lost]) => {
  const bed = await openBed();
  const seen = await witness(bed);
  bed.organization.fault({ event: { detailType: lost }, fault: { lose: true } });
  const id = await createAndMove(bed);
  await bed.pass(50 * minuteMs);

  expect(seen.labels(id)).toEqual([
    'CreatedAccount',
    'AssignedAccount',
    'PreparationReport',
    'PreparedAccount',
    'ReleasedAccount',
  ]);
  expect(bed.organization.account(id).tags).toEqual({
    'account-holder': 'alice@example.com',
    'account-state': 'released',
    'cost-center': 'sandbox',
  });
});

test('the echo of our own tags costs no call and changes nothing', async () => {
  const bed = await openBed();
  const id = bed.addAccount('alice');
  await bed.tag(id, 'vanilla');
  await bed.pass(hourMs - minuteMs);

  const answers = bed.handled.map(({ route, answer }) => [route, answer]);
  expect(answers).toEqual([
    ['OnVanillaAccountTag', `[OK] ${id} vanilla, prepare, build-runs`],
    ['OnAssignedAccount', `[DEBUG] Account ${id} was tagged by us`],
    ['OnAccountEvent', `[OK] PreparationReport ${id}`],
    ['OnPreparedAccount', `[OK] ${id} prepared, released, settled`],
    ['OnReleasedAccount', `[DEBUG] Account ${id} was tagged by us`],
  ]);
  expect(bed.organization.journal.count('organizations:ListTagsForResource')).toBe(2);
});

/** Somebody with all rights in a member account puts an event on the hub's bus. */
async function forge(bed: Bed, by: string, entry: object) {
  const { organization, clock, lifecycle } = bed;
  const { region, accountId } = lifecycle.hub;
  const access = organization.access(`arn:aws:iam::${by}:root`);
  const events = openFleet({ ...access, clock }).client(genericClient('events'), region);
  const EventBusName = `arn:aws:events:${region}:${accountId}:event-bus/default`;
  return events.call('PutEvents', { Entries: [{ EventBusName, ...entry }] });
}

test('an event that a member account forges in the name of Organizations reaches no handler', async () => {
  const bed = await openBed();
  const member = bed.addAccount('mallory', { 'account-state': 'released' });
  const victim = bed.addAccount('alice', { 'account-state': 'released' });
  const detail = {
    eventName: 'TagResource',
    eventSource: 'organizations.amazonaws.com',
    requestParameters: {
      resourceId: victim,
      tags: [{ key: 'account-state', value: 'expired' }],
    },
  };
  const Detail = JSON.stringify(detail);
  await forge(bed, member, { Source: 'aws.organizations', DetailType: 'AWS API Call', Detail });
  await bed.pass(5 * minuteMs);
  expect(bed.handled).toEqual([]);

  // EventBridge refuses that source; were it let through, the account that put it would give it away.
  const hears = routes(bed.lifecycle).flatMap(({ on }) =>
    'pattern' in on ? [compilePattern(JSON.stringify(on.pattern))] : [],
  );
  const event = { source: 'aws.organizations', detail, account: member };
  expect(hears.some((matches) => matches(event))).toBe(false);
  const { managementAccountId } = bed.organization;
  expect(hears.some((matches) => matches({ ...event, account: managementAccountId }))).toBe(true);
});

test('an account may not speak for another one, and writes no records', async () => {
  const bed = await openBed();
  const member = bed.addAccount('mallory', { 'account-state': 'released' });
  const victim = bed.addAccount('alice', { 'account-state': 'assigned' });
  const common = { Source: 'SustainablePersonalAccounts' };
  const detail = { Environment: 'SpaDemo', Account: victim, Message: 'all is well' };
  const payload = { account: victim, 'cost-center': 'x', transaction: 'console-login' };
  for (const [DetailType, said] of [
    ['PurgeReport', detail],
    ['ReleasedAccount', detail],
    ['ConsoleLoginEvent', { Environment: 'SpaDemo', Payload: payload }],
  ] as const) {
    await forge(bed, member, { ...common, DetailType, Detail: JSON.stringify(said) });
  }
  await bed.pass(5 * minuteMs);

  expect(bed.handled.map(({ route, answer }) => [route, answer])).toEqual([
    ['OnAccountEvent', `[DEBUG] Account '${member}' may not speak for account '${victim}'`],
    ['OnActivity', `[DEBUG] Account '${member}' may not write records`],
  ]);
  expect(await rowsOf(bed, 'ShadowsTable')).toEqual([]);
  expect(await rowsOf(bed, 'ActivitiesTable')).toEqual([]);
  expect(bed.state(victim)).toBe('assigned');
});
