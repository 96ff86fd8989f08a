import { expect, test } from 'vitest';
import { wallClock } from '../../../model/clock.ts';
import { simulateOrganization } from '../../../simulator/index.ts';
import { type CliOptions, organizationOfThree, runCli } from '../../../testing/command-line.ts';

async function diagnose(world: CliOptions, ...args: readonly string[]) {
  const { stdout, code, stderr } = await runCli(['doctor', '--output', 'json', ...args], world);
  const checks = JSON.parse(stdout) as {
    check: string;
    status: string;
    detail: string;
    advice?: string;
  }[];
  return { code, stderr, checks, of: (name: string) => checks.find(({ check }) => check === name) };
}

/** Over HTTP, where answers say what time it is. */
async function serve() {
  const { organization } = organizationOfThree();
  const served = await organization.serve({ port: 0 });
  const { credentials, region } = organization.access();
  return { aws: { endpoint: served.url, credentials, region }, close: () => served.close() };
}

test('with everything in place every check is ok', async () => {
  const { aws, close } = await serve();

  const { code, checks, stderr } = await diagnose({ aws: { ...aws, clock: wallClock } });
  await close();

  expect(code).toBe(0);
  expect(checks.map(({ check, status }) => [check, status])).toEqual([
    ['node', 'ok'],
    ['configuration', 'ok'],
    ['proxy', 'ok'],
    ['region', 'ok'],
    ['identity', 'ok'],
    ['clock', 'ok'],
    ['organization', 'ok'],
    ['role', 'ok'],
  ]);
  expect(stderr).toBe('8 ok, 0 warnings, 0 failed, 0 skipped\n');
});

test('a role that cannot be assumed and a malformed proxy each say what to do', async () => {
  const { organization } = organizationOfThree();

  const { code, of } = await diagnose(
    { organization, env: { HTTPS_PROXY: 'proxy' } },
    ...['--role-name', 'Missing', '--account', '111111111111'],
  );

  expect(code).toBe(2);
  expect(of('proxy')).toEqual({
    check: 'proxy',
    status: 'failed',
    detail: 'HTTPS_PROXY is not a URL',
    advice: 'give a URL such as http://proxy.example.com:3128',
  });
  expect(of('role')).toMatchObject({
    status: 'failed',
    advice: expect.stringMatching(/^create the role/),
  });
});

test('without an identity the checks behind it are skipped', async () => {
  const organization = simulateOrganization({ accounts: 2 });
  organization.fault({ service: 'sts', operation: 'GetCallerIdentity', fault: { deny: true } });

  const { code, checks } = await diagnose({ organization });

  expect(code).toBe(2);
  expect(checks.slice(4).map(({ check, status }) => [check, status])).toEqual([
    ['identity', 'failed'],
    ['clock', 'skipped'],
    ['organization', 'skipped'],
    ['role', 'skipped'],
  ]);
});

test('a proxy is shown without its password', async () => {
  const { organization } = organizationOfThree();

  const { of } = await diagnose({
    organization,
    env: { HTTPS_PROXY: 'http://ana:secret@proxy:3128' },
  });

  expect(of('proxy')).toEqual({
    check: 'proxy',
    status: 'ok',
    detail: 'HTTPS_PROXY: AWS is called through http://proxy:3128, except for hosts of NO_PROXY',
  });
});

test('a clock that is off is named with how far', async () => {
  const { aws, close } = await serve();
  const clock = { ...wallClock, now: () => wallClock.now() + 8 * 60_000 };

  const { of } = await diagnose({ aws: { ...aws, clock } });
  await close();

  expect(of('clock')).toMatchObject({
    status: 'failed',
    detail: expect.stringMatching(/^4[78]\d seconds ahead of AWS$/),
  });
});
