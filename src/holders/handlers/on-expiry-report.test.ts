import { expect, test } from 'vitest';
import { accountEventEntry } from '../../model/account-event.ts';
import { dayMs } from '../../testing/durations.ts';
import { openHolderEnvironment } from '../../testing/holder-environment.ts';
import { onExpiryReport } from './on-expiry-report.ts';

const listed =
  'purge done (--dry-run)\n\n== tagged\neu-west-1 - EC2Instance - i-1 - would remove\n';

/** Two days before the window of Saturday. */
async function openWithAccount() {
  const env = await openHolderEnvironment({ features: { withHolderNotices: ['release'] } });
  const id = env.addAccount('alpha', { 'account-holder': 'alice@example.com' });
  const report = (message: string, { by = id, environment = 'SpaDemo/expiry-notice' } = {}) => {
    const { Source, DetailType, Detail } = accountEventEntry({
      label: 'PurgeReport',
      accountId: id,
      environment,
      message,
    });
    const event = { source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) };
    return env.handle(onExpiryReport, { ...event, account: by });
  };
  const subjects = async () => (await env.mails()).map(({ subject }) => subject);
  return { ...env, id, report, subjects };
}

test('what a dry run lists is mailed once for each window', async () => {
  const { id, report, subjects, advance } = await openWithAccount();
  const subject = `Resources of your AWS account alpha (${id}) will be deleted`;

  await report(listed);
  await report(listed);
  expect(await subjects()).toEqual([subject]);

  await advance(7 * dayMs);
  await report(listed);
  expect((await subjects()).filter((one) => one === subject)).toEqual([subject, subject]);
});

test.for([
  ['of another account', listed, { by: '123456789012' }],
  ['of a purge', listed, { environment: 'SpaDemo' }],
  ['of another installation', listed, { environment: 'Other/expiry-notice' }],
  ['of a failure', listed.replace('done', 'failed'), {}],
  ['without resources', 'purge done (--dry-run)\n== tagged\n', {}],
] as const)('no mail is sent for a report %s', async ([, message, options]) => {
  const { report, mails } = await openWithAccount();

  expect((await report(message, options)).did).toBe('ignore');
  expect(await mails()).toEqual([]);
});

test('no mail is sent when no window is near', async () => {
  const { report, subjects, advance } = await openWithAccount();
  await advance(3 * dayMs);
  const before = await subjects();

  expect(await report(listed)).toMatchObject({
    did: 'ignore',
    reason: expect.stringMatching(/is near$/),
  });
  expect(await subjects()).toEqual(before);
});
