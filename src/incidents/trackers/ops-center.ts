/**
 * Incidents as OpsItems of OpsCenter in the automation account: the default.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter.html
 */

import { createHash } from 'node:crypto';
import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { shortened } from '../../notifications/notification.ts';
import type {
  FollowUp,
  IncidentAttachment,
  IncidentDetails,
  IncidentSummary,
  NewIncident,
} from '../incident.ts';
import type { IncidentTracker, OpenIncident } from '../incident-tracker.ts';
import { followUpOf } from './follow-ups.ts';

interface OpsCenterOptions {
  readonly environment: string;
  readonly ssm: () => GenericCalls;
}

interface DataValue {
  readonly Type: 'String' | 'SearchableString';
  readonly Value: string;
}

interface OpsItemShape {
  readonly OpsItemId: string;
  readonly Title: string;
  readonly Description?: string;
  readonly Status: string;
  readonly CreatedTime: Date;
  readonly LastModifiedTime: Date;
  readonly OperationalData?: Readonly<Record<string, DataValue>>;
}

/** What an item holds besides AWS's own members: our keys of its operational data. */
const dataKeys = {
  dedup: '/aws/dedup',
  account: 'flotilla-account',
  cause: 'flotilla-cause',
  tags: 'flotilla-tags',
  eventId: 'flotilla-event',
  earlier: 'flotilla-earlier-follow-ups',
  attachments: 'flotilla-attachments',
} as const;

const limits = { title: 1_024, description: 2_048, tagValue: 256 };

export function opsCenter({ environment, ssm }: OpsCenterOptions): IncidentTracker {
  const Source = `Flotilla ${environment}`;
  const readItem = async (OpsItemId: string): Promise<OpsItemShape | undefined> => {
    try {
      return (await ssm().call('GetOpsItem', { OpsItemId })).OpsItem as OpsItemShape;
    } catch (error) {
      if (classify(error).code === 'OpsItemNotFoundException') return undefined;
      throw error;
    }
  };
  const update = (OpsItemId: string, change: object) =>
    ssm().call('UpdateOpsItem', { OpsItemId, ...change });
  const addFollowUp = async (id: string, incident: NewIncident) => {
    const item = await readItem(id);
    // The event that opened it, delivered again.
    if (dataOf(item, 'eventId') === incident.eventId) return;
    const { key, value, surplus } = followUpEntry(item, incident);
    await update(id, {
      OperationalData: {
        [key]: { Type: 'String', Value: JSON.stringify(value) },
        ...(surplus.length > 0 && text('earlier', earlierOf(item) + surplus.length)),
      },
      ...(surplus.length > 0 && { OperationalDataToDelete: surplus }),
    });
  };

  return {
    name: 'OpsCenter',
    async open(incident) {
      try {
        const input = createInput(incident, environment, Source);
        const { OpsItemId } = await ssm().call('CreateOpsItem', input);
        return { id: String(OpsItemId), isNew: true };
      } catch (error) {
        const id = existingId(error);
        if (id === undefined) throw error;
        await addFollowUp(id, incident);
        return { id, isNew: false };
      }
    },
    async attach(id, attachment) {
      const attachments = attachmentsOf(await readItem(id));
      if (attachments.some(({ key }) => key === attachment.key)) return;
      await update(id, { OperationalData: text('attachments', [...attachments, attachment]) });
    },
    async openOf(accountId, causes) {
      const value = JSON.stringify({ key: dataKeys.account, value: `${environment} ${accountId}` });
      const OpsItemFilters = [...openFilters, filter('OperationalData', value)];
      const open: OpenIncident[] = [];
      for await (const page of ssm().pages('DescribeOpsItems', { OpsItemFilters })) {
        for (const item of page.OpsItemSummaries as readonly OpsItemShape[]) {
          if (!causes.includes(dataOf(item, 'cause') ?? '')) continue;
          open.push({ id: item.OpsItemId, openedAt: item.CreatedTime.getTime() });
        }
      }
      return open;
    },
    async resolve(id) {
      await update(id, { Status: 'Resolved' });
    },
    async delete(OpsItemId) {
      await ssm().call('DeleteOpsItem', { OpsItemId });
    },
    async *list({ includeResolved, signal }) {
      const OpsItemFilters = [filter('Source', Source), ...(includeResolved ? [] : openFilters)];
      for await (const page of ssm().pages('DescribeOpsItems', { OpsItemFilters }, signal)) {
        yield* (page.OpsItemSummaries as readonly OpsItemShape[]).map(toSummary);
      }
    },
    async read(id) {
      const item = await readItem(id);
      return item && toDetails(item);
    },
  };
}

function filter(Key: string, ...Values: readonly string[]) {
  return { Key, Operator: 'Equal', Values };
}

const openFilters = [filter('Status', 'Open', 'InProgress')];

function createInput(
  incident: NewIncident,
  environment: string,
  Source: string,
): Readonly<Record<string, unknown>> {
  const { key, title, message, impact, tags, eventId } = incident;
  const account = `${environment} ${key.accountId}`;
  const dedupString = createHash('sha256').update(`${account} ${key.cause}`).digest('hex');
  return {
    Title: shortened(title, limits.title),
    Description: shortened(message, limits.description),
    Source,
    // An impact has one value more than a severity.
    Severity: String(Math.min(4, impact)),
    OperationalData: {
      [dataKeys.dedup]: { Type: 'SearchableString', Value: JSON.stringify({ dedupString }) },
      [dataKeys.account]: { Type: 'SearchableString', Value: account },
      [dataKeys.cause]: { Type: 'SearchableString', Value: key.cause },
      [dataKeys.eventId]: { Type: 'String', Value: eventId },
      ...text('tags', tags),
    },
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value: tagValue(Value) })),
  };
}

function text(name: keyof typeof dataKeys, value: unknown): Record<string, DataValue> {
  return { [dataKeys[name]]: { Type: 'String', Value: JSON.stringify(value) } };
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Tag.html */
function tagValue(value: string): string {
  return value.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '-').slice(0, limits.tagValue);
}

function existingId(error: unknown): string | undefined {
  if (classify(error).code !== 'OpsItemAlreadyExistsException') return undefined;
  const { OpsItemId } = error as { readonly OpsItemId?: unknown };
  return typeof OpsItemId === 'string' ? OpsItemId : undefined;
}

function dataOf(item: OpsItemShape | undefined, name: keyof typeof dataKeys): string | undefined {
  return item?.OperationalData?.[dataKeys[name]]?.Value;
}

function parsed<T>(item: OpsItemShape | undefined, name: keyof typeof dataKeys, empty: T): T {
  const value = dataOf(item, name);
  return value === undefined ? empty : (JSON.parse(value) as T);
}

/** Each follow-up has a key of its own, so that workers that add some at a time lose none. */
const followUpPrefix = 'flotilla-follow-up/';
const maxFollowUps = 50;

function followUpEntry(item: OpsItemShape | undefined, incident: NewIncident) {
  const digest = createHash('sha256').update(incident.eventId).digest('hex').slice(0, 16);
  const key = `${followUpPrefix}${new Date(incident.at).toISOString()}-${digest}`;
  const others = followUpKeys(item).filter((known) => known !== key);
  return {
    key,
    value: followUpOf(incident),
    surplus: others.slice(0, Math.max(0, others.length + 1 - maxFollowUps)),
  };
}

/** The oldest first. */
function followUpKeys(item: OpsItemShape | undefined): readonly string[] {
  const keys = Object.keys(item?.OperationalData ?? {});
  return keys.filter((key) => key.startsWith(followUpPrefix)).sort();
}

function earlierOf(item: OpsItemShape | undefined): number {
  return parsed(item, 'earlier', 0);
}

function attachmentsOf(item: OpsItemShape | undefined): readonly IncidentAttachment[] {
  return parsed<readonly IncidentAttachment[]>(item, 'attachments', []);
}

function toSummary(item: OpsItemShape): IncidentSummary {
  return {
    id: item.OpsItemId,
    status: item.Status === 'Resolved' ? 'resolved' : 'open',
    title: item.Title,
    tags: parsed(item, 'tags', {}),
    openedAt: item.CreatedTime.getTime(),
    changedAt: item.LastModifiedTime.getTime(),
    followUps: earlierOf(item) + followUpKeys(item).length,
  };
}

function toDetails(item: OpsItemShape): IncidentDetails {
  return {
    ...toSummary(item),
    message: item.Description ?? '',
    attachments: attachmentsOf(item),
    latestFollowUps: followUpKeys(item).map(
      (key) => JSON.parse(item.OperationalData?.[key]?.Value ?? '{}') as FollowUp,
    ),
  };
}
