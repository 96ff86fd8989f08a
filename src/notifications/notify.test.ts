import { createHmac } from 'node:crypto';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import {
  addressOf,
  budgetAlert,
  openNotificationEnvironment,
  putSecret,
  webhookSecret,
} from '../testing/notification-environment.ts';
import { notify } from './notify.ts';
import { openChannels } from './open-channels.ts';

const sent = (channel: string, attempts = 1) => ({ channel, status: 'sent', attempts });
const failed = (channel: string, reason: string, attempts = 1) => ({
  channel,
  status: 'failed',
  attempts,
  reason,
});

test('a notification reaches every channel in its own format', async () => {
  const environment = await openNotificationEnvironment();
  const { send, bodies } = environment;

  expect(await send()).toEqual([
    sent('sns'),
    sent('flow'),
    sent('connector'),
    sent('slack'),
    sent('hook'),
  ]);

  const run = (text: string, more: object = {}) => ({ type: 'TextRun', text, ...more });
  const rich = (...inlines: object[]) => ({ type: 'RichTextBlock', inlines });
  const bold = { weight: 'Bolder' };
  expect(bodies('flow')).toEqual([
    {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            msteams: { width: 'Full' },
            body: [
              rich(run(budgetAlert.title, { size: 'Large', weight: 'Bolder' })),
              rich(run('Over 80%.')),
              rich(run('Look at the account.')),
              rich(run('Account: ', bold), run('111111111111')),
              rich(run('Cost center: ', bold), run('-')),
            ],
            actions: [
              { type: 'Action.OpenUrl', title: 'Costs', url: 'https://example.com/costs.xlsx' },
            ],
          },
        },
      ],
    },
  ]);
  expect(bodies('connector')).toEqual([
    {
      title: budgetAlert.title,
      text: 'Over 80%.\n\nLook at the account.\n\nAccount: 111111111111\nCost center: \nCosts: https://example.com/costs.xlsx',
    },
  ]);
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  expect(bodies('slack')).toEqual([
    {
      text: budgetAlert.title,
      unfurl_links: false,
      blocks: [
        { type: 'header', text: plain(budgetAlert.title) },
        { type: 'section', text: plain('Over 80%.\n\nLook at the account.') },
        { type: 'section', fields: [plain('Account: 111111111111'), plain('Cost center: -')] },
        {
          type: 'actions',
          elements: [
            { type: 'button', text: plain('Costs'), url: 'https://example.com/costs.xlsx' },
          ],
        },
      ],
    },
  ]);
  expect(bodies('hook')).toEqual([{ version: 1, ...budgetAlert }]);
});

test('a preview is what is sent, and needs no secret', async () => {
  const { lifecycle, organization, bodies, send } = await openNotificationEnvironment();
  const calls = organization.journal.total;
  const previews = openChannels(lifecycle, organization.webhooks.fetch).map((channel) => [
    channel.name,
    channel.preview(budgetAlert).body,
  ]);
  expect(organization.journal.total).toBe(calls);

  await send();

  expect(previews[0]?.[1]).toContain("Subject: Budget alert on account 'alpha (111111111111)'");
  for (const [name = '', body = ''] of previews.slice(1)) {
    expect([JSON.parse(body)]).toEqual(bodies(name));
  }
});

test('requests of the generic webhook are signed over their time and body', async () => {
  const { send, organization } = await openNotificationEnvironment();
  await send();
  const [request] = organization.webhooks.received().filter(({ path }) => path.includes('/hook?'));
  const { headers = {}, body = '' } = request ?? {};
  const timestamp = headers['x-flotilla-timestamp'];
  const expected = createHmac('sha256', webhookSecret).update(`${timestamp}.${body}`).digest('hex');

  expect(headers['x-flotilla-signature']).toBe(`v1=${expected}`);
  expect(headers['x-flotilla-id']).toBe('event-1');
  expect(Number(timestamp) * 1000).toBe(request?.at);
});

test('markup in names is shown as it is', async () => {
  const { send, bodies } = await openNotificationEnvironment();
  const title = '[click](https://example.org) <!channel> <@U1> & *bold*';

  await send({ ...budgetAlert, title });

  expect(bodies('slack')[0]).toMatchObject({
    text: '[click](https://example.org) &lt;!channel&gt; &lt;@U1&gt; &amp; *bold*',
    blocks: [{ text: { type: 'plain_text', text: title } }, {}, {}, {}],
  });
  expect(JSON.stringify(bodies('flow')[0])).not.toContain('"TextBlock"');
});

test('a busy receiver is asked again after the time that it names', async () => {
  const { send, organization, clock } = await openNotificationEnvironment();
  const answers = [
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 503, headers: { 'retry-after': new Date(clock.now() + 12_000).toUTCString() } },
  ];
  organization.webhooks.answer(({ path }) =>
    path.includes('slack') ? answers.shift() : undefined,
  );

  expect((await send())[3]).toEqual(sent('slack', 3));

  const times = organization.webhooks
    .received()
    .filter(({ path }) => path.includes('slack'))
    .map(({ at }) => at);
  expect(times.map((at) => at - (times[0] ?? 0))).toEqual([0, 7_000, 12_000]);
});

test('a receiver that asks for an hour is given up at once', async () => {
  const { send, organization } = await openNotificationEnvironment();
  organization.webhooks.answer(({ path }) =>
    path.includes('slack') ? { status: 429, headers: { 'retry-after': '3600' } } : undefined,
  );

  expect((await send())[3]).toEqual(
    failed('slack', 'HTTP 429; the receiver asks to wait for 3600 s'),
  );
});

test('without a time, waits double; a refusal is final', async () => {
  const { send, organization } = await openNotificationEnvironment();
  organization.webhooks.answer(({ path }) => {
    if (path.includes('slack')) return { status: 500 };
    return path.includes('flow') ? { status: 404 } : undefined;
  });

  const results = await send();

  expect([results[1], results[3]]).toEqual([
    failed('flow', 'HTTP 404'),
    failed('slack', 'HTTP 500', 4),
  ]);
  const times = organization.webhooks
    .received()
    .filter(({ path }) => path.includes('slack'))
    .map(({ at }) => at);
  expect(times.map((at) => at - (times[0] ?? 0))).toEqual([0, 1_000, 3_000, 7_000]);
});

test('a channel that hangs delays no other, and ends after its deadline', async () => {
  const { lifecycle, organization, advanceUntilDone, clock } = await openNotificationEnvironment();
  const started = clock.now();
  const received: number[] = [];
  const channels = openChannels(lifecycle, (url, init) => {
    if (url.includes('flow')) return new Promise(() => {});
    received.push(clock.now() - started);
    return organization.webhooks.fetch(url, init);
  });

  const results = await advanceUntilDone(() => notify(channels, budgetAlert, clock));

  expect(results[1]).toEqual(failed('flow', 'no response within 10 s', 4));
  expect(results.filter(({ status }) => status === 'sent')).toHaveLength(4);
  expect(received).toEqual([0, 0, 0]);
});

test('a connector that answers 200 for a refused message is asked again', async () => {
  const { send, organization } = await openNotificationEnvironment();
  const texts = ['Microsoft Teams endpoint returned HTTP error 429 with ContextId'];
  organization.webhooks.answer(({ path }) => {
    const body = path.includes('connector') ? texts.shift() : undefined;
    return body === undefined ? undefined : { status: 200, body };
  });

  expect((await send())[2]).toEqual(sent('connector', 2));
});

test('neither addresses nor secrets are in results', async () => {
  const environment = await openNotificationEnvironment();
  const { lifecycle, advanceUntilDone, clock } = environment;
  await putSecret(environment, '/SpaDemo/slack', 'ftp://hooks.example.com/?token=top-secret');
  const channels = openChannels(lifecycle, async (url) => {
    throw Object.assign(new Error(`connect to ${url}`), { code: 'ECONNREFUSED' });
  });

  const results = await advanceUntilDone(() => notify(channels, budgetAlert, clock));

  const unreachable = 'the receiver cannot be reached (ECONNREFUSED)';
  expect(results.slice(1)).toEqual([
    failed('flow', unreachable, 4),
    failed('connector', unreachable, 4),
    failed('slack', 'the address does not begin with https://', 0),
    failed('hook', unreachable, 4),
  ]);
});

test('redirects are not followed', async () => {
  const { send, organization } = await openNotificationEnvironment();
  organization.webhooks.answer(() => ({
    status: 302,
    headers: { location: 'https://example.org' },
  }));

  expect((await send())[4]).toEqual(failed('hook', 'HTTP 302'));
});

test('a secret that is missing, plain or empty fails only its own channel, and is named', async () => {
  const environment = await openNotificationEnvironment();
  const ssm = environment.lifecycle.inHub('ssm');
  await ssm.call('DeleteParameter', { Name: '/SpaDemo/flow' });
  await ssm.call('DeleteParameter', { Name: '/SpaDemo/connector' });
  const plain = { Name: '/SpaDemo/connector', Type: 'String', Value: addressOf('connector') };
  await ssm.call('PutParameter', plain);
  await putSecret(environment, '/SpaDemo/hook-secret', ' ');

  expect(await environment.send()).toEqual([
    sent('sns'),
    failed('flow', 'the parameter /SpaDemo/flow cannot be read (ParameterNotFound)', 0),
    failed(
      'connector',
      'the parameter /SpaDemo/connector is a String; it must be a SecureString',
      0,
    ),
    sent('slack'),
    failed('hook', 'the parameter /SpaDemo/hook-secret is empty', 0),
  ]);
});

test('the subject of a mail has a hundred printable characters, whatever the title is', async () => {
  const { send, organization, lifecycle, advance } = await openNotificationEnvironment({});
  const TopicArn = `arn:aws:sns:eu-west-1:${lifecycle.hub.accountId}:SpaDemoExceptions`;
  const subscription = { TopicArn, Protocol: 'email', Endpoint: 'sre@example.com' };
  await lifecycle.inHub('sns').call('Subscribe', subscription);
  await advance(1);
  organization.mail.confirm(organization.mail.received()[0]?.id ?? '');
  const title = `Éléments trouvés\n“déjà” — ${'x'.repeat(200)}`;

  expect(await send({ ...budgetAlert, title })).toEqual([sent('sns')]);
  await advance(1);

  const mail = await PostalMime.parse(organization.mail.received()[1]?.raw ?? '');
  const subject = `Elements trouves "deja" ? ${'x'.repeat(200)}`;
  expect(mail.subject).toBe(`${subject.slice(0, 97)}...`);
});

test('the host of the address in the settings decides between connector and workflow', async () => {
  const formats = [
    'https://example.webhook.office.com/webhookb2/1',
    'https://prod-1.westeurope.logic.azure.com/workflows/1',
  ].map(async (withMicrosoftWebhookOnAlerts) => {
    const { lifecycle } = await openNotificationEnvironment({ withMicrosoftWebhookOnAlerts });
    const [, teams] = openChannels(lifecycle);
    return Object.keys(JSON.parse(teams?.preview(budgetAlert).body ?? '{}') as object);
  });

  expect(await Promise.all(formats)).toEqual([
    ['title', 'text'],
    ['type', 'attachments'],
  ]);
});

test('a topic that does not exist fails alone', async () => {
  const { send, lifecycle } = await openNotificationEnvironment();
  const TopicArn = `arn:aws:sns:eu-west-1:${lifecycle.hub.accountId}:SpaDemoExceptions`;
  await lifecycle.inHub('sns').call('DeleteTopic', { TopicArn });

  const results = await send();

  expect(results[0]).toEqual(
    failed('sns', `${TopicArn} does not accept the message (NotFoundException)`),
  );
  expect(results.slice(1).map(({ status }) => status)).toEqual(Array(4).fill('sent'));
});
