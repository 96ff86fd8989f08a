/**
 * Handles sign-ins to the console, as CloudTrail records them: those of a role are activities, those of root and of IAM
 * users are exceptions.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { publishEvents } from '../../lifecycle/events/publish-events.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { type HandlerResult, ignored } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import type { Shadow } from '../../lifecycle/metering/shadows.ts';
import { isAccountId } from '../../model/account.ts';
import { firstIssue } from '../../model/decoded.ts';
import { payloadEventEntry } from '../../model/payload-event.ts';
import { findEntry } from '../../settings/find-entry.ts';
import { type IncidentAccount, readAccountFacts, readAccountLabel } from '../account-facts.ts';
import { openExceptionsTable } from '../open-tracker.ts';
import { publishException } from '../publish-exception.ts';

const loginSchema = z.object({
  id: z.string().optional(),
  /** Only AWS may publish under `aws.`. */
  source: z.literal('aws.signin'),
  account: z.string(),
  detail: z.object({
    eventID: z.string().optional(),
    eventTime: z.string().optional(),
    eventName: z.literal('ConsoleLogin'),
    responseElements: z.object(
      { ConsoleLogin: z.literal('Success') },
      { error: 'This event is not a successful console login' },
    ),
    userIdentity: z.object({
      type: z.string(),
      accountId: z.string().refine(isAccountId, { error: 'Invalid account identifier' }),
      arn: z.string().optional(),
      userName: z.string().optional(),
    }),
  }),
});

interface ConsoleLogin {
  readonly accountId: string;
  /** The same in the account's own event and in the one that the management account forwards. */
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly arn: string;
  readonly userName: string;
}

export const onConsoleLogin: EventHandler = async (lifecycle, event) => {
  const { data, error } = loginSchema.safeParse(event);
  if (!data) return ignored(firstIssue(error));
  const { userIdentity, eventID, eventTime } = data.detail;
  const { accountId, type, arn = '', userName = '' } = userIdentity;
  if (![accountId, managementId(lifecycle)].includes(data.account)) {
    return ignored(`Account '${data.account}' may not report logins to account '${accountId}'`);
  }
  const at = eventTime === undefined ? Number.NaN : Date.parse(eventTime);
  const login: ConsoleLogin = {
    accountId,
    eventId: eventID ?? data.id ?? `${arn} ${eventTime}`,
    at: Number.isNaN(at) ? lifecycle.clock.now() : at,
    arn,
    userName,
  };
  if (type === 'AssumedRole') return recordLogin(lifecycle, login);
  if (type === 'IAMUser' || type === 'Root') return reportLogin(lifecycle, login, type);
  return ignored(`Do not know how to handle identity type '${type}'`);
};

function managementId({ settings }: Lifecycle): string | undefined {
  return settings.automation.roleArnToManageAccounts.split(':')[4];
}

async function recordLogin(lifecycle: Lifecycle, login: ConsoleLogin): Promise<HandlerResult> {
  const { accountId } = login;
  const facts = await readAccountFacts(lifecycle, accountId);
  if (!facts || !findEntry(lifecycle.settings, { id: accountId, parents: facts.parents })) {
    return ignored(`Account '${accountId}' is not managed`);
  }
  const claimed = await openExceptionsTable(lifecycle).claim(`login ${login.eventId}`);
  if (claimed.status === 'handled') return ignored('This login was recorded before');
  try {
    await lifecycle.shadows.update(accountId, (shadow) => withLogin(shadow, login));
    await publishLogin(lifecycle, login, facts);
  } catch (error) {
    await claimed.claim.release({});
    throw error;
  }
  await claimed.claim.finish({});
  return { did: 'record', label: 'ConsoleLoginEvent', accountId };
}

/** Events may arrive in another order: the latest login stays. */
function withLogin(shadow: Shadow, { at, arn }: ConsoleLogin): Shadow {
  const stamp = new Date(at).toISOString().slice(0, 19);
  if ((shadow.stamps?.ConsoleLogin ?? '') > stamp) return shadow;
  return {
    ...shadow,
    stamps: { ...shadow.stamps, ConsoleLogin: stamp },
    identity_of_last_console_login: arn.split('/').at(-1) ?? arn,
  };
}

async function publishLogin(
  { hub, inHub }: Lifecycle,
  { accountId, at, eventId }: ConsoleLogin,
  { tags, costCenter }: IncidentAccount,
): Promise<void> {
  const payload = {
    ...tags,
    account: accountId,
    'cost-center': costCenter,
    transaction: 'console-login',
    begin: at / 1000,
    end: at / 1000,
    duration: 0,
    identifier: createHash('sha256').update(eventId).digest('hex').slice(0, 32),
  };
  const { environment } = hub;
  const entry = payloadEventEntry({ label: 'ConsoleLoginEvent', environment, payload });
  await publishEvents(inHub('events'), [entry]);
}

async function reportLogin(
  lifecycle: Lifecycle,
  { accountId, eventId, userName }: ConsoleLogin,
  type: 'IAMUser' | 'Root',
): Promise<HandlerResult> {
  const name = await readAccountLabel(lifecycle, accountId);
  const credentials =
    type === 'Root' ? 'account root credentials' : `IAM user ${userName} credentials`;
  const label =
    type === 'Root' ? 'ConsoleLoginWithRootException' : 'ConsoleLoginWithIamUserException';
  await publishException(lifecycle, {
    label,
    accountId,
    title: `Console login on account ${name} with ${credentials}`,
    message: `Check whether there is unexpected activity in account ${name}: a person has signed in to its console with ${credentials}.`,
    source: `login ${eventId}`,
  });
  return { did: 'record', label, accountId };
}
