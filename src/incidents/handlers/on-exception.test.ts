import { expect, onTestFinished, test } from 'vitest';
import { openServiceClient } from '../../testing/account-access.ts';
import { alertRecord, openIncidentEnvironment } from '../../testing/incident-environment.ts';
import { hubRole } from '../../testing/lifecycle-environment.ts';
import { allChannels } from '../../testing/notification-environment.ts';
import { onException } from './on-exception.ts';
import { onRecoveredAccount } from './on-recovered-account.ts';

const sent = (channel: string) => ({ channel, status: 'sent', attempts: 1 });
const allSent = ['sns', 'flow', 'connector', 'slack', 'hook'].map(sent);

/** As EventBridge delivers it. */
function exceptionEvent(
  label: string,
  payload: Readonly<Record<string, unknown>>,
  { id = 'event-1', time = '2026-01-01T00:00:00Z' } = {},
) {
  return {
    id,
    time,
    source: 'SustainablePersonalAccounts',
    'detail-type': label,
    account: '999999999999',
    detail: { Environment: 'SpaDemo', Payload: payload },
  };
}

const failedBuild = (account: string) => ({
  account,
  title: `Codebuild event for account ${account}`,
  message: 'The preparation ended with FAILED.',
});

test('scenarios 52, 60–63: a budget alert becomes a tagged incident with the costs, and people are notified', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, exceptions, incidents, details, bodies } = environment;
  const id = addAccount('alpha', { 'cost-center': 'red' });
  await handle(environment.onAlert, { Records: [alertRecord(id)] });

  const result = await handle(environment.onException, exceptions[0]);

  const title = `Budget alert on account 'alpha (${id})'`;
  const tags = {
    account: id,
    'account-email': environment.organization.account(id).email,
    'account-name': 'alpha',
    'cost-center': 'red',
    exception: 'BudgetAlertException',
    'organizational-unit': environment.organization.account(id).parents.at(-1),
  };
  expect(result).toMatchObject({
    did: 'exception',
    label: 'BudgetAlertException',
    accountId: id,
    isNew: true,
    channels: allSent,
    notes: [],
  });
  expect(await incidents()).toEqual([{ status: 'open', title, tags, followUps: 0 }]);
  expect(await details()).toMatchObject({
    message: expect.stringContaining('Over 80%'),
    attachments: [
      {
        title: 'Cost and Usage Report',
        bucket: 'spademo-reports-999999999999-eu-west-1',
        key: `SpaReports/Exceptions/${id}/costs.csv`,
      },
    ],
  });
  expect(bodies('hook')).toMatchObject([
    {
      label: 'BudgetAlertException',
      title,
      facts: [
        { name: 'Account', value: `alpha (${id})` },
        { name: 'E-mail' },
        { name: 'Cost center', value: 'red' },
        { name: 'Organizational unit' },
        { name: 'Incident', value: expect.stringMatching(/^oi-/) },
      ],
      links: [{ title: 'Cost and Usage Report' }],
    },
  ]);
});

test('the incident carries its tags in OpsCenter too', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, lifecycle, tracker } = environment;
  const id = addAccount('alpha');
  await handle(
    environment.onException,
    exceptionEvent('FailedCodebuildException', failedBuild(id)),
  );
  const [incident] = await Array.fromAsync(tracker.list({ includeResolved: false }));

  const { TagList } = await lifecycle
    .inHub('ssm')
    .call('ListTagsForResource', { ResourceType: 'OpsItem', ResourceId: incident?.id });

  const tags = TagList as readonly { readonly Key: string; readonly Value: string }[];
  expect(Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))).toEqual(incident?.tags);
});

test('scenario 64: the link in the notification downloads the report until it expires', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, organization, bodies } = environment;
  const id = addAccount('alpha');
  await handle(
    environment.onException,
    exceptionEvent('FailedCodebuildException', failedBuild(id)),
  );
  const [body] = bodies('hook') as readonly { readonly links: readonly { url: string }[] }[];
  const url = new URL(body?.links[0]?.url ?? '');

  expect(url.origin + url.pathname).toBe(
    `https://s3.eu-west-1.amazonaws.com/spademo-reports-999999999999-eu-west-1/SpaReports/Exceptions/${id}/costs.csv`,
  );
  expect(url.searchParams.get('X-Amz-Expires')).toBe('604800');
  const server = await organization.serve();
  onTestFinished(() => server.close());
  const unsigned = await fetch(`${server.url}${url.pathname}`);
  expect(unsigned.status).toBe(403);
});

test('exceptions with the same account and cause are one incident, which has the later ones', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, incidents, details } = environment;
  const [alpha, beta] = [addAccount('alpha'), addAccount('beta')];
  const label = 'FailedCodebuildException';

  for (const [number, account] of [alpha, alpha, beta, alpha].entries()) {
    const time = `2026-01-01T00:00:0${number}Z`;
    const event = exceptionEvent(label, failedBuild(account), { id: `event-${number}`, time });
    await handle(environment.onException, event);
  }
  await handle(
    environment.onException,
    exceptionEvent('FailedMaintenanceException', failedBuild(alpha), { id: 'other cause' }),
  );

  expect(await incidents()).toMatchObject([
    { tags: { account: alpha, exception: 'FailedMaintenanceException' }, followUps: 0 },
    { tags: { account: beta }, followUps: 0 },
    { tags: { account: alpha, exception: label }, followUps: 2 },
  ]);
  expect((await details(2))?.latestFollowUps.map(({ eventId }) => eventId)).toEqual([
    'event-1',
    'event-3',
  ]);
});

test('an event that is delivered twice, or published twice, is handled once', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, incidents, bodies } = environment;
  const id = addAccount('alpha');
  const payload = { ...failedBuild(id), identifier: 'build-1 FAILED' };
  const label = 'FailedCodebuildException';
  const first = exceptionEvent(label, payload);

  await handle(environment.onException, first);
  const again = await handle(environment.onException, first);
  const other = await handle(
    environment.onException,
    exceptionEvent(label, payload, { id: 'event-2' }),
  );

  expect([again, other]).toEqual(
    Array(2).fill({ did: 'ignore', reason: 'This exception was handled before' }),
  );
  expect(await incidents()).toMatchObject([{ followUps: 0 }]);
  expect(bodies('slack')).toHaveLength(1);
});

test('two workers that receive the same event at a time handle it once', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, lifecycle, advanceUntilDone, bodies, incidents } = environment;
  const event = exceptionEvent('FailedCodebuildException', failedBuild(addAccount('alpha')));
  const context = { remainingMs: () => 300_000 };

  const results = await advanceUntilDone(() =>
    Promise.allSettled(
      [lifecycle.asWorker(), lifecycle.asWorker()].map((worker) =>
        environment.onException(worker, event, context),
      ),
    ),
  );

  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({ name: 'EventBusy' }),
  });
  expect(bodies('slack')).toHaveLength(1);
  expect(await incidents()).toHaveLength(1);
});

test('people are notified although no incident can be opened, and the next attempt opens it', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, organization, bodies, incidents } = environment;
  const event = exceptionEvent('FailedCodebuildException', failedBuild(addAccount('alpha')));
  const repair = organization.fault({
    operation: 'CreateOpsItem',
    fault: { error: { code: 'InternalServerError', status: 500 } },
  });

  await expect(handle(environment.onException, event)).rejects.toThrow('InternalServerError');
  expect([bodies('slack').length, await incidents()]).toEqual([1, []]);
  repair();
  const result = await handle(environment.onException, event);

  expect(result).toMatchObject({ did: 'exception', isNew: true, channels: [], notes: [] });
  expect(bodies('slack')).toHaveLength(1);
  expect(await incidents()).toHaveLength(1);
});

test('without the permission to open incidents, the result says so and nothing is retried', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, organization } = environment;
  const event = exceptionEvent('FailedCodebuildException', failedBuild(addAccount('alpha')));
  organization.deny({ service: 'ssm', operation: 'CreateOpsItem' });

  const result = await handle(environment.onException, event);

  expect(result).toMatchObject({
    channels: allSent,
    notes: [expect.stringMatching(/^no incident was opened: .*\(AccessDeniedException\)$/)],
  });
});

test('a report that fails costs nothing but the attachment', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, organization, incidents } = environment;
  const event = exceptionEvent('FailedCodebuildException', failedBuild(addAccount('alpha')));
  organization.deny({ service: 's3', operation: 'PutObject' });

  const result = await handle(environment.onException, event);

  expect(result).toMatchObject({
    isNew: true,
    channels: allSent,
    notes: [expect.stringMatching(/^no cost report was made: /)],
  });
  expect(await incidents()).toHaveLength(1);
});

test('a released account resolves the incidents of its failures, and no others', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, incidents } = environment;
  const [alpha, beta] = [addAccount('alpha'), addAccount('beta')];
  const open = (label: string, account: string) =>
    handle(
      environment.onException,
      exceptionEvent(label, failedBuild(account), { id: `${label} ${account}` }),
    );
  await open('FailedCodebuildException', alpha);
  await open('GenericException', alpha);
  await open('ConsoleLoginWithRootException', alpha);
  await open('FailedCodebuildException', beta);
  const released = {
    time: '2026-01-01T00:30:00Z',
    source: 'SustainablePersonalAccounts',
    'detail-type': 'ReleasedAccount',
    account: '999999999999',
    detail: { Account: alpha, Environment: 'SpaDemo' },
  };

  const own = await handle(onRecoveredAccount, { ...released, account: alpha });
  const result = await handle(onRecoveredAccount, released);

  expect(own).toEqual({ did: 'ignore', reason: `Account '${alpha}' may not release itself` });
  expect(result).toMatchObject({ did: 'resolve', accountId: alpha });
  expect('incidents' in result && result.incidents).toHaveLength(2);
  expect(await incidents()).toMatchObject([
    { tags: { account: beta, exception: 'FailedCodebuildException' } },
    { tags: { account: alpha, exception: 'ConsoleLoginWithRootException' } },
  ]);
});

test('a release asks the tracker only about accounts that have had a failure since the last one', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, incidents, organization } = environment;
  const [alpha, beta] = [addAccount('alpha'), addAccount('beta')];
  const release = (Account: string) =>
    handle(onRecoveredAccount, {
      time: '2026-01-01T00:30:00Z',
      source: 'SustainablePersonalAccounts',
      'detail-type': 'ReleasedAccount',
      account: '999999999999',
      detail: { Account, Environment: 'SpaDemo' },
    });
  const fail = (id: string) =>
    handle(
      environment.onException,
      exceptionEvent('FailedCodebuildException', failedBuild(alpha), { id }),
    );
  await fail('one');
  const first = await release(alpha);
  const deny = () =>
    organization.deny({ service: 'ssm', operation: 'DescribeOpsItems', account: '999999999999' });
  const allow = deny();

  const quiet = [await release(alpha), await release(beta)];
  allow();
  await fail('two');
  const second = await release(alpha);

  const found = [first, ...quiet, second].map((one) => 'incidents' in one && one.incidents.length);
  expect(found).toEqual([1, 0, 0, 1]);
  expect(await incidents()).toEqual([]);
});

test('a failure that arrives after the release of its account is resolved at once', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, incidents, lifecycle } = environment;
  const id = addAccount('alpha');
  await lifecycle.shadows.update(id, (shadow) => ({
    ...shadow,
    stamps: { ReleasedAccount: '2026-01-01T00:00:10' },
  }));
  const open = (time: string) =>
    handle(
      environment.onException,
      exceptionEvent('FailedCodebuildException', failedBuild(id), { id: time, time }),
    );

  await open('2026-01-01T00:00:05Z');
  expect(await incidents()).toEqual([]);
  await open('2026-01-01T00:00:15Z');

  expect(await incidents()).toHaveLength(1);
});

test('budgets begin again each month, and so do their incidents', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, incidents } = environment;
  const payload = { account: addAccount('alpha'), title: 'Budget', message: 'Over 80%' };

  for (const time of ['2026-01-31T23:59:59Z', '2026-01-10T00:00:00Z', '2026-02-01T00:00:00Z']) {
    await handle(
      environment.onException,
      exceptionEvent('BudgetAlertException', payload, { id: time, time }),
    );
  }

  expect(await incidents()).toMatchObject([{ followUps: 0 }, { followUps: 1 }]);
});

test('an empty event from the test button shows that people are reached', async () => {
  const environment = await openIncidentEnvironment();

  const result = await environment.handle(environment.onException, {});

  expect(result).toMatchObject({ did: 'exception', label: 'GenericException', channels: allSent });
  expect(await environment.incidents()).toMatchObject([{ title: 'an exception has occurred' }]);
});

test('exceptions of other senders are ignored', async () => {
  const environment = await openIncidentEnvironment();
  const id = environment.addAccount('alpha');
  const event = exceptionEvent('BudgetAlertException', failedBuild(id));

  const results = [
    await environment.handle(environment.onException, { ...event, account: id }),
    await environment.handle(environment.onException, {
      ...event,
      detail: { ...event.detail, Environment: 'Other' },
    }),
    await environment.handle(environment.onException, {
      ...event,
      'detail-type': 'ConsoleLoginEvent',
    }),
  ];

  expect(results).toEqual([
    { did: 'ignore', reason: `Account '${id}' may not write records` },
    { did: 'ignore', reason: "Unexpected environment 'Other'" },
    { did: 'ignore', reason: "Unexpected label 'ConsoleLoginEvent' for an exception" },
  ]);
  expect(await environment.incidents()).toEqual([]);
});

test('each exception is counted once by its label', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, lifecycle, clock } = environment;
  const event = exceptionEvent('FailedCodebuildException', failedBuild(addAccount('alpha')));
  await handle(environment.onException, event);
  await handle(environment.onException, event);

  const { Datapoints } = await lifecycle.inHub('cloudwatch').call('GetMetricStatistics', {
    Namespace: 'SustainablePersonalAccount',
    MetricName: 'ExceptionsByLabel',
    Dimensions: [
      { Name: 'Label', Value: 'FailedCodebuildException' },
      { Name: 'Environment', Value: 'SpaDemo' },
    ],
    StartTime: new Date(clock.now() - 3_600_000),
    EndTime: new Date(clock.now() + 3_600_000),
    Period: 3_600,
    Statistics: ['Sum'],
  });

  expect((Datapoints as readonly { Sum: number }[]).map(({ Sum }) => Sum)).toEqual([1]);
});

test('with a response plan, the same incidents are in Incident Manager', async () => {
  const withResponsePlanArn =
    'arn:aws:ssm-incidents::999999999999:response-plan/SpaDemoResponsePlan';
  const environment = await openIncidentEnvironment({
    withResponsePlanArn,
    withNotificationChannels: allChannels,
  });
  const { addAccount, handle, organization, tracker, incidents } = environment;
  const manager = openServiceClient(organization, 'ssm-incidents', {
    principal: hubRole(environment),
    region: 'eu-west-1',
  });
  await manager.call('CreateReplicationSet', { regions: { 'eu-west-1': {} } });
  await manager.call('CreateResponsePlan', {
    name: 'SpaDemoResponsePlan',
    incidentTemplate: { title: 'An exception', impact: 5 },
  });
  const id = addAccount('alpha', { 'cost-center': 'red' });
  const open = (event: string) =>
    handle(
      environment.onException,
      exceptionEvent('FailedCodebuildException', failedBuild(id), { id: event }),
    );

  const first = await open('event-1');
  await open('event-2');
  const [opened] = await Array.fromAsync(tracker.list({ includeResolved: false }));
  const { relatedItems } = await manager.call('ListRelatedItems', {
    incidentRecordArn: opened?.id,
  });
  const released = {
    time: '2026-01-01T00:30:00Z',
    source: 'SustainablePersonalAccounts',
    'detail-type': 'ReleasedAccount',
    detail: { Account: id, Environment: 'SpaDemo' },
  };
  await handle(onRecoveredAccount, released);
  await open('event-3');

  expect(first).toMatchObject({ isNew: true, incidentId: opened?.id });
  expect(opened).toMatchObject({
    title: `Codebuild event for account ${id}`,
    tags: { account: id, 'account-name': 'alpha', 'cost-center': 'red' },
    followUps: 1,
  });
  expect(relatedItems).toMatchObject([
    {
      identifier: { type: 'ATTACHMENT', value: { url: expect.stringContaining('X-Amz-Expires') } },
    },
  ]);
  expect(await incidents({ includeResolved: true })).toMatchObject([
    { status: 'open', followUps: 0 },
    { status: 'resolved', followUps: 1 },
  ]);
});

test('without incidents, people are notified and that is all', async () => {
  const environment = await openIncidentEnvironment({
    withIncidents: false,
    withNotificationChannels: allChannels,
  });
  const { addAccount, handle, lifecycle } = environment;
  const event = exceptionEvent('FailedCodebuildException', failedBuild(addAccount('alpha')));

  const result = await handle(environment.onException, event);
  const { OpsItemSummaries } = await lifecycle.inHub('ssm').call('DescribeOpsItems');

  expect(result).toMatchObject({ channels: allSent });
  expect('incidentId' in result).toBe(false);
  expect(OpsItemSummaries).toEqual([]);
});

test('an exception about an account that has left the organization is handled all the same', async () => {
  const environment = await openIncidentEnvironment();
  const event = exceptionEvent('BudgetAlertException', failedBuild('123456789012'));

  const result = await environment.handle(onException(), event);

  expect(result).toMatchObject({ isNew: true });
  expect(await environment.incidents()).toMatchObject([
    { tags: { account: '123456789012', exception: 'BudgetAlertException' } },
  ]);
});
