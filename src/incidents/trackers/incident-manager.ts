/**
 * Incidents of Incident Manager, for customers who have it: with `features.with_response_plan_arn`. It cannot find an
 * incident by what it is about, so the table of exceptions has the incident of each account and cause.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_StartIncident.html
 */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { shortened } from '../../notifications/notification.ts';
import {
  EventBusy,
  type ExceptionsTable,
  type IncidentRow,
  type StoredIncident,
} from '../exceptions-table.ts';
import type {
  IncidentDetails,
  IncidentKey,
  IncidentSummary,
  NewIncident,
  OpenedIncident,
} from '../incident.ts';
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
/** Workers that change the same incident at a time. */
const maxTries = 10;

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
    await incidents().call('TagResource', { resourceArn: arn, tags: withValues(incident.tags) });
    return arn;
  };
  const show = async (row: IncidentRow) => {
    const { id, followUps } = row;
    await incidents().call('UpdateIncidentRecord', { arn: id, summary: summaryOf(row) });
    const tags = { [countTag]: String(followUps.count) };
    await incidents().call('TagResource', { resourceArn: id, tags });
  };
  /** False: another worker has changed the incident. */
  const addTo = async (row: StoredIncident, incident: NewIncident): Promise<boolean> => {
    const { stored, ...before } = row;
    const followUps =
      row.openedBy === incident.eventId ? undefined : withFollowUp(row.followUps, incident);
    const after = followUps ? { ...before, followUps } : before;
    if (followUps && !(await table.writeIncident(incident.key, after, row))) return false;
    await show(after);
    return true;
  };
  const openOrAdd = async (incident: NewIncident): Promise<OpenedIncident | undefined> => {
    const { key, title, message, eventId } = incident;
    const row = await table.readIncident(key);
    if (row && (await isOpen(row.id))) {
      const isAdded = await addTo(row, incident);
      return isAdded ? { id: row.id, isNew: false } : undefined;
    }
    // Two workers that start the same generation get the same incident; the second one adds to it.
    const generation = (row?.generation ?? 0) + 1;
    const id = await start(incident, generation);
    const opened = { id, generation, title, message, openedBy: eventId, followUps: noFollowUps };
    if (!(await table.writeIncident(key, opened, row))) return undefined;
    await show(opened);
    return { id, isNew: true };
  };

  return {
    name: 'Incident Manager',
    async open(incident) {
      for (let tries = 1; tries <= maxTries; tries++) {
        const opened = await openOrAdd(incident);
        if (opened) return opened;
      }
      throw new EventBusy('other workers change the incident of this exception');
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
    async delete(arn) {
      await incidents().call('DeleteIncidentRecord', { arn });
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

/** The first event and the latest ones. Two spaces before a line break keep it in Markdown. */
function summaryOf({ title, message, followUps }: IncidentRow): string {
  const parts = [{ title, message }, ...followUps.latest];
  const text = parts.map((part) => `# ${part.title}\n\n${part.message}`).join('\n\n---\n\n');
  return shortened(text.replace(/\n/g, '  \n'), maxSummary);
}

/** Values of tags may not be empty there. */
function withValues(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, value || '-']));
}
