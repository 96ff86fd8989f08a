/**
 * Events about one account on the event bus, published by this system and by builds in accounts. Source, labels and
 * keys match the rules and dashboards of users.
 */

import * as z from 'zod';
import { isAccountId } from './account.ts';
import { type Decoded, firstIssue } from './decoded.ts';

export const eventSource = 'SustainablePersonalAccounts';

/** Detail types of the events about one account. */
export const accountEventLabels = [
  'AssignedAccount',
  'CreatedAccount',
  'ExpiredAccount',
  'PreparedAccount',
  'PurgedAccount',
  'ReleasedAccount',
  'PreparationReport',
  'PurgeReport',
] as const;

/** The detail type of an event about one account. */
export type AccountEventLabel = (typeof accountEventLabels)[number];

const dryRunSuffix = '/expiry-notice';

/** What a purge reports as its environment that only lists what would be deleted. No installation has such a name. */
export function dryRunEnvironment(environment: string): string {
  return `${environment}${dryRunSuffix}`;
}

export function isDryRunEnvironment(environment: string): boolean {
  return environment.endsWith(dryRunSuffix);
}

/** An event about one account. */
export interface AccountEvent {
  readonly label: AccountEventLabel;
  readonly accountId: string;
  readonly environment: string;
  readonly message?: string;
}

/** An entry of PutEvents. */
export interface EventEntry {
  readonly Source: string;
  readonly DetailType: string;
  /** JSON. */
  readonly Detail: string;
}

/** Returns the entry of PutEvents for an event. */
export function accountEventEntry({
  label,
  accountId,
  environment,
  message,
}: AccountEvent): EventEntry {
  const detail = {
    Account: accountId,
    Environment: environment,
    ...(message !== undefined && { Message: message }),
  };
  return { Source: eventSource, DetailType: label, Detail: JSON.stringify(detail) };
}

const receivedSchema = z.object({
  source: z.literal(eventSource),
  'detail-type': z.enum(accountEventLabels),
  /** The account that put it: builds put events from their own account. */
  account: z.string().optional(),
  detail: z.object({
    Account: z.string().refine(isAccountId, {
      error: ({ input }) => `Invalid account identifier '${String(input)}'`,
    }),
    Environment: z.string(),
    Message: z.string().optional(),
  }),
});

/**
 * Decodes an event. An account may publish events about itself, and the automation account about all: any account of
 * the organization can put events on the bus, and must not release another account that way.
 */
export function decodeAccountEvent(
  event: unknown,
  { environment, hubId }: { readonly environment: string; readonly hubId: string },
): Decoded<AccountEvent> {
  const { success, data, error } = receivedSchema.safeParse(event);
  if (!success) return { rejected: firstIssue(error) };
  const { Account, Environment, Message } = data.detail;
  if (Environment !== environment) return { rejected: `Unexpected environment '${Environment}'` };
  if (data.account !== undefined && data.account !== hubId && data.account !== Account) {
    return {
      rejected: `Account '${data.account}' may not publish events about account '${Account}'`,
    };
  }
  return {
    value: {
      label: data['detail-type'],
      accountId: Account,
      environment,
      ...(Message !== undefined && { message: Message }),
    },
  };
}
