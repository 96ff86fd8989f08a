import { expect, test } from 'vitest';
import { type ExceptionLabel, payloadEventEntry } from '../../model/payload-event.ts';
import {
  type HolderEnvironment,
  type HolderEnvironmentOptions,
  openHolderEnvironment,
} from '../../testing/holder-environment.ts';
import { onHolderNotice } from './on-holder-notice.ts';

const holder = { 'account-holder': 'alice@example.com', 'cost-center': 'red' };

function openWithNotices(options: HolderEnvironmentOptions = {}): Promise<HolderEnvironment> {
  const features = {
    withHolderNotices: ['release', 'budget-alert'] as const,
    withCostManagementTag: 'cost-center',
    ...options.features,
  };
  return openHolderEnvironment({ ...options, features });
}

/** As EventBridge delivers it. */
function eventOf(label: string, payload: Readonly<Record<string, unknown>>) {
  const { Source, DetailType, Detail } = payloadEventEntry({
    label: label as ExceptionLabel,
    environment: 'SpaDemo',
    payload,
  });
  const envelope = { id: 'event-1', time: '2026-01-01T00:00:00Z', account: '999999999999' };
  return { ...envelope, source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) };
}

const release = (account: string) => eventOf('SuccessfulOnBoardingEvent', { account });

const alert = (account: string, message: string, identifier = 'one') =>
  eventOf('BudgetAlertException', {
    account,
    identifier,
    message: `A budget of account alpha (${account}) has sent the following alert.\n\n----\n\n${message}`,
  });

test('the holder is mailed once about the release, even if its event arrives twice', async () => {
  const env = await openWithNotices();
  const id = env.addAccount('alpha', holder);

  const results = [
    await env.handle(onHolderNotice, release(id)),
    await env.handle(onHolderNotice, release(id)),
  ];

  expect(results).toEqual([
    { did: 'notice', notice: 'release', accountId: id },
    { did: 'ignore', reason: 'This notice was sent before' },
  ]);
  expect(await env.mails()).toEqual([
    {
      to: 'alice@example.com',
      subject: `Your AWS account alpha (${id}) is ready`,
      text: expect.stringContaining(
        'It is held by alice@example.com, and its costs are charged to red.',
      ),
      html: expect.stringContaining(`<h1>Your AWS account alpha (${id}) is ready</h1>`),
    },
  ]);
});

test('another holder of the same account is mailed too', async () => {
  const env = await openWithNotices();
  const id = env.addAccount('alpha', holder);
  await env.handle(onHolderNotice, release(id));

  await env.lifecycle.management.generic('organizations').call('TagResource', {
    ResourceId: id,
    Tags: [{ Key: 'account-holder', Value: 'bob@example.com' }],
  });
  await env.handle(onHolderNotice, release(id));

  expect((await env.mails()).map(({ to }) => to)).toEqual(['alice@example.com', 'bob@example.com']);
});

test.for([
  ['not an address', 'alpha@example.com'],
  ['a@b.com c@d.com', 'alpha@example.com'],
  [undefined, 'alpha@example.com'],
  ['alice@example.com', 'alice@example.com'],
] as const)('with the holder %j, notices go to %s', async ([tag, recipient]) => {
  const env = await openWithNotices();
  const tags = tag === undefined ? {} : { 'account-holder': tag };
  const id = env.addAccount('alpha', tags);
  const { email } = env.organization.account(id);

  await env.handle(onHolderNotice, release(id));

  const expected = recipient === 'alpha@example.com' ? email : recipient;
  expect((await env.mails()).map(({ to }) => to)).toEqual([expected]);
});

test('the holder key has the prefix of the settings', async () => {
  const env = await openWithNotices({ features: { withTagPrefix: 'spa:' } });
  const id = env.addAccount('alpha', { ...holder, 'spa:holder': 'carol@example.com' });

  await env.handle(onHolderNotice, release(id));

  expect((await env.mails()).map(({ to }) => to)).toEqual(['carol@example.com']);
});

test('each alert of a budget is mailed once', async () => {
  const env = await openWithNotices();
  const id = env.addAccount('alpha', holder);

  await env.handle(onHolderNotice, alert(id, 'Over 80%', 'one'));
  await env.handle(onHolderNotice, alert(id, 'Over 80%', 'one'));
  await env.handle(onHolderNotice, alert(id, 'Over 100%', 'two'));

  const mails = await env.mails();
  expect(mails.map(({ text }) => text.split('\n')[4])).toEqual(['Over 80%', 'Over 100%']);
});

test('what an alert says is text, and neither Markdown nor HTML', async () => {
  const env = await openWithNotices();
  const id = env.addAccount('alpha', holder);
  const message =
    '<script>x</script>\n# Heading [link](https://evil.example) **bold** {holder} flotilla0marker\u202e\u0007';

  await env.handle(onHolderNotice, alert(id, message));

  const [mail] = await env.mails();
  expect(mail?.html).toContain(
    '<p>&lt;script&gt;x&lt;/script&gt;<br># Heading [link](https://evil.example) **bold** {holder} flotilla0marker</p>',
  );
  expect(mail?.text).toContain('\n# Heading [link](https://evil.example) **bold** {holder}');
});

test('the text of the settings is used, and its heading is the subject', async () => {
  const template = '# Welcome to {account_id}\n\nDear {holder}, **be kind** {{here}}.\n';
  const env = await openWithNotices({
    features: { withHolderNoticeTemplates: { release: template } },
  });
  const id = env.addAccount('alpha', holder);

  await env.handle(onHolderNotice, release(id));

  const [mail] = await env.mails();
  expect([mail?.subject, mail?.text.trim()]).toEqual([
    `Welcome to ${id}`,
    `# Welcome to ${id}\n\nDear alice@example.com, **be kind** {here}.`,
  ]);
  expect(mail?.html).toContain('<p>Dear alice@example.com, <strong>be kind</strong> {here}.</p>');
});

test('a mail that is refused for good is one exception, and is not tried again', async () => {
  const env = await openWithNotices({ isVerified: false });
  const id = env.addAccount('alpha', holder);

  const first = await env.handle(onHolderNotice, release(id));
  const second = await env.handle(onHolderNotice, release(id));

  expect([first, second]).toEqual([
    {
      did: 'notice',
      notice: 'release',
      accountId: id,
      refused: expect.stringMatching(/^SES refuses the mail: Email address is not verified/),
    },
    { did: 'ignore', reason: 'This notice was sent before' },
  ]);
  const exceptions = env.events.filter(({ 'detail-type': label }) => label === 'GenericException');
  expect(exceptions.map(({ detail }) => (detail as { Payload: object }).Payload)).toEqual([
    {
      account: id,
      title: `The holder of account '${id}' was not notified`,
      message: expect.stringContaining(`The notice release about account ${id} was not sent`),
      identifier: expect.any(String),
    },
  ]);
  expect(await env.mails()).toEqual([]);
});

test('a mail that may be sent later is tried again, and sent once', async () => {
  const env = await openWithNotices();
  const id = env.addAccount('alpha', holder);
  env.organization.fault({ operation: 'SendEmail', times: 20, fault: { throttle: true } });

  await expect(env.handle(onHolderNotice, release(id))).rejects.toThrow();
  for (let tries = 0; (await env.mails()).length === 0 && tries < 20; tries++) {
    await env.handle(onHolderNotice, release(id)).catch(() => undefined);
  }
  await env.handle(onHolderNotice, release(id));

  expect((await env.mails()).length).toBe(1);
  expect(env.events.filter(({ 'detail-type': label }) => label === 'GenericException')).toEqual([]);
});

test('a call of SES that hangs ends before another worker takes the notice over', async () => {
  const env = await openWithNotices();
  const id = env.addAccount('alpha', holder);
  env.organization.fault({ operation: 'SendEmail', times: 1, fault: { hang: true } });
  const startedAt = env.clock.now();

  await expect(env.handle(onHolderNotice, release(id))).rejects.toThrow('Request aborted');
  expect(env.clock.now() - startedAt).toBeLessThan(90_000);

  await env.handle(onHolderNotice, release(id));
  expect((await env.mails()).length).toBe(1);
});

test.for([
  [{}, 'an event that cannot be read'],
  [eventOf('GenericException', { account: '111111111111' }), 'another exception'],
  [eventOf('SuccessfulOnBoardingEvent', { account: 'x' }), 'an event about no account'],
  [
    { ...eventOf('SuccessfulOnBoardingEvent', { account: '111111111111' }), account: '1' },
    'an event of another account',
  ],
  [eventOf('BudgetAlertException', { account: '111111111111' }), 'an account that is unknown'],
] as const)('%#: no mail is sent for %s', async ([event]) => {
  const env = await openWithNotices();

  expect((await env.handle(onHolderNotice, event)).did).toBe('ignore');
  expect(await env.mails()).toEqual([]);
});

const purged = (account: string, begin: number) =>
  eventOf('SuccessfulMaintenanceEvent', { account, begin, identifier: 'one' });

const removed = 'purge done (--force)\n\n== tagged\neu-west-1 - EC2Instance - i-1 - removed\n';

test.for([
  ['its own report', removed, 0, 1],
  ['the report of an earlier purge', removed, 60, 0],
  ['a dry run', removed.replace('--force', '--dry-run'), 0, 0],
  ['nothing deleted', 'purge done (--force)\n== tagged\n', 0, 0],
  ['no report', undefined, 0, 0],
] as const)(
  'a maintenance with %s (%#) is mailed only if it deleted something',
  async ([, log, lateSeconds, count]) => {
    const env = await openWithNotices({ features: { withHolderNotices: ['purge'] } });
    const id = env.addAccount('alpha', holder);
    const stamp = new Date(env.clock.now()).toISOString().slice(0, 19);
    if (log !== undefined) {
      await env.lifecycle.shadows.update(id, (shadow) => ({
        ...shadow,
        last_purge_log: log,
        stamps: { PurgeReport: stamp },
      }));
    }
    const event = purged(id, env.clock.now() / 1000 + lateSeconds);

    await env.handle(onHolderNotice, event);
    await env.handle(onHolderNotice, event);

    const mails = await env.mails();
    expect(mails.map(({ subject }) => subject)).toEqual(
      Array(count).fill(`Resources of your AWS account alpha (${id}) were deleted`),
    );
  },
);
