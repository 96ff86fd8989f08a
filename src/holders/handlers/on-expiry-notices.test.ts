import { expect, test } from 'vitest';
import {
  type HolderEnvironmentOptions,
  openHolderEnvironment,
} from '../../testing/holder-environment.ts';
import { onExpiryNotices } from './on-expiry-notices.ts';

/** Names of the accounts that are asked on Thursday, at midnight, what they would delete. */
async function askedOnThursday({ features, entry }: HolderEnvironmentOptions) {
  const env = await openHolderEnvironment({
    features: { withHolderNotices: ['release'], ...features },
    ...(entry && { entry }),
  });
  for (const state of ['vanilla', 'assigned', 'released', 'expired']) {
    env.addAccount(state, { 'account-state': state });
  }
  const notified: string[] = [];
  env.organization.watchEvents(({ 'detail-type': label, detail }) => {
    const { Payload } = detail as { readonly Payload?: { readonly account: string } };
    if (label === 'ExpiryNotice') {
      notified.push(env.organization.account(Payload?.account ?? '').name ?? '');
    }
  });
  await env.handle(onExpiryNotices, {});
  return notified;
}

const opening = (maintenanceWindowExpression: string) => ({
  schedule: { maintenanceWindowExpression, timeZone: 'UTC', blackoutDates: [] },
});

test.for([
  ['within the hours of the settings', {}, ['released']],
  ['later', { features: { withExpiryNoticeHours: 48 } }, []],
  ['before a dry run can end', { entry: opening('cron(0 1 * * ? *)') }, []],
  ['just after a dry run has ended', { entry: opening('cron(5 2 * * ? *)') }, ['released']],
  ['and purges nothing', { entry: { purge: { feature: 'disabled', variables: {} } } }, []],
] as const)(
  'with a window that opens %s, %#: released accounts are notified or not',
  async ([, options, names]) => {
    expect(await askedOnThursday(options)).toEqual(names);
  },
);
