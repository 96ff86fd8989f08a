/** What holders of accounts receive in a month: who, when, and once. */

import { expect, test } from 'vitest';
import type { HolderNotice } from '../settings/holder-notices.ts';
import { openServiceClient } from '../testing/account-access.ts';
import { dayMs, minuteMs } from '../testing/durations.ts';
import { type HolderEnvironment, openHolderEnvironment } from '../testing/holder-environment.ts';

const people = ['alice', 'bob', 'carol'] as const;

/** Three accounts that are on-boarded on the first of January and purged every Saturday. */
async function openMonth(withHolderNotices: readonly HolderNotice[]): Promise<HolderEnvironment> {
  const env = await openHolderEnvironment({ features: { withHolderNotices } });
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
