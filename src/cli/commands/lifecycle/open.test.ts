import { expect, test } from 'vitest';
import { runCli } from '../../../testing/command-line.ts';
import {
  commandLine,
  settingsFile,
  settingsText,
} from '../../../testing/lifecycle-command-line.ts';

test('every problem of the settings is reported, and AWS is not called', async () => {
  const text = settingsText.replace('SAT', 'SOMEDAY').replace('feature: enabled', 'feature: on');
  const path = settingsFile(text);

  const { code, stdout, stderr } = await runCli(['lifecycle', 'status', '--settings', path]);

  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/settings\.yaml:5:/);
  expect(stderr).toMatch(/settings\.yaml:13:/);
});

test('a settings file that does not exist is named, with what to do', async () => {
  const args = ['lifecycle', 'status', '--settings', '/no/such/file.yaml'];

  expect(await runCli(args)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: the settings file "/no/such/file.yaml" cannot be read (ENOENT); name another one, or go to its folder\n',
  });
});

test('credentials of another account than the automation account are refused', async () => {
  const { environment, run } = await commandLine();
  const { credentials, requestHandler } = environment.organization.access();
  const aws = { credentials, requestHandler, clock: environment.clock };

  expect(await run(['status'], { aws })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('automation.account_id is "999999999999"'),
  });
});

test('the settings file may be named by the environment', async () => {
  const { aws, settings } = await commandLine();
  const env = { SETTINGS: settings };

  expect(await runCli(['lifecycle', 'check'], { aws, env })).toMatchObject({
    code: 0,
    stderr: '1 account, 0 managed; 0 accounts checked, 0 of them need attention\n',
  });
});
