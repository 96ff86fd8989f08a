/** The tracker that the settings select. */

import { reportsBucket, tableName } from '../lifecycle/hub/names.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { type ExceptionsTable, exceptionsTable } from './exceptions-table.ts';
import type { IncidentAttachment } from './incident.ts';
import type { IncidentTracker } from './incident-tracker.ts';
import { incidentManager } from './trackers/incident-manager.ts';
import { noTracker } from './trackers/no-tracker.ts';
import { opsCenter } from './trackers/ops-center.ts';

export type TrackerContext = Pick<Lifecycle, 'settings' | 'hub' | 'inHub' | 'clock' | 'presign'>;

/** A week, the longest that S3 allows. A link ends earlier when the credentials do. */
const linkSeconds = 7 * 86_400;

export function openTracker(lifecycle: TrackerContext): IncidentTracker {
  const { settings, hub, inHub } = lifecycle;
  const { withResponsePlanArn: responsePlanArn, withIncidents } = settings.features;
  const { environment } = hub;
  if (!withIncidents) return noTracker;
  if (responsePlanArn === undefined) return opsCenter({ environment, ssm: () => inHub('ssm') });
  return incidentManager({
    environment,
    responsePlanArn,
    incidents: () => inHub('ssm-incidents'),
    table: openExceptionsTable(lifecycle),
    link: (attachment) => attachmentLink(lifecycle, attachment),
  });
}

export function openExceptionsTable({
  settings,
  hub,
  inHub,
  clock,
}: TrackerContext): ExceptionsTable {
  return exceptionsTable({
    dynamo: () => inHub('dynamodb'),
    clock,
    tableName: tableName({ settings, hub }, 'exceptions'),
    ttlSeconds: settings.metering.exceptionsTtlSeconds,
  });
}

/** Returns an expiring link; the reports bucket is never open. */
export function attachmentLink(
  { hub, presign, settings }: TrackerContext,
  { key }: Pick<IncidentAttachment, 'key'>,
  expiresSeconds = linkSeconds,
): Promise<string> {
  return presign({
    bucket: reportsBucket({ settings, hub }),
    key,
    region: hub.region,
    fileName: key.split('/').at(-1) ?? key,
    expiresSeconds,
  });
}
