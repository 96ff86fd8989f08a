/**
 * The table of exceptions: which events were handled, and how far; and the incident of each account and cause. An event
 * that is delivered twice, also to two workers at a time, is handled once.
 */

import { createHash, randomUUID } from 'node:crypto';
import { classify } from '../aws/failures.ts';
import type { GenericCalls } from '../aws/generic-client.ts';
import {
  type DynamoAttributes,
  number,
  numberOf,
  parseObject,
  text,
  textOf,
} from '../lifecycle/store/attribute.ts';
import type { Clock } from '../model/clock.ts';
import type { IncidentAttachment, IncidentKey } from './incident.ts';
import type { FollowUps } from './trackers/follow-ups.ts';

/** What was done for an event so far, so that a second attempt does the rest. */
export interface HandledSteps {
  readonly incidentId?: string;
  readonly isNew?: boolean;
  readonly attachment?: IncidentAttachment;
  readonly isAttached?: boolean;
  /** Names of the channels that accepted the notification. */
  readonly notified?: readonly string[];
  readonly isCounted?: boolean;
}

type ClaimedEvent =
  | { readonly status: 'claimed'; readonly steps: HandledSteps; readonly claim: EventClaim }
  /** It was handled completely before. */
  | { readonly status: 'handled' };

/** An event that this worker handles. Each call fails when another worker has taken over. */
export interface EventClaim {
  /** Saves what was done, and keeps the event for another while. */
  save(steps: HandledSteps): Promise<void>;
  /** Gives the event back, for another attempt. */
  release(steps: HandledSteps): Promise<void>;
  finish(steps: HandledSteps): Promise<void>;
}

/** Thrown when another worker handles the event at this moment. Callers retry. */
export class EventBusy extends Error {
  override readonly name = 'EventBusy';
}

export interface IncidentRow {
  readonly id: string;
  readonly title: string;
  readonly message: string;
  /** How many incidents the key has had. */
  readonly generation: number;
  /** The event that opened it. */
  readonly openedBy: string;
  readonly followUps: FollowUps;
}

export interface StoredIncident extends IncidentRow {
  /** As it is stored, to recognize a change. */
  readonly stored: string;
}

export interface ExceptionsTable {
  /** Throws an {@link EventBusy}. */
  claim(eventId: string): Promise<ClaimedEvent>;
  readIncident(key: IncidentKey): Promise<StoredIncident | undefined>;
  /** Notes that an event has opened an incident that the account's release resolves. */
  noteOpen(accountId: string, eventId: string): Promise<void>;
  /** The event that was noted last; undefined: there was none since the last `noteResolved`. */
  readOpen(accountId: string): Promise<string | undefined>;
  /** Does nothing when another event was noted since. */
  noteResolved(accountId: string, eventId: string): Promise<void>;
  /** Replaces a row that was read; without one, adds the first. False: another worker has written since. */
  writeIncident(key: IncidentKey, row: IncidentRow, before?: StoredIncident): Promise<boolean>;
}

export interface ExceptionsTableOptions {
  readonly dynamo: () => GenericCalls;
  readonly clock: Clock;
  readonly tableName: string;
  readonly ttlSeconds: number;
}

/**
 * Longer than the longest step, which is a notification. Lambda retries one and three minutes after the first attempt, so
 * the event of a worker that died is handled by the second retry.
 */
const leaseMs = 90_000;

export function exceptionsTable(options: ExceptionsTableOptions): ExceptionsTable {
  const { dynamo, clock, tableName: TableName, ttlSeconds } = options;
  const expiration = () => number(Math.floor(clock.now() / 1000) + ttlSeconds);
  const read = async (Key: DynamoAttributes) => {
    const { Item } = await dynamo().call('GetItem', { TableName, Key, ConsistentRead: true });
    return Item as DynamoAttributes | undefined;
  };
  const claimOf = (eventId: string, token: string): EventClaim => {
    const write = async (steps: HandledSteps, status: 'busy' | 'open' | 'done') => {
      await dynamo().call('PutItem', {
        TableName,
        Item: {
          ...eventKey(eventId),
          Value: text(JSON.stringify({ version: 1, ...steps })),
          Status: text(status),
          Token: text(token),
          LeaseUntil: number(status === 'busy' ? clock.now() + leaseMs : 0),
          Expiration: expiration(),
        },
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'Token' },
        ExpressionAttributeValues: { ':token': text(token) },
      });
    };
    return {
      save: (steps) => write(steps, 'busy'),
      release: (steps) => write(steps, 'open'),
      finish: (steps) => write(steps, 'done'),
    };
  };

  return {
    async claim(eventId) {
      const now = clock.now();
      const token = randomUUID();
      try {
        const { Attributes } = await dynamo().call('UpdateItem', {
          TableName,
          Key: eventKey(eventId),
          UpdateExpression:
            'SET #status = :busy, #token = :token, LeaseUntil = :until, Expiration = :expiration',
          ConditionExpression:
            'attribute_not_exists(Identifier) OR (#status <> :done AND LeaseUntil <= :now)',
          ExpressionAttributeNames: { '#status': 'Status', '#token': 'Token' },
          ExpressionAttributeValues: {
            ':busy': text('busy'),
            ':done': text('done'),
            ':token': text(token),
            ':until': number(now + leaseMs),
            ':now': number(now),
            ':expiration': expiration(),
          },
          ReturnValues: 'ALL_NEW',
        });
        const { version, ...steps } =
          parseObject(textOf(Attributes as DynamoAttributes, 'Value')) ?? {};
        return { status: 'claimed', steps, claim: claimOf(eventId, token) };
      } catch (error) {
        if (classify(error).code !== 'ConditionalCheckFailedException') throw error;
      }
      const row = await read(eventKey(eventId));
      if (textOf(row, 'Status') === 'done') return { status: 'handled' };
      const until = numberOf(row, 'LeaseUntil') ?? now;
      throw new EventBusy(
        `another worker handles this event until ${new Date(until).toISOString()}`,
      );
    },
    async noteOpen(accountId, eventId) {
      // It does not expire: an incident may be open for as long as its cause.
      const Item = { ...openKey(accountId), Value: text(eventId) };
      await dynamo().call('PutItem', { TableName, Item });
    },
    async readOpen(accountId) {
      return textOf(await read(openKey(accountId)), 'Value') || undefined;
    },
    async noteResolved(accountId, eventId) {
      const Item = { ...openKey(accountId), Value: text(''), Expiration: expiration() };
      try {
        const condition = ifValue(eventId);
        await dynamo().call('PutItem', { TableName, Item, ...condition });
      } catch (error) {
        if (classify(error).code !== 'ConditionalCheckFailedException') throw error;
      }
    },
    async readIncident(key) {
      const stored = textOf(await read(incidentKey(key)), 'Value') ?? '';
      const row = parseObject(stored) as IncidentRow | undefined;
      return row && { ...row, stored };
    },
    async writeIncident(key, row, before) {
      const Value = text(JSON.stringify({ version: 1, ...row }));
      const Item = { ...incidentKey(key), Value, Expiration: expiration() };
      try {
        await dynamo().call('PutItem', { TableName, Item, ...unchanged(before) });
        return true;
      } catch (error) {
        if (classify(error).code === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    },
  };
}

function unchanged(before: StoredIncident | undefined): object {
  if (!before) return { ConditionExpression: 'attribute_not_exists(Identifier)' };
  return ifValue(before.stored);
}

function ifValue(before: string): object {
  return {
    ConditionExpression: '#value = :before',
    ExpressionAttributeNames: { '#value': 'Value' },
    ExpressionAttributeValues: { ':before': text(before) },
  };
}

/** Identifiers may be of any length and content. */
function eventKey(eventId: string): DynamoAttributes {
  const digest = createHash('sha256').update(eventId).digest('hex');
  return { Identifier: text(`event ${digest}`), Order: text('-') };
}

function openKey(accountId: string): DynamoAttributes {
  return { Identifier: text(`open ${accountId}`), Order: text('-') };
}

function incidentKey({ accountId, cause }: IncidentKey): DynamoAttributes {
  return { Identifier: text(`incident ${accountId} ${cause}`), Order: text('-') };
}
