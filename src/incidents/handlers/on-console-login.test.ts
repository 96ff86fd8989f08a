import { expect, test } from 'vitest';
import { valuesOf } from '../../testing/event-recorder.ts';
import { openIncidentEnvironment } from '../../testing/incident-environment.ts';
import { onConsoleLogin } from './on-console-login.ts';

interface LoginOptions {
  readonly type?: string;
  readonly sender?: string;
  readonly eventID?: string;
  readonly eventTime?: string;
  readonly outcome?: string;
}

function login(accountId: string, options: LoginOptions = {}) {
  const { type = 'AssumedRole', sender = accountId, eventID = 'login-1' } = options;
  const { eventTime = '2026-01-01T00:00:00Z', outcome = 'Success' } = options;
  return {
    source: 'aws.signin',
    account: sender,
    detail: {
      eventID,
      eventTime,
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: outcome },
      userIdentity: {
        type,
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/AWSReservedSSO_Admin/alice@example.com`,
        ...(type === 'IAMUser' && { userName: 'bob' }),
      },
    },
  };
}

test('scenarios 19 and 25: a login is recorded as an activity, and in the shadow of the account', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, lifecycle, advance } = environment;
  const id = addAccount('alpha', { 'cost-center': 'red' });

  const result = await handle(onConsoleLogin, login(id));
  await advance(60_000);

  expect(result).toEqual({ did: 'record', label: 'ConsoleLoginEvent', accountId: id });
  expect(await lifecycle.shadows.readNow(id)).toMatchObject({
    stamps: { ConsoleLogin: '2026-01-01T00:00:00' },
    identity_of_last_console_login: 'alice@example.com',
  });
  expect(await valuesOf(environment, 'ActivitiesTable')).toMatchObject([
    { account: id, 'cost-center': 'red', transaction: 'console-login', duration: 0 },
  ]);
});

test('a login that the management account forwards too is recorded once', async () => {
  const environment = await openIncidentEnvironment();
  const { addAccount, handle, advance, organization } = environment;
  const id = addAccount('alpha');

  await handle(onConsoleLogin, login(id));
  const sender = organization.managementAccountId;
  const again = await handle(onConsoleLogin, login(id, { sender }));
  await advance(60_000);

  expect(again).toEqual({ did: 'ignore', reason: 'This login was recorded before' });
  expect(await valuesOf(environment, 'ActivitiesTable')).toHaveLength(1);
});

test('a late event does not replace a later login', async () => {
  const { addAccount, handle, lifecycle } = await openIncidentEnvironment();
  const id = addAccount('alpha');

  await handle(onConsoleLogin, login(id, { eventID: 'b', eventTime: '2026-01-02T00:00:00Z' }));
  await handle(onConsoleLogin, login(id, { eventID: 'a', eventTime: '2026-01-01T00:00:00Z' }));

  expect((await lifecycle.shadows.readNow(id))?.stamps).toEqual({
    ConsoleLogin: '2026-01-02T00:00:00',
  });
});

test('scenarios 27 and 28: logins of root and of IAM users become exceptions, in unmanaged accounts too', async () => {
  const { organization, handle, exceptions } = await openIncidentEnvironment();
  const { id } = organization.addAccount({ name: 'unmanaged' });

  await handle(onConsoleLogin, login(id, { type: 'Root', eventID: 'a' }));
  await handle(onConsoleLogin, login(id, { type: 'IAMUser', eventID: 'b' }));

  expect(exceptions.map((event) => [event['detail-type'], titleOf(event.detail)])).toEqual([
    [
      'ConsoleLoginWithRootException',
      `Console login on account unmanaged (${id}) with account root credentials`,
    ],
    [
      'ConsoleLoginWithIamUserException',
      `Console login on account unmanaged (${id}) with IAM user bob credentials`,
    ],
  ]);
});

function titleOf(detail: object): unknown {
  return (detail as { readonly Payload: { readonly title: string } }).Payload.title;
}

test('other events are ignored, with the reason', async () => {
  const { organization, addAccount, handle, exceptions } = await openIncidentEnvironment();
  const [alpha, beta] = [addAccount('alpha'), addAccount('beta')];
  const { id: unmanaged } = organization.addAccount({ name: 'unmanaged' });
  const events = [
    login(alpha, { outcome: 'Failure' }),
    login(alpha, { type: 'FederatedUser' }),
    login(alpha, { sender: beta, type: 'Root' }),
    login(unmanaged),
    { ...login(alpha), source: 'custom' },
  ];

  const reasons: unknown[] = [];
  for (const event of events) {
    const result = await handle(onConsoleLogin, event);
    reasons.push('reason' in result && result.reason);
  }

  expect(reasons).toEqual([
    expect.stringContaining('responseElements'),
    "Do not know how to handle identity type 'FederatedUser'",
    `Account '${beta}' may not report logins to account '${alpha}'`,
    `Account '${unmanaged}' is not managed`,
    expect.stringContaining('source'),
  ]);
  expect(exceptions).toEqual([]);
});
