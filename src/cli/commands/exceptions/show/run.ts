/** `flotilla exceptions show`: an incident with its follow-ups and attachments. */

import type { IncidentDetails } from '../../../../incidents/incident.ts';
import { attachmentLink, openTracker } from '../../../../incidents/open-tracker.ts';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import type { RunOf } from '../../../define-command.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { toIncidentRecord } from '../record.ts';
import { requireIncident } from '../require-incident.ts';
import type { command, IncidentDocument } from './command.ts';
import { incidentDetailsView } from './view.ts';

/** A reader follows a link at once. */
const linkSeconds = 3_600;

export const run: RunOf<typeof command> = ({ id, ...options }, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const incident = await requireIncident(openTracker(lifecycle), id);
    context.print(await documentOf(lifecycle, incident), incidentDetailsView);
    return undefined;
  });

async function documentOf(
  lifecycle: Lifecycle,
  incident: IncidentDetails,
): Promise<IncidentDocument> {
  const { tags, message, latestFollowUps } = incident;
  const attachments = incident.attachments.map(async ({ title, bucket, key }) => ({
    title,
    object: `s3://${bucket}/${key}`,
    link: await attachmentLink(lifecycle, { key }, linkSeconds),
  }));
  return {
    ...toIncidentRecord(incident),
    email: tags['account-email'] ?? '',
    organizationalUnit: tags['organizational-unit'] ?? '',
    message,
    attachments: await Promise.all(attachments),
    latestFollowUps: latestFollowUps.map(({ at, title, message }) => ({
      at: new Date(at).toISOString(),
      title,
      message,
    })),
  };
}
