/**
 * Incidents of Incident Manager, for customers who have it: with `features.with_response_plan_arn`. It cannot find an
 * incident by what it is about, so the table of exceptions has the incident of each account and cause.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_StartIncident.html
 */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { shortened } from '../../notifications/notification.ts';
import type { ExceptionsTable } from '../exceptions-table.ts';
import type { IncidentDetails, IncidentKey, IncidentSummary, NewIncident } from '../incident.ts';
import type { IncidentTracker, OpenIncident } from '../incident-tracker.ts';
import { noFollowUps, withFollowUp } from './follow-ups.ts';

interface IncidentManagerOptions {
  readonly environment: string;
  readonly responsePlanArn: string;
  readonly incidents: () => GenericCalls;
  readonly table: ExceptionsTable;
  /** Returns a link to an attachment: others than links cannot be attached. */
  readonly link: (attachment: { readonly bucket: string; readonly key: string }) => Promise<string>;
}

interface RecordShape {
  readonly arn: string;
  readonly title: string;
  readonly status: string;
  readonly summary?: string;
  readonly creationTime: Date;
  readonly lastModifiedTime?: Date;
}

interface RelatedShape {
  readonly title?: string;
}

const maxTitle = 200;
const maxSummary = 8_000;

export function incidentManager(options: IncidentManagerOptions): IncidentTracker {
  const { responsePlanArn, incidents, table, link } = options;
  const readRecord = async (arn: string): Promise<RecordShape | undefined> => {
    try {
      return (await incidents().call('GetIncidentRecord', { arn })).incidentRecord as RecordShape;
    } catch (error) {
      if (classify(error).code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  };
  const isOpen = async (arn: string) => (await readRecord(arn))?.status === 'OPEN';
  const tagsOf = async (resourceArn: string) =>
    (await incidents().call('ListTagsForResource', { resourceArn })).tags as Record<string, string>;
  const toSummary = async (record: RecordShape): Promise<IncidentSummary> => {
    const { [countTag]: count = '0', ...tags } = await tagsOf(record.arn);
    return {
      id: record.arn,
      status: record.status === 'OPEN' ? 'open' : 'resolved',
      title: record.title,
      tags,
      openedAt: record.creationTime.getTime(),
      changedAt: (record.lastModifiedTime ?? record.creationTime).getTime(),
      followUps: Number(count),
    };
  };
  const start = async (incident: NewIncident, generation: number) => {
    const { incidentRecordArn } = await incidents().call('StartIncident', {
      responsePlanArn,
      title: shortened(incident.title, maxTitle),
      impact: incident.impact,
      clientToken: tokenOf(options, incident.key, generation),
    });
    const arn = String(incidentRecordArn);
    const summary = summaryOf(incident);
    await incidents().call('UpdateIncidentRecord', { arn, summary });
    await incidents().call('TagResource', { resourceArn: arn, tags: withValues(incident.tags) });
    return arn;
  };
  const addFollowUp = async (id: string, incident: NewIncident) => {
    const row = await table.readIncident(incident.key);
    if (row?.openedBy === incident.eventId) return;
    const followUps = withFollowUp(row?.followUps ?? noFollowUps, incident);
    if (!row || !followUps) return;
    const record = await readRecord(id);
    const summary = shortened(
      `${record?.summary ?? ''}\n\n---\n\n${summaryOf(incident)}`,
      maxSummary,
    );
    await incidents().call('UpdateIncidentRecord', { arn: id, summary });
    const tags = { [countTag]: String(followUps.count) };
    await incidents().call('TagResource', { resourceArn: id, tags });
    await table.writeIncident(incident.key, { ...row, followUps });
  };

  return {
    name: 'Incident Manager',
    async open(incident) {
      const row = await table.readIncident(incident.key);
      if (row && (await isOpen(row.id))) {
        await addFollowUp(row.id, incident);
        return { id: row.id, isNew: false };
      }
      // Two workers that start the same generation get the same incident.
      const generation = (row?.generation ?? 0) + 1;
      const id = await start(incident, generation);
      const opened = { id, generation, openedBy: incident.eventId, followUps: noFollowUps };
      await table.writeIncident(incident.key, opened);
      return { id, isNew: true };
    },
    async attach(id, attachment) {
      const { relatedItems } = await incidents().call('ListRelatedItems', {
        incidentRecordArn: id,
      });
      const title = `${attachment.title} (${attachment.key})`;
      if ((relatedItems as readonly RelatedShape[]).some((one) => one.title === title)) return;
      const value = { url: await link(attachment) };
      await incidents().call('UpdateRelatedItems', {
        incidentRecordArn: id,
        relatedItemsUpdate: {
          itemToAdd: { identifier: { type: 'ATTACHMENT', value }, title: shortened(title, 200) },
        },
      });
    },
    async openOf(accountId, causes) {
      const open: OpenIncident[] = [];
      for (const cause of causes) {
        const row = await table.readIncident({ accountId, cause });
        const record = row && (await readRecord(row.id));
        if (record?.status !== 'OPEN') continue;
        open.push({ id: record.arn, openedAt: record.creationTime.getTime() });
      }
      return open;
    },
    async resolve(arn) {
      await incidents().call('UpdateIncidentRecord', { arn, status: 'RESOLVED' });
    },
    async *list({ includeResolved, signal }) {
      const equals = { stringValues: ['OPEN'] };
      const filters = includeResolved ? [] : [{ key: 'status', condition: { equals } }];
      for await (const page of incidents().pages('ListIncidentRecords', { filters }, signal)) {
        for (const record of page.incidentRecordSummaries as readonly RecordShape[]) {
          yield await toSummary(record);
        }
      }
    },
    async read(id): Promise<IncidentDetails | undefined> {
      const record = await readRecord(id);
      if (!record) return undefined;
      const { summary = '' } = record;
      return {
        ...(await toSummary(record)),
        message: summary,
        attachments: [],
        latestFollowUps: [],
      };
    },
  };
}

/** The number of follow-ups. */
const countTag = 'follow-ups';

function tokenOf(
  { environment }: IncidentManagerOptions,
  { accountId, cause }: IncidentKey,
  generation: number,
): string {
  const text = `${environment} ${accountId} ${cause} ${generation}`;
  return createHash('sha256').update(text).digest('hex');
}

/** Two spaces before a line break keep it in Markdown. */
function summaryOf({ title, message }: NewIncident): string {
  return shortened(`# ${title}\n\n${message}`.replace(/\n/g, '  \n'), maxSummary);
}

/** Values of tags may not be empty there. */
function withValues(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, value || '-']));
}
