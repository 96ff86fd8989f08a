import { expect, test } from 'vitest';
import { administratorArn, openServiceClient } from '../testing/account-access.ts';
import { minuteMs } from '../testing/durations.ts';
import { virtualClock } from './clock.ts';
import { type SignIn, type SimulatedEvent, simulateOrganization } from './index.ts';
import { noLimits } from './limits.ts';

interface OpenOptions {
  readonly homeRegion?: string;
  /** Where the rule is. */
  readonly region?: string;
}

/** A member with a rule for sign-ins, whose events are collected. */
async function open({ homeRegion = 'eu-west-1', region = 'us-east-1' }: OpenOptions = {}) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, homeRegion, limits: noLimits });
  const { id: account } = organization.addAccount({ name: 'red' });
  const events: SimulatedEvent[] = [];
  const { arn } = organization.addFunction({
    accountId: account,
    region,
    name: 'onSignIn',
    handle: async (event) => void events.push(event as SimulatedEvent),
  });
  const principal = administratorArn(account);
  const bus = openServiceClient(organization, 'events', { principal, region });
  const pattern = { eventSource: ['signin.amazonaws.com'], eventName: ['ConsoleLogin'] };
  await bus.call('PutRule', { Name: 'signin', EventPattern: JSON.stringify({ detail: pattern }) });
  await bus.call('PutTargets', { Rule: 'signin', Targets: [{ Id: '1', Arn: arn }] });
  const iam = openServiceClient(organization, 'iam', { principal });
  const signIn = async (identity: SignIn['identity'], more: Partial<SignIn> = {}) => {
    organization.signIn({ account, identity, ...more });
    for (let second = 0; second < 2; second++) {
      await clock.advance(minuteMs);
      organization.settle();
    }
    await clock.advance(0);
    return events;
  };
  return { organization, account, iam, signIn, events };
}

test('root signs in in us-east-1', async () => {
  const { account, signIn } = await open();

  expect(await signIn({ type: 'Root' })).toMatchObject([
    {
      'detail-type': 'AWS Console Sign In via CloudTrail',
      source: 'aws.signin',
      account,
      region: 'us-east-1',
      detail: {
        userIdentity: {
          type: 'Root',
          principalId: account,
          arn: `arn:aws:iam::${account}:root`,
          accountId: account,
        },
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        eventTime: '2026-01-01T00:00:00Z',
        awsRegion: 'us-east-1',
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: { MFAUsed: 'Yes' },
        eventType: 'AwsConsoleSignIn',
        recipientAccountId: account,
      },
    },
  ]);
});

test('a sign-in that fails says so', async () => {
  const { signIn } = await open();

  expect(await signIn({ type: 'Root' }, { failed: true, mfa: false })).toMatchObject([
    {
      detail: {
        errorMessage: 'Failed authentication',
        responseElements: { ConsoleLogin: 'Failure' },
        additionalEventData: { MFAUsed: 'No' },
      },
    },
  ]);
});

test('an IAM user signs in by name', async () => {
  const { account, iam, signIn } = await open();
  const { User } = await iam.call('CreateUser', { UserName: 'maria' });
  const { UserId } = User as { UserId: string };

  expect(await signIn({ type: 'IAMUser', name: 'maria' })).toMatchObject([
    {
      region: 'us-east-1',
      detail: {
        userIdentity: {
          type: 'IAMUser',
          principalId: UserId,
          arn: `arn:aws:iam::${account}:user/maria`,
          accountId: account,
          userName: 'maria',
        },
      },
    },
  ]);
});

test('people of IAM Identity Center sign in in the home region, with a role', async () => {
  const { account, signIn } = await open({ region: 'eu-west-1' });
  const [event] = await signIn({ type: 'AssumedRole', user: 'maria@example.com' });
  const arn = expect.stringMatching(
    `^arn:aws:sts::${account}:assumed-role/AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}/maria@example.com$`,
  );

  expect(event).toMatchObject({
    region: 'eu-west-1',
    detail: {
      awsRegion: 'eu-west-1',
      userIdentity: {
        type: 'AssumedRole',
        principalId: expect.stringMatching(/^AROA[A-Z2-7]{17}:maria@example.com$/),
        arn,
        accountId: account,
        sessionContext: { sessionIssuer: { type: 'Role', accountId: account } },
      },
    },
  });
});

test('a region can be named, but not for root', async () => {
  const { signIn } = await open({ region: 'eu-central-1' });
  await signIn({ type: 'Root' }, { region: 'eu-central-1' });
  const events = await signIn(
    { type: 'AssumedRole', user: 'maria@example.com', permissionSet: 'ReadOnly' },
    { region: 'eu-central-1' },
  );

  expect(events.map(({ region }) => region)).toEqual(['eu-central-1']);
});

test.for<[string, SignIn, string]>([
  [
    'account',
    { account: '999999999999', identity: { type: 'Root' } },
    'There is no account 999999999999 to sign in to.',
  ],
  [
    'user',
    { account: '111111111111', identity: { type: 'IAMUser', name: 'maria' } },
    'There is no IAM user maria in 111111111111.',
  ],
  [
    'region',
    {
      account: '111111111111',
      identity: { type: 'AssumedRole', user: 'maria@example.com' },
      region: 'mars-1',
    },
    'There is no region mars-1 to sign in to.',
  ],
])('the %s must exist', ([, options, message]) => {
  const organization = simulateOrganization();
  organization.addAccount({ name: 'red', id: '111111111111' });

  expect(() => organization.signIn(options)).toThrow(message);
});
