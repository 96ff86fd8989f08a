import {
  CreateAccountCommand,
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import { beforeEach, expect, test } from 'vitest';
import { openFleet } from '../../../aws/open-fleet.ts';
import { openServiceClient } from '../../../testing/account-access.ts';
import { minuteMs } from '../../../testing/durations.ts';
import { type VirtualClock, virtualClock } from '../../clock.ts';
import type { FaultRule } from '../../faults.ts';
import { type SimulatedOrganization, simulateOrganization } from '../../index.ts';

const region = 'eu-west-1';
const hubId = '999999999999';
let clock: VirtualClock;
let organization: SimulatedOrganization;

beforeEach(() => start());

function start(faults: readonly FaultRule[] = []) {
  clock = virtualClock();
  organization = simulateOrganization({ clock, faults });
  organization.addAccount({ name: 'hub', id: hubId });
}

/** A service in an account, called as its root user. */
function client(service: string, accountId: string, at = region) {
  const principal = `arn:aws:iam::${accountId}:root`;
  return openServiceClient(organization, service, { principal, region: at });
}

const bus = (accountId: string) => `arn:aws:events:${region}:${accountId}:event-bus/default`;

/** Installs a function of the automation account for matching events on its bus, and records its calls. */
async function listen(
  pattern: object,
  handle: (event: unknown) => Promise<unknown> = async () => {},
) {
  const received: unknown[] = [];
  const { arn } = organization.addFunction({
    accountId: hubId,
    region,
    name: 'OnEvent',
    onFailureQueueArn: `arn:aws:sqs:${region}:${hubId}:letters`,
    handle: (event) => {
      received.push(event);
      return handle(event);
    },
  });
  const events = client('events', hubId);
  await events.call('PutRule', { Name: 'listen', EventPattern: JSON.stringify(pattern) });
  await events.call('PutTargets', { Rule: 'listen', Targets: [{ Id: 'f', Arn: arn }] });
  return received;
}

async function putEvent(accountId: string, more: object = {}) {
  const entry = { Source: 'test', DetailType: 'Said', Detail: '{"word":"hello"}', ...more };
  return client('events', accountId).call('PutEvents', { Entries: [entry] });
}

async function advance(ms: number) {
  await clock.advance(ms);
  organization.settle();
  await clock.advance(0);
}

test('a function is invoked for events that match its rule, and for no others', async () => {
  const received = await listen({ source: ['test'], detail: { word: ['hello'] } });
  await putEvent(hubId);
  await putEvent(hubId, { Detail: '{"word":"bye"}' });
  await advance(minuteMs);

  expect(received).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Said',
      source: 'test',
      account: hubId,
      time: '2026-01-01T00:00:00Z',
      region,
      resources: [],
      detail: { word: 'hello' },
    },
  ]);
});

/** The member's rule, with the role that it uses. */
async function forward(
  accountId: string,
  options: { readonly allowed?: boolean; readonly at?: string } = {},
) {
  const iam = client('iam', accountId);
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  await iam.call('CreateRole', {
    RoleName: 'Forward',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
  });
  if (options.allowed ?? true) {
    const statement = { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus(hubId) };
    await iam.call('PutRolePolicy', {
      RoleName: 'Forward',
      PolicyName: 'put',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    });
  }
  const events = client('events', accountId, options.at);
  await events.call('PutRule', { Name: 'forward', EventPattern: '{"source":[{"exists":true}]}' });
  const RoleArn = `arn:aws:iam::${accountId}:role/Forward`;
  const Targets = [{ Id: 'hub', Arn: bus(hubId), RoleArn }];
  await events.call('PutTargets', { Rule: 'forward', Targets });
}

async function admitOrganization() {
  await client('events', hubId).call('PutPermission', {
    StatementId: 'organization',
    Principal: '*',
    Action: 'events:PutEvents',
    Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: organization.id },
  });
}

test('an event forwarded between accounts keeps its original account', async () => {
  const received = await listen({ source: ['test'] });
  const { id } = organization.addAccount({ name: 'member' });
  await admitOrganization();
  await forward(id);
  await putEvent(id);
  await advance(minuteMs);

  expect(received).toMatchObject([{ account: id, source: 'test' }]);
});

test('a bus without a policy receives no events of other accounts', async () => {
  const received = await listen({ source: ['test'] });
  const { id } = organization.addAccount({ name: 'member' });
  await forward(id);
  await putEvent(id);
  await advance(minuteMs);

  expect(received).toEqual([]);
});

test('a role without PutEvents permission forwards nothing', async () => {
  const received = await listen({ source: ['test'] });
  const { id } = organization.addAccount({ name: 'member' });
  await admitOrganization();
  await forward(id, { allowed: false });
  await putEvent(id);
  await advance(minuteMs);

  expect(received).toEqual([]);
});

test('an account puts events on another’s bus where the policy allows it', async () => {
  const received = await listen({ source: ['test'] });
  const { id } = organization.addAccount({ name: 'member' });
  const refused = await putEvent(id, { EventBusName: bus(hubId) });
  await admitOrganization();
  const taken = await putEvent(id, { EventBusName: bus(hubId) });
  await advance(minuteMs);

  expect(refused).toMatchObject({ FailedEntryCount: 1 });
  expect(taken).toMatchObject({ FailedEntryCount: 0 });
  expect(received).toMatchObject([{ account: id }]);
});

async function subscribeToOrganizations() {
  const received = await listen({ source: ['aws.organizations'] });
  await admitOrganization();
  await forward(organization.managementAccountId, { at: 'us-east-1' });
  const management = openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
  return { received: received as { readonly detail: Record<string, unknown> }[], management };
}

test('a tag that is set in the organization reaches the automation account within a minute', async () => {
  const { received, management } = await subscribeToOrganizations();
  const { id } = organization.addAccount({ name: 'member' });
  const Tags = [{ Key: 'account-state', Value: 'vanilla' }];
  await management.send(new TagResourceCommand({ ResourceId: id, Tags }));
  await advance(2 * minuteMs);

  expect(received).toMatchObject([
    {
      source: 'aws.organizations',
      account: organization.managementAccountId,
      region: 'us-east-1',
      'detail-type': 'AWS API Call via CloudTrail',
      detail: {
        eventName: 'TagResource',
        eventSource: 'organizations.amazonaws.com',
        userIdentity: { type: 'IAMUser', userName: 'administrator' },
        requestParameters: { resourceId: id, tags: [{ key: 'account-state', value: 'vanilla' }] },
      },
    },
  ]);
});

test('a failed call is published with its error', async () => {
  const { received, management } = await subscribeToOrganizations();
  const moving = new MoveAccountCommand({
    AccountId: '123456789012',
    SourceParentId: organization.rootId,
    DestinationParentId: organization.rootId,
  });
  await management.send(moving).catch(() => {});
  await advance(2 * minuteMs);

  expect(received.map(({ detail }) => [detail.eventName, detail.errorCode])).toEqual([
    ['MoveAccount', 'AccountNotFoundException'],
  ]);
});

test('a created account is announced by AWS itself', async () => {
  const { received, management } = await subscribeToOrganizations();
  await management.send(new CreateAccountCommand({ AccountName: 'new', Email: 'new@example.com' }));
  await advance(minuteMs);
  await advance(2 * minuteMs);

  expect(received.map(({ detail }) => [detail.eventName, detail.serviceEventDetails])).toEqual([
    ['CreateAccount', undefined],
    [
      'CreateAccountResult',
      {
        createAccountStatus: {
          state: 'SUCCEEDED',
          accountName: 'new',
          accountId: expect.stringMatching(/^\d{12}$/),
        },
      },
    ],
  ]);
});

test('a failing function is retried after one and two minutes, then its event is kept', async () => {
  await client('sqs', hubId).call('CreateQueue', { QueueName: 'letters' });
  const times: number[] = [];
  await listen({ source: ['test'] }, async () => {
    times.push(clock.now() - Date.UTC(2026, 0, 1));
    throw new Error('not now');
  });
  await putEvent(hubId);
  for (let minute = 0; minute < 5; minute++) await advance(minuteMs);
  const { Messages } = await client('sqs', hubId).call('ReceiveMessage', {
    QueueUrl: `https://sqs.${region}.amazonaws.com/${hubId}/letters`,
  });

  expect(times.map((at) => Math.floor(at / minuteMs))).toEqual([1, 2, 4]);
  const bodies = (Messages as { Body: string }[]).map(({ Body }) => JSON.parse(Body));
  expect(bodies).toMatchObject([
    {
      requestContext: {
        functionArn: `arn:aws:lambda:${region}:${hubId}:function:OnEvent:$LATEST`,
        approximateInvokeCount: 3,
      },
      requestPayload: { detail: { word: 'hello' } },
      responsePayload: { errorType: 'Error', errorMessage: 'not now' },
    },
  ]);
});

test.for<[FaultRule['fault'], number]>([
  [{ lose: true }, 0],
  [{ double: true }, 2],
  [{ delayMs: 30 * minuteMs }, 0],
  [{ shuffleMs: minuteMs }, 1],
])(
  'an event with the fault %j is delivered this often within twenty minutes: %d',
  async ([fault, times]) => {
    start([{ event: { source: 'test' }, fault } as FaultRule]);
    const received = await listen({ source: ['test'] });
    await putEvent(hubId);
    for (let minute = 0; minute < 20; minute++) await advance(minuteMs);

    expect(received).toHaveLength(times);
  },
);

test('a watcher sees an event that is put, also when it is lost on the way', async () => {
  start([{ event: {}, fault: { lose: true } }]);
  const seen: unknown[] = [];
  organization.watchEvents(({ source, account, detail }) => seen.push({ source, account, detail }));
  const received = await listen({ source: ['test'] });
  await putEvent(hubId);
  await advance(minuteMs);

  expect(seen).toEqual([{ source: 'test', account: hubId, detail: { word: 'hello' } }]);
  expect(received).toEqual([]);
});

test('a scheduled rule fires by the clock', async () => {
  const received = await listen({ source: ['nothing'] });
  const events = client('events', hubId);
  await events.call('PutRule', { Name: 'weekly', ScheduleExpression: 'cron(0 18 ? * SAT *)' });
  const Arn = `arn:aws:lambda:${region}:${hubId}:function:OnEvent`;
  await events.call('PutTargets', { Rule: 'weekly', Targets: [{ Id: 'f', Arn }] });
  for (let day = 0; day < 14; day++) await advance(24 * 60 * minuteMs);

  expect(received).toMatchObject([
    { source: 'aws.events', time: '2026-01-03T18:00:00Z' },
    { source: 'aws.events', time: '2026-01-10T18:00:00Z' },
  ]);
});

test('a queue and a topic that allow the bus get the event', async () => {
  const allow = (Action: string, Service: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource: '*' }],
    });
  const [sqs, sns, events] = ['sqs', 'sns', 'events'].map((name) => client(name, hubId));
  const queue = await sqs?.call('CreateQueue', {
    QueueName: 'q',
    Attributes: { Policy: allow('sqs:SendMessage', 'sns.amazonaws.com') },
  });
  const topic = await sns?.call('CreateTopic', {
    Name: 't',
    Attributes: { Policy: allow('sns:Publish', 'events.amazonaws.com') },
  });
  const queueArn = `arn:aws:sqs:${region}:${hubId}:q`;
  await sns?.call('Subscribe', { TopicArn: topic?.TopicArn, Protocol: 'sqs', Endpoint: queueArn });
  await events?.call('PutRule', { Name: 'r', EventPattern: '{"source":["test"]}' });
  await events?.call('PutTargets', {
    Rule: 'r',
    Targets: [
      { Id: 't', Arn: topic?.TopicArn, InputPath: '$.detail' },
      { Id: 'q', Arn: queueArn },
    ],
  });
  await putEvent(hubId);
  await advance(minuteMs);
  const received = await sqs?.call('ReceiveMessage', {
    QueueUrl: queue?.QueueUrl,
    MaxNumberOfMessages: 10,
  });

  // The queue allows the topic and not the bus.
  const bodies = ((received?.Messages ?? []) as { Body: string }[]).map(({ Body }) =>
    JSON.parse(Body),
  );
  expect(bodies).toMatchObject([{ Type: 'Notification', Message: '{"word":"hello"}' }]);
});

test('a received message is hidden for a while, and moves to the dead-letter queue after too many receives', async () => {
  const sqs = client('sqs', hubId);
  await sqs.call('CreateQueue', { QueueName: 'letters' });
  const { QueueUrl } = await sqs.call('CreateQueue', {
    QueueName: 'work',
    Attributes: {
      VisibilityTimeout: '60',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:${region}:${hubId}:letters`,
        maxReceiveCount: 2,
      }),
    },
  });
  await sqs.call('SendMessage', { QueueUrl, MessageBody: 'hello' });
  const receive = async (url: unknown) =>
    ((await sqs.call('ReceiveMessage', { QueueUrl: url })).Messages as unknown[] | undefined)
      ?.length ?? 0;
  const counts = [await receive(QueueUrl), await receive(QueueUrl)];
  await clock.advance(minuteMs);
  counts.push(await receive(QueueUrl));
  await clock.advance(minuteMs);
  counts.push(await receive(QueueUrl));

  expect(counts).toEqual([1, 0, 1, 0]);
  expect(await receive(String(QueueUrl).replace('work', 'letters'))).toBe(1);
});
