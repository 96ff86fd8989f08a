/** A notification environment whose exceptions are handled by hand, so that tests decide about order and repetition. */

import { onAlert } from '../incidents/handlers/on-alert.ts';
import { onException } from '../incidents/handlers/on-exception.ts';
import type { IncidentDetails, IncidentSummary } from '../incidents/incident.ts';
import type { IncidentTracker } from '../incidents/incident-tracker.ts';
import { openTracker } from '../incidents/open-tracker.ts';
import type { EventHandler } from '../lifecycle/handlers/event-handler.ts';
import type { HandlerResult } from '../lifecycle/handlers/handler-result.ts';
import { reportsBucket } from '../lifecycle/hub/names.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { isExceptionLabel } from '../model/payload-event.ts';
import type { FeatureSettings } from '../settings/settings.ts';
import type { SimulatedEvent } from '../simulator/index.ts';
import { signingCertificatePath, signNotification } from '../simulator/index.ts';
import {
  type NotificationEnvironment,
  openNotificationEnvironment,
} from './notification-environment.ts';

export interface IncidentEnvironment extends NotificationEnvironment {
  readonly tracker: IncidentTracker;
  /** Exceptions that were put on the bus, in order. */
  readonly exceptions: readonly SimulatedEvent[];
  /** Handles one event while the time advances. */
  handle(handler: EventHandler, event: unknown, worker?: Lifecycle): Promise<HandlerResult>;
  readonly onAlert: EventHandler;
  /** OnException, with a cost report of one line. */
  readonly onException: EventHandler;
  /** Incidents, the newest first, without ids and times. */
  incidents(options?: { readonly includeResolved: boolean }): Promise<readonly object[]>;
  details(index?: number): Promise<IncidentDetails | undefined>;
}

export async function openIncidentEnvironment(
  features?: Partial<FeatureSettings>,
): Promise<IncidentEnvironment> {
  const environment = await openNotificationEnvironment(features);
  const { organization, lifecycle, advanceUntilDone } = environment;
  const exceptions: SimulatedEvent[] = [];
  organization.watchEvents((event) => {
    if (isExceptionLabel(event['detail-type'])) exceptions.push(event);
  });
  const tracker = openTracker(lifecycle);
  const list = async (includeResolved: boolean): Promise<readonly IncidentSummary[]> =>
    Array.fromAsync(tracker.list({ includeResolved }));
  return {
    ...environment,
    tracker,
    exceptions,
    handle: (handler, event, worker = lifecycle) =>
      advanceUntilDone(() => handler(worker, event, { remainingMs: () => 300_000 })),
    onAlert: onAlert(organization.webhooks.fetch),
    onException: onException({
      fetch: organization.webhooks.fetch,
      reportAccountCost: reportOneLine,
    }),
    incidents: async ({ includeResolved } = { includeResolved: false }) =>
      (await list(includeResolved)).map(({ id, openedAt, changedAt, ...rest }) => rest),
    details: async (index = 0) => {
      const found = (await list(true))[index];
      return found && tracker.read(found.id);
    },
  };
}

async function reportOneLine(lifecycle: Lifecycle, accountId: string) {
  const [bucket, key] = [reportsBucket(lifecycle), `SpaReports/Exceptions/${accountId}/costs.csv`];
  const Body = new TextEncoder().encode('Service,Amount\n');
  await lifecycle.inHub('s3').call('PutObject', { Bucket: bucket, Key: key, Body });
  return { title: 'Cost and Usage Report', bucket, key };
}

let messages = 0;

/** A message of the alerts queue, as SNS sends it. */
export function alertRecord(
  accountId: string,
  { message = 'Over 80%', snsId = `sns-${++messages}`, messageId = `sqs-${++messages}` } = {},
) {
  const signed = signNotification({
    Type: 'Notification',
    MessageId: snsId,
    TopicArn: `arn:aws:sns:eu-west-1:${accountId}:SpaAlertTopic`,
    Subject: 'AWS Budgets',
    Message: message,
    Timestamp: '2026-03-14T09:00:00.000Z',
  });
  const SigningCertURL = `https://sns.eu-west-1.amazonaws.com${signingCertificatePath}`;
  return { messageId, body: JSON.stringify({ ...signed, SigningCertURL }) };
}
