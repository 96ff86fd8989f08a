/** An installation with every feature, in which everything happens that a function can be invoked for. */

import { payloadEventEntry } from '../model/payload-event.ts';
import { openServiceClient } from './account-access.ts';
import { dayMs, hourMs } from './durations.ts';
import type { HolderEnvironmentOptions } from './holder-environment.ts';
import { addressOf, putSecret } from './notification-environment.ts';
import { documentOf, openTermsEnvironment, type TermsEnvironment } from './terms-environment.ts';

/** Every function has the role of a deployment. */
export async function openEventfulEnvironment(
  options: Pick<HolderEnvironmentOptions, 'aroundInvocation'> = {},
): Promise<TermsEnvironment> {
  const env = await openTermsEnvironment([documentOf('rules', 'Be kind.')], {
    ...options,
    ownRoles: true,
    features: {
      withHolderNotices: ['release', 'expiry', 'purge', 'budget-alert', 'terms'],
      withCostEmailRecipients: ['finance@example.com'],
      withCostExtraCurrencies: ['EUR'],
      withNotificationChannels: [{ name: 'flow', type: 'teams', urlParameter: '/SpaDemo/flow' }],
    },
    purgeReport: () => 'Would remove or removed:\neu-west-1 - S3Bucket - s3://alpha - removed\n',
  });
  await putSecret(env, '/SpaDemo/flow', addressOf('flow'));
  return env;
}

const administrator = {
  name: 'AWSControlTowerExecution',
  managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
};

/**
 * On-boardings with a failed build, logins, an alert, an acknowledgement, states that are set by hand, and an account
 * that is moved: in one day.
 */
async function liveEventfulDay(env: TermsEnvironment): Promise<void> {
  const { organization, addAccount, advance } = env;
  organization.fault({ build: {}, times: 1, fault: { fail: true } });
  const alice = addAccount('alice', { 'account-holder': 'alice@example.com' });
  addAccount('bob', { 'account-holder': 'bob@example.com' });
  await env.tag(alice, 'vanilla');
  await advanceUntilReleased(env, alice);
  organization.signIn({ account: alice, identity: { type: 'AssumedRole', user: 'alice' } });
  organization.signIn({ account: alice, identity: { type: 'Root' } });
  await alert(env, alice);
  await sendMessage(env);
  await advance(hourMs);
  await acknowledge(env);
  await setStates(env, alice);
  await env.moveIn(organization.addAccount({ name: 'carol', role: administrator }).id);
}

/** The holder who was mailed last, if anybody was. */
async function acknowledge(env: TermsEnvironment): Promise<void> {
  const link = (await env.links()).at(-1);
  if (link !== undefined) await env.browse('POST', link);
}

/** Every state, as an operator sets it. */
async function setStates(env: TermsEnvironment, id: string): Promise<void> {
  for (const state of ['expired', 'assigned', 'released', 'vanilla']) {
    await env.tag(id, state);
    await advanceUntilReleased(env, id);
  }
}

/** The same again and again, with an account that is new each time. */
export async function liveManyDays(env: TermsEnvironment, days: number): Promise<void> {
  for (let day = 1; day <= days; day++) {
    const id = env.addAccount(`day${day}`, { 'account-holder': `day${day}@example.com` });
    env.organization.fault({ build: {}, times: 1, fault: { fail: true } });
    await env.tag(id, 'vanilla');
    await advanceUntilReleased(env, id);
    env.organization.signIn({ account: id, identity: { type: 'Root' } });
    env.organization.signIn({ account: id, identity: { type: 'AssumedRole', user: 'alice' } });
    await alert(env, id);
    await sendMessage(env);
    await env.advance(hourMs);
    await acknowledge(env);
    await setStates(env, id);
    const moved = env.organization.addAccount({ name: `moved${day}`, role: administrator }).id;
    await env.moveIn(moved);
    await env.advance(5 * hourMs);
  }
}

/** Some hours, and days where permissions are missing: a sweep repairs what a function could not do. */
async function advanceUntilReleased(env: TermsEnvironment, id: string): Promise<void> {
  const endMs = env.clock.now() + 4 * dayMs;
  do await env.advance(5 * hourMs);
  while (env.state(id) !== 'released' && env.clock.now() < endMs);
}

/** Windows, reports of a month, and another login as root in the end. */
export async function liveSevenWeeks(env: TermsEnvironment): Promise<void> {
  await liveEventfulDay(env);
  await env.advance(46 * dayMs);
  const { id = '' } = env.organization.accounts().find(({ name }) => name === 'alice') ?? {};
  env.organization.signIn({ account: id, identity: { type: 'Root' } });
  await env.advance(hourMs);
}

async function alert({ lifecycle, organization }: TermsEnvironment, id: string): Promise<void> {
  const { region } = lifecycle.hub;
  const principal = `arn:aws:iam::${id}:root`;
  const sns = openServiceClient(organization, 'sns', { principal, region });
  const TopicArn = `arn:aws:sns:${region}:${id}:SpaAlertTopic`;
  await sns.call('Publish', { TopicArn, Subject: 'AWS Budgets', Message: 'Over 80%' });
}

async function sendMessage({ lifecycle }: TermsEnvironment): Promise<void> {
  const entry = payloadEventEntry({
    label: 'MessageToMicrosoftTeams',
    environment: 'SpaDemo',
    payload: { Subject: 'Hello', Message: 'from an operator' },
  });
  await lifecycle.inHub('events').call('PutEvents', { Entries: [entry] });
}
