import { expect, test } from 'vitest';
import { hubRole, openLifecycleEnvironment } from '../src/testing/lifecycle-environment.ts';
import { sweepAccounts } from './sweep-accounts.ts';

test('shows which accounts need something, and advances them', async () => {
  const environment = await openLifecycleEnvironment();
  const { organization, clock, lifecycle } = environment;
  const id = environment.addAccount('ana');
  const { settings, hub } = lifecycle;
  const { credentials, requestHandler } = organization.access(hubRole(environment));
  const options = { credentials, requestHandler, clock, region: hub.region, settings };
  const run = (dryRun: boolean) =>
    environment.advanceUntilDone(() => sweepAccounts({ ...options, dryRun }));

  const planned = await run(true);
  const done = await run(false);

  expect(planned).toEqual({ reasons: [`${id} forgotten`], outcomes: [] });
  expect(done).toEqual({ reasons: [`${id} forgotten`], outcomes: [`${id} done`] });
});
