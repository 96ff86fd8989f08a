/** Events of this system that carry a record: completed activities, and exceptions for operators. */

import * as z from 'zod';
import { type EventEntry, eventSource } from './account-event.ts';
import { type Decoded, firstIssue } from './decoded.ts';

export const activityLabels = [
  'AcknowledgedNotificationEvent',
  'ConsoleLoginEvent',
  'SuccessfulMaintenanceEvent',
  'SuccessfulOnBoardingEvent',
] as const;

export const exceptionLabels = [
  'BudgetAlertException',
  'ConsoleLoginWithIamUserException',
  'ConsoleLoginWithRootException',
  'FailedCodebuildException',
  'FailedMaintenanceException',
  'FailedOnBoardingException',
  'GenericException',
  'UnacknowledgedNotificationException',
] as const;

/** Messages to people. */
const chatLabels = ['MessageToMicrosoftTeams'] as const;

/** Tasks of the function that mails holders of accounts. */
const noticeLabels = ['ExpiryNotice'] as const;

export type ActivityLabel = (typeof activityLabels)[number];
export type ExceptionLabel = (typeof exceptionLabels)[number];
type ChatLabel = (typeof chatLabels)[number];
type NoticeLabel = (typeof noticeLabels)[number];

/** All tags of the account, flattened, and the fields of the kind of record. */
export type Payload = Readonly<Record<string, unknown>>;

/** Seconds since 1970, with fractions. */
export interface Activity extends Payload {
  readonly account: string;
  readonly 'cost-center': string;
  readonly transaction: string;
  readonly begin: number;
  readonly end: number;
  readonly duration: number;
  readonly identifier: string;
}

export interface PayloadEvent<Label extends string = string> {
  readonly label: Label;
  readonly environment: string;
  readonly payload: Payload;
}

export function payloadEventEntry({ label, environment, payload }: PayloadEvent): EventEntry {
  const detail = { ContentType: 'application/json', Environment: environment, Payload: payload };
  return { Source: eventSource, DetailType: label, Detail: JSON.stringify(detail) };
}

const receivedSchema = z.object({
  source: z.literal(eventSource),
  'detail-type': z.enum([...activityLabels, ...exceptionLabels, ...chatLabels, ...noticeLabels]),
  /** The account that put it. */
  account: z.string().optional(),
  detail: z.object({
    ContentType: z.string().default('application/json'),
    Environment: z.string(),
    Payload: z.record(z.string(), z.unknown()),
  }),
});

const activitySchema = z.looseObject({
  account: z.string().min(1),
  'cost-center': z.string().min(1),
  transaction: z.string().min(1),
  begin: z.number(),
  end: z.number(),
  duration: z.number(),
  identifier: z.string().min(1),
});

/** Only the automation account may publish records; those of other accounts are rejected. */
export function decodePayloadEvent(
  event: unknown,
  { environment, hubId }: { readonly environment: string; readonly hubId: string },
): Decoded<PayloadEvent<ActivityLabel | ExceptionLabel | ChatLabel | NoticeLabel>> {
  const { success, data, error } = receivedSchema.safeParse(event);
  if (!success) return { rejected: firstIssue(error) };
  const { Environment, Payload } = data.detail;
  if (Environment !== environment) return { rejected: `Unexpected environment '${Environment}'` };
  if (data.account !== undefined && data.account !== hubId) {
    return { rejected: `Account '${data.account}' may not write records` };
  }
  return { value: { label: data['detail-type'], environment, payload: Payload } };
}

export function parseActivity(payload: Payload): Decoded<Activity> {
  const { success, data, error } = activitySchema.safeParse(payload);
  return success ? { value: data } : { rejected: `${firstIssue(error)} in activity` };
}

export function isExceptionLabel(label: string): label is ExceptionLabel {
  return (exceptionLabels as readonly string[]).includes(label);
}
