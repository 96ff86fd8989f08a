/** A month of three accounts: what people and AWS do, while events move the accounts. */

import PostalMime from 'postal-mime';
import { payloadEventEntry } from '../../src/model/payload-event.ts';
import { hourMs } from '../../src/testing/durations.ts';
import type { DeployedInstallation } from './deployed-installation.ts';
import { sender } from './month-settings.ts';

/** Ids of the accounts, by their names. */
export type MonthAccounts = Readonly<Record<'alice' | 'bob' | 'carol', string>>;

/** The first preparation fails. Alice signs in as root, Bob spends too much, and Carol is on-boarded by events alone. */
export async function liveThroughMonth(env: DeployedInstallation): Promise<MonthAccounts> {
  const { organization, advance } = env;
  await subscribeOperators(env);
  const [alice, bob] = [addAccount(env, 'alice'), addAccount(env, 'bob')];
  organization.fault({ build: {}, times: 1, fault: { fail: true } });
  await tag(env, alice, 'vanilla');
  await advance(5 * hourMs);
  await tag(env, bob, 'vanilla');
  const carol = await createAccount(env);
  await advance(5 * hourMs);
  organization.setCosts([
    { account: alice, day: '2026-01-16', amount: '12.50' },
    { account: bob, day: '2026-01-16', amount: '290' },
    { account: carol, day: '2026-02-03', amount: '3' },
  ]);
  organization.signIn({ account: alice, identity: { type: 'AssumedRole', user: 'alice' } });
  organization.signIn({ account: alice, identity: { type: 'Root' } });
  await sendMessage(env);
  await advance(hourMs);
  await acknowledge(env);
  // An operator resets an account, and sets its state in other ways.
  for (const state of ['expired', 'assigned', 'released']) {
    await tag(env, alice, state);
    await advance(5 * hourMs);
  }
  await advance(Date.UTC(2026, 1, 15) - organization.clock.now());
  return { alice, bob, carol };
}

/** An operator stores the address of the channel, and confirms the subscription to exceptions. */
async function subscribeOperators({ organization, inHub, url, advance }: DeployedInstallation) {
  const Value = `${url}/_webhooks/flow`;
  await inHub('ssm').call('PutParameter', { Name: '/SpaDemo/flow', Value, Type: 'SecureString' });
  await advance(hourMs);
  for (const { id } of organization.mail.received()) organization.mail.confirm(id);
}

function addAccount({ organization, unitId }: DeployedInstallation, name: string): string {
  const tags = { 'account-holder': `${name}@example.com` };
  return organization.addAccount({ name, ou: unitId, tags }).id;
}

async function tag({ inManagement }: DeployedInstallation, ResourceId: string, Value: string) {
  const Tags = [{ Key: 'account-state', Value }];
  await inManagement('organizations').call('TagResource', { ResourceId, Tags });
}

/** Creates it as a person does, and moves it to the OU an hour later. */
async function createAccount(env: DeployedInstallation): Promise<string> {
  const { organization, unitId, inManagement, advance } = env;
  const organizations = inManagement('organizations');
  await organizations.call('CreateAccount', {
    AccountName: 'carol',
    Email: 'carol@example.com',
    Tags: [{ Key: 'account-holder', Value: 'carol@example.com' }],
  });
  await advance(hourMs);
  const { id = '' } = organization.accounts().find(({ name }) => name === 'carol') ?? {};
  await organizations.call('MoveAccount', {
    AccountId: id,
    SourceParentId: organization.rootId,
    DestinationParentId: unitId,
  });
  return id;
}

async function sendMessage({ inHub }: DeployedInstallation): Promise<void> {
  const entry = payloadEventEntry({
    label: 'MessageToMicrosoftTeams',
    environment: 'SpaDemo',
    payload: { Subject: 'Hello', Message: 'from an operator' },
  });
  await inHub('events').call('PutEvents', { Entries: [entry] });
}

/** The holder who was sent a document first opens its link, and acknowledges it. */
async function acknowledge(env: DeployedInstallation): Promise<void> {
  const { organization, url, during } = env;
  const mails = organization.mail.received().filter(({ from }) => from === sender);
  const texts = await Promise.all(mails.map(async ({ raw }) => (await PostalMime.parse(raw)).text));
  const [link = ''] = texts.flatMap((text = '') => text.match(/https:\/\/\S+\?token=\S+/g) ?? []);
  const { hostname, search } = new URL(link);
  const address = `${url}/_functions/${hostname.split('.')[0]}/${search}`;
  for (const method of ['GET', 'POST']) {
    const { ok, status } = await during(() => fetch(address, { method }));
    if (!ok) throw new Error(`${method} of the page returns ${status}`);
  }
}
