import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Fetch } from '../../notifications/post-webhook.ts';
import { alertRecord, openIncidentEnvironment } from '../../testing/incident-environment.ts';
import { onAlert as onAlertOf } from './on-alert.ts';

const garbage = { messageId: 'sqs-x', body: '<not json>' };

function payloads(exceptions: readonly { readonly detail: object }[]) {
  return exceptions.map(
    ({ detail }) => (detail as { readonly Payload: Record<string, unknown> }).Payload,
  );
}

test('scenario 29: an alert of a budget becomes an exception about its account', async () => {
  const { addAccount, handle, exceptions, onAlert } = await openIncidentEnvironment();
  const id = addAccount('alpha');

  const result = await handle(onAlert, { Records: [alertRecord(id, { snsId: 'a' })] });

  expect(result).toEqual({
    did: 'batch',
    results: [{ did: 'record', label: 'BudgetAlertException', accountId: id }],
    failed: [],
  });
  expect(payloads(exceptions)).toEqual([
    {
      account: id,
      title: `Budget alert on account 'alpha (${id})'`,
      message: `A budget of account alpha (${id}) has sent the following alert.\n\n----\n\nOver 80%`,
      identifier: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  ]);
});

test('one malformed record costs only itself, and is itself reported', async () => {
  const { addAccount, handle, exceptions, onAlert } = await openIncidentEnvironment();
  const id = addAccount('alpha');
  const wrongTopic = {
    messageId: 'w',
    body: '{"Type":"Notification","TopicArn":"x","Message":"m"}',
  };

  const result = await handle(onAlert, { Records: [garbage, alertRecord(id), wrongTopic] });

  expect(result).toMatchObject({ did: 'batch', failed: [] });
  expect(exceptions.map((event) => event['detail-type'])).toEqual([
    'GenericException',
    'GenericException',
    'BudgetAlertException',
  ]);
  expect(payloads(exceptions)[0]).toMatchObject({
    title: 'Exception received over SQS',
    message: '<not json>',
  });
});

test('a record that cannot be published now is delivered again, alone', async () => {
  const { addAccount, handle, organization, exceptions, onAlert } = await openIncidentEnvironment();
  const [first, second] = [addAccount('alpha'), addAccount('beta')];
  organization.fault({ operation: 'PutEvents', times: 1, fault: { deny: true } });
  const records = [alertRecord(first, { messageId: 'a' }), alertRecord(second, { messageId: 'b' })];

  const result = await handle(onAlert, { Records: records });

  expect(result).toMatchObject({ did: 'batch', failed: [{ messageId: 'a' }] });
  expect(payloads(exceptions).map(({ account }) => account)).toEqual([second]);
});

test('the same message of a topic has the same identifier in every delivery', async () => {
  const { addAccount, handle, exceptions, onAlert } = await openIncidentEnvironment();
  const id = addAccount('alpha');
  const twice = [
    alertRecord(id, { snsId: 'one', messageId: '1' }),
    alertRecord(id, { snsId: 'one', messageId: '2' }),
  ];

  await handle(onAlert, { Records: [...twice, alertRecord(id, { snsId: 'two' })] });

  const identifiers = payloads(exceptions).map(({ identifier }) => identifier);
  expect([identifiers.length, new Set(identifiers).size]).toEqual([3, 2]);
});

test('an account that the organization does not have is named by its id', async () => {
  const { handle, exceptions, onAlert } = await openIncidentEnvironment();

  await handle(onAlert, { Records: [alertRecord('123456789012')] });

  expect(payloads(exceptions)[0]?.title).toBe("Budget alert on account '123456789012'");
});

test('a message of any size is published', async () => {
  const { addAccount, handle, exceptions, onAlert } = await openIncidentEnvironment();
  const id = addAccount('alpha');

  await handle(onAlert, { Records: [alertRecord(id, { message: '"\u0001'.repeat(100_000) })] });

  expect(String(payloads(exceptions)[0]?.message).length).toBe(32_000);
});

test('a message that names the topic of another account, but that SNS has not signed, is not an alert about it', async () => {
  const { addAccount, handle, onAlert, exceptions } = await openIncidentEnvironment();
  const victim = addAccount('victim');
  const { body } = alertRecord(victim);
  const alert = JSON.parse(body) as Record<string, string>;
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const forged = [
    { ...alert, Message: 'Over 900%' },
    { ...alert, Signature: undefined },
    { ...alert, SigningCertURL: 'https://example.com/SimpleNotificationService-0.pem' },
    { ...alert, SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/?x=/Simple-0.pem' },
    { ...alert, Signature: sign('sha1', Buffer.from(body), own).toString('base64') },
  ].map((one, index) => ({ messageId: `sqs-${index}`, body: JSON.stringify(one) }));

  const result = await handle(onAlert, { Records: forged });

  expect(result).toMatchObject({ did: 'batch', failed: [] });
  expect(exceptions).toHaveLength(forged.length);
  expect(payloads(exceptions).map(({ account, title }) => [account, title])).toEqual(
    forged.map(() => [undefined, 'Exception received over SQS']),
  );
});

test('while the certificate of SNS cannot be read, alerts are delivered again', async () => {
  const { addAccount, handle, exceptions, organization } = await openIncidentEnvironment();
  const responses = [new Response('', { status: 503 })];
  const fetch: Fetch = async (url, init) =>
    responses.pop() ?? organization.webhooks.fetch(url, init);
  const onAlertLater = onAlertOf(fetch);
  const event = { Records: [alertRecord(addAccount('alpha'), { messageId: 'a' })] };

  expect(await handle(onAlertLater, event)).toMatchObject({ failed: [{ messageId: 'a' }] });
  expect(await handle(onAlertLater, event)).toMatchObject({ failed: [] });
  expect(exceptions).toHaveLength(1);
});
