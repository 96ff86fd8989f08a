import { expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { commandLine } from '../../../../testing/lifecycle-command-line.ts';

const account = '111111111111';

async function fixture() {
  const line = await commandLine();
  const { environment, settings, aws } = line;
  const put = (...args: readonly string[]) =>
    runCli(['notify', 'event', ...args, '--account', account, '--settings', settings], { aws });
  return { environment, put };
}

test('a sample exception opens an incident, as a real one does', async () => {
  const { environment, put } = await fixture();

  const refused = await put('GenericException');
  const made = await put('GenericException', '--yes');
  await environment.advance(60_000);

  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain('Put GenericException about account 111111111111 on the bus');
  expect([made.code, JSON.parse(made.stdout)]).toEqual([
    0,
    {
      source: 'SustainablePersonalAccounts',
      detailType: 'GenericException',
      detail: {
        ContentType: 'application/json',
        Environment: 'SpaDemo',
        Payload: {
          account,
          title: 'Sample of GenericException',
          message: 'A sample, sent by flotilla notify event',
        },
      },
    },
  ]);
  const handled = environment.handled.filter(({ route }) => route === 'OnException');
  expect(handled.map(({ error }) => error)).toEqual([undefined]);
});

test('a sample of an event about an account has its text', async () => {
  const { put } = await fixture();
  const { stdout } = await put('PurgeReport', '--message', 'two instances', '--yes');

  expect(JSON.parse(stdout)).toEqual({
    source: 'SustainablePersonalAccounts',
    detailType: 'PurgeReport',
    detail: { Account: account, Environment: 'SpaDemo', Message: 'two instances' },
  });
});

test('labels that are not known are refused', async () => {
  const { put } = await fixture();
  const { code, stderr } = await put('SomeEvent', '--yes');

  expect(code).toBe(1);
  expect(stderr).toContain('"SomeEvent"');
});
