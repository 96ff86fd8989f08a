import { readFileSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { wallClock } from '../../../../model/clock.ts';
import { runCli } from '../../../../testing/command-line.ts';
import {
  type CommandLine,
  commandLine,
  recordsOf,
} from '../../../../testing/lifecycle-command-line.ts';

const channels = `features:
  with_notification_channels:
    - {name: slack, type: slack, url_parameter: /SpaDemo/Slack}
    - {name: hook, type: webhook, url_parameter: /SpaDemo/Hook, secret_parameter: /SpaDemo/Secret}
`;

async function fixture() {
  const line = await commandLine();
  const { organization, lifecycle } = line.environment;
  writeFileSync(line.settings, channels + readFileSync(line.settings, 'utf8'));
  const server = await organization.serve();
  onTestFinished(() => server.close());
  const put = (Name: string, Value: string) =>
    lifecycle.inHub('ssm').call('PutParameter', { Name, Value, Type: 'SecureString' });
  await put('/SpaDemo/Slack', `${server.url}/_webhooks/slack?token=secret`);
  await put('/SpaDemo/Hook', `${server.url}/_webhooks/hook?token=secret`);
  return { line, organization, put };
}

/** Webhooks answer in the time of the machine: deadlines that pass at once would come first. */
function preview({ aws, settings, environment }: CommandLine, ...args: readonly string[]) {
  const clock = { now: environment.clock.now, sleep: wallClock.sleep };
  const words = ['notify', 'preview', ...args, '--settings', settings];
  return runCli(words, { aws: { ...aws, clock } });
}

test('what each channel would send is printed, and nothing is sent', async () => {
  const { line, organization } = await fixture();

  const result = await preview(line, '--title', 'Hello', '--output', 'ndjson');

  const records = recordsOf<{ readonly channel: string; readonly body: string }>(result);
  expect([result.code, result.stderr]).toEqual([0, '3 channels; nothing was sent\n']);
  expect(records.map(({ channel }) => channel)).toEqual(['sns', 'slack', 'hook']);
  expect(records.every(({ body }) => body.includes('Hello'))).toBe(true);
  expect(result.stdout).not.toContain('token=secret');
  expect(organization.webhooks.received()).toEqual([]);
  const table = await preview(line, '--channels', 'slack', '--title', 'Hello');
  expect(table.stdout).toContain('"type": "header"');
});

test('--send tries the channels, and says which failed and why', async () => {
  const { line, organization, put } = await fixture();

  const refused = await preview(line, '--send');
  const result = await preview(line, '--send', '--yes', '--output', 'ndjson');
  await put('/SpaDemo/Secret', 'correct horse');
  const repaired = await preview(line, '--send', '--yes', '--channels', 'hook');

  expect(refused.code).toBe(3);
  expect([result.code, result.stderr]).toEqual([2, '2 done, 1 failed in 0.0 s\n']);
  expect(recordsOf(result)).toMatchObject([
    { channel: 'sns', status: 'sent', reason: '' },
    { channel: 'slack', status: 'sent', reason: '' },
    {
      channel: 'hook',
      status: 'failed',
      reason: 'the parameter /SpaDemo/Secret cannot be read (ParameterNotFound)',
    },
  ]);
  expect([repaired.code, repaired.stderr]).toEqual([0, '1 done, 0 failed in 0.0 s\n']);
  expect(organization.webhooks.received().map(({ path }) => path)).toEqual([
    '/_webhooks/slack?token=secret',
    '/_webhooks/hook?token=secret',
  ]);
});

test('an unknown channel is named', async () => {
  const { line } = await fixture();

  const { code, stderr } = await preview(line, '--channels', 'pager');

  expect([code, stderr]).toEqual([
    1,
    'flotilla: --channels "pager" is not one of sns, slack, hook\n',
  ]);
});
