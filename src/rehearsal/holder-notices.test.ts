/** What holders of accounts receive in a month: who, when, and once. */

import { expect, test } from 'vitest';
import type { HolderNotice } from '../settings/holder-notices.ts';
import { openServiceClient } from '../testing/account-access.ts';
import { dayMs, minuteMs } from '../testing/durations.ts';
import { type HolderEnvironment, openHolderEnvironment } from '../testing/holder-environment.ts';

const people = ['alice', 'bob', 'carol'] as const;

/** As aws-nuke logs it. Bob has nothing that a purge deletes. */
function purgeReport(name: string, mode: string): string {
  const header = `purge done (${mode})\n\n== tagged\n`;
  if (name === 'bob') return `${header}No resource to delete.\n`;
  const found = `eu-west-1 - EC2Instance - i-of-${name} - [tag:Name: "<b>old</b>"]`;
  const scan = `${found} - would remove\nScan complete: 1 total, 1 nukeable, 0 filtered.\n`;
  const removal = `${found} - triggered remove\n${found} - removed\nNuke complete: 0 failed, 0 skipped, 1 finished.\n`;
  return mode === '--force' ? `${header}${scan}${removal}` : `${header}${scan}`;
}

/** Three accounts that are on-boarded on the first of January and purged every Saturday. */
async function openMonth(withHolderNotices: readonly HolderNotice[]): Promise<HolderEnvironment> {
  const env = await openHolderEnvironment({ features: { withHolderNotices }, purgeReport });
  for (const name of people) {
    env.addAccount(name, { 'account-holder': `${name}@example.com` });
  }
  return env;
}

/** Day of the month, recipient and subject, without the account. */
async function received(env: HolderEnvironment): Promise<readonly string[]> {
  const mails = await env.mails();
  const at = env.organization.mail.received().filter(({ from }) => from === 'cloud@example.com');
  return mails
    .map(({ to, subject }, index) => {
      const day = new Date(at[index]?.at ?? 0).toISOString().slice(0, 10);
      return `${day} ${to}: ${subject.replace(/ \(\d+\)/, '')}`;
    })
    .toSorted();
}

async function alert(env: HolderEnvironment, accountId: string, Message: string): Promise<void> {
  const { organization, lifecycle } = env;
  const { region } = lifecycle.hub;
  const principal = `arn:aws:iam::${accountId}:root`;
  const sns = openServiceClient(organization, 'sns', { principal, region });
  const TopicArn = `arn:aws:sns:${region}:${accountId}:SpaAlertTopic`;
  await sns.call('Publish', { TopicArn, Subject: 'AWS Budgets', Message });
}

test('a holder is mailed at the first release only, although the account is released every week', async () => {
  const env = await openMonth(['release']);

  await env.advance(31 * dayMs);

  expect(await received(env)).toEqual(
    people.map((name) => `2026-01-01 ${name}@example.com: Your AWS account ${name} is ready`),
  );
  expect(env.handled.filter(({ error }) => error !== undefined)).toEqual([]);
});

test('an alert of a budget reaches the holder of its account', async () => {
  const env = await openMonth(['budget-alert']);
  await env.advance(2 * dayMs);
  const id = env.organization.accounts().find(({ name }) => name === 'bob')?.id ?? '';

  await alert(env, id, 'Over 80%');
  await env.advance(10 * minuteMs);

  const subject = 'Your AWS account bob has exceeded a budget';
  expect(await received(env)).toEqual([`2026-01-03 bob@example.com: ${subject}`]);
});

/** Thursdays are less than three days before the window of Saturday evening. */
const thursdays = ['2026-01-01', '2026-01-08', '2026-01-15', '2026-01-22', '2026-01-29'];
const saturdays = ['2026-01-03', '2026-01-10', '2026-01-17', '2026-01-24', '2026-01-31'];

test('holders are mailed once before each window and once after it, unless nothing of theirs is deleted', async () => {
  const env = await openMonth(['expiry', 'purge']);

  await env.advance(31 * dayMs);

  const mailed = (days: readonly string[], what: string) =>
    days.flatMap((day) =>
      ['alice', 'carol'].map(
        (name) =>
          `${day} ${name}@example.com: Resources of your AWS account ${name} ${what} deleted`,
      ),
    );
  expect(await received(env)).toEqual(
    [...mailed(thursdays, 'will be'), ...mailed(saturdays, 'were')].toSorted(),
  );
  expect(env.handled.filter(({ error }) => error !== undefined)).toEqual([]);
});

test('a dry run deletes nothing, moves no account and leaves no trace in the life cycle', async () => {
  const env = await openMonth(['expiry']);
  const builds: string[] = [];
  env.organization.watchBuilds(({ project, status, at }) => {
    if (project.endsWith('Purge') && status === 'IN_PROGRESS')
      builds.push(new Date(at).toISOString().slice(0, 10));
  });

  await env.advance(2 * dayMs);

  const [alice] = env.organization.accounts().filter(({ name }) => name === 'alice');
  const shadow = await env.lifecycle.shadows.readNow(alice?.id ?? '');
  expect(builds).toEqual(['2026-01-01', '2026-01-01', '2026-01-01']);
  expect([shadow?.last_state, shadow?.last_purge_log]).toEqual(['ReleasedAccount', undefined]);
  expect(env.events.filter(({ 'detail-type': label }) => label === 'ExpiredAccount')).toEqual([]);
});

test('the list before a window names the window, what is deleted, and the tag that keeps it', async () => {
  const env = await openMonth(['expiry']);

  await env.advance(dayMs);

  const [mail] = (await env.mails()).filter(({ to }) => to === 'alice@example.com');
  expect(mail?.text).toContain(
    'On Saturday, 3 January 2026 at 18:00 (UTC), the maintenance of account alice',
  );
  expect(mail?.text).toContain('\nEC2Instance i-of-alice (eu-west-1)\n');
  expect(mail?.html).toContain('give it the tag <code>purge=exempt</code> before');
});

test('an account that is expired by hand after a dry run is purged by a build of its own', async () => {
  const env = await openMonth(['expiry']);
  await env.advance(5 * 60 * minuteMs);
  const id = env.organization.accounts().find(({ name }) => name === 'alice')?.id ?? '';
  await env.tag(id, 'expired');
  await env.advance(dayMs);

  const purges = env.events.filter(
    ({ 'detail-type': label, detail }) =>
      label === 'PurgeReport' && (detail as { Environment?: string }).Environment === 'SpaDemo',
  );
  expect([env.state(id), purges.length]).toEqual(['released', 1]);
});

test('a buildspec that cannot run dry is never started before its window', async () => {
  const env = await openHolderEnvironment({
    features: { withHolderNotices: ['expiry'] },
    purgeBuildspec: 'version: 0.2 # deletes at once',
  });
  env.addAccount('alice');
  const builds: string[] = [];
  env.organization.watchBuilds(({ project }) => {
    if (project.endsWith('Purge')) builds.push(project);
  });

  await env.advance(2 * dayMs);

  expect(builds).toEqual([]);
});

test('no holder is mailed, and no function is invoked for it, by default', async () => {
  const env = await openMonth([]);

  await env.advance(8 * dayMs);

  expect(await env.mails()).toEqual([]);
  expect(env.handled.filter(({ route }) => route.includes('Notice'))).toEqual([]);
});

test('the life cycle does not wait for mails that are refused', async () => {
  const env = await openHolderEnvironment({
    features: { withHolderNotices: ['release'] },
    isVerified: false,
  });
  const ids = people.map((name) => env.addAccount(name));

  await env.advance(dayMs);

  expect(ids.map((id) => env.state(id))).toEqual(['released', 'released', 'released']);
  const refused = env.events.filter(({ 'detail-type': label }) => label === 'GenericException');
  expect(refused.length).toBe(3);
});
