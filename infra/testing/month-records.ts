/** What a month leaves, without what differs from run to run: ids of accounts and of incidents, and times of the day. */

import PostalMime from 'postal-mime';
import { openTracker } from '../../src/incidents/open-tracker.ts';
import { openLifecycle } from '../../src/lifecycle/lifecycle.ts';
import { administratorArn } from '../../src/testing/account-access.ts';
import type { DeployedInstallation } from './deployed-installation.ts';
import type { MonthAccounts } from './month.ts';
import { automationAccountId, region } from './month-settings.ts';

export async function readMonth(env: DeployedInstallation, accounts: MonthAccounts) {
  const named = (text: string) =>
    Object.entries(accounts).reduce((result, [name, id]) => result.replaceAll(id, name), text);
  return {
    tags: Object.fromEntries(
      Object.entries(accounts).map(([name, id]) => [name, env.organization.account(id).tags]),
    ),
    openTransactions: await openTransactions(env),
    activities: (await activities(env)).map(named).toSorted(),
    incidents: (await incidents(env)).map(named).toSorted(),
    mails: (await mails(env)).map(named).toSorted(),
    chat: chat(env).map(named).toSorted(),
    reports: (await reports(env)).map(named).toSorted(),
    queuedMessages: await queuedMessages(env),
  };
}

type Item = Readonly<Record<string, { readonly S?: string }>>;

async function scan({ inHub }: DeployedInstallation, table: string): Promise<readonly Item[]> {
  const { Items } = await inHub('dynamodb').call('Scan', { TableName: `SpaDemo${table}Table` });
  return Items as readonly Item[];
}

/** Rows of accounts. The others are windows. */
async function openTransactions(env: DeployedInstallation): Promise<readonly Item[]> {
  return (await scan(env, 'Transactions')).filter(({ Identifier }) => Identifier?.S !== 'window');
}

async function activities(env: DeployedInstallation): Promise<readonly string[]> {
  return (await scan(env, 'Activities')).map(({ Identifier, Value }) => {
    const { account, transaction } = JSON.parse(Value?.S ?? '{}') as Record<string, string>;
    return `${Identifier?.S} ${account} ${transaction}`;
  });
}

async function incidents({ organization, settings }: DeployedInstallation) {
  const { credentials, requestHandler } = organization.access(
    administratorArn(automationAccountId),
  );
  const { clock } = organization;
  const lifecycle = await openLifecycle({ credentials, requestHandler, clock, region, settings });
  const all = await Array.fromAsync(openTracker(lifecycle).list({ includeResolved: true }));
  await lifecycle.close();
  return all.map(
    ({ status, title, followUps, tags }) =>
      `${status} ${tags.exception}: ${title}, ${followUps} more`,
  );
}

async function mails({ organization }: DeployedInstallation): Promise<readonly string[]> {
  return Promise.all(
    organization.mail.received().map(async ({ at, sentBy, recipients, raw }) => {
      const { subject } = await PostalMime.parse(raw);
      return `${dayOf(at)} ${sentBy} to ${recipients.join(', ')}: ${subject}`;
    }),
  );
}

/** Titles of what was posted. */
function chat({ organization }: DeployedInstallation): readonly string[] {
  return organization.webhooks.received().map(({ at, body }) => {
    const [, title] = /"text":"([^"]*)"/.exec(body) ?? [];
    return `${dayOf(at)} ${title}`;
  });
}

async function reports({ inHub, outputs }: DeployedInstallation): Promise<readonly string[]> {
  const { Contents } = await inHub('s3').call('ListObjectsV2', { Bucket: outputs.ReportsBucket });
  return (Contents as readonly { readonly Key: string }[]).map(({ Key }) => Key);
}

export async function queuedMessages({ inHub }: DeployedInstallation) {
  const sqs = inHub('sqs');
  const { QueueUrls } = await sqs.call('ListQueues', {});
  const counted = (QueueUrls as readonly string[]).map(async (QueueUrl) => {
    const { Attributes } = await sqs.call('GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    const { ApproximateNumberOfMessages } = Attributes as Readonly<Record<string, string>>;
    return [QueueUrl.split('/').at(-1), Number(ApproximateNumberOfMessages)];
  });
  return Object.fromEntries(await Promise.all(counted)) as Readonly<Record<string, number>>;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
