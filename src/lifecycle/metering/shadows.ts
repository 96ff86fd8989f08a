/**
 * The last known facts of each account, for inventories and for people. Written by the worker that moved the account,
 * conditional on the version that it read, so that concurrent workers lose no update.
 */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import type { AccountEventLabel } from '../../model/account-event.ts';
import type { Clock } from '../../model/clock.ts';
import {
  type DynamoAttributes,
  number,
  numberOf,
  parseObject,
  text,
  textOf,
} from '../store/attribute.ts';

/** Keys as existing reports read them. */
export interface Shadow {
  readonly id?: string;
  readonly arn?: string;
  readonly email?: string;
  readonly name?: string;
  readonly is_active?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  readonly unit?: string;
  readonly unit_name?: string;
  readonly last_state?: string;
  /** UTC without zone, `2026-01-05T12:00:00`, by label. */
  readonly stamps?: Readonly<Record<string, string>>;
  readonly last_preparation_log?: string;
  readonly last_purge_log?: string;
  readonly identity_of_last_console_login?: string;
  /** Documents that the holder was sent, by label. */
  readonly documents?: Readonly<Record<string, SentDocument>>;
}

/** Times are UTC, `2026-01-05T12:00:00.000Z`. */
export interface SentDocument {
  /** SHA-256 of the content that was sent. */
  readonly digest: string;
  readonly sentAt: string;
  readonly acknowledgedAt?: string;
  /** When its acknowledgement was reported as missing. */
  readonly reportedAt?: string;
}

export interface Shadows {
  read(accountId: string): Promise<Shadow | undefined>;
  /** What is stored now, also by other workers. */
  readNow(accountId: string): Promise<Shadow | undefined>;
  /** Changes the shadow; `change` is called again if another worker has written meanwhile. */
  update(accountId: string, change: (shadow: Shadow) => Shadow): Promise<void>;
  all(): AsyncGenerator<Shadow>;
}

export interface ShadowsOptions {
  readonly dynamo: () => GenericCalls;
  readonly clock: Clock;
  readonly tableName: string;
  readonly ttlSeconds: number;
}

interface Versioned {
  readonly shadow: Shadow;
  /** Undefined: there is no row. Zero: a row that another system wrote. */
  readonly version: number | undefined;
}

/** Rows that are cached: an account in progress is written several times. */
const maxCached = 2_000;
const maxTries = 5;

export function createShadows({ dynamo, clock, tableName, ttlSeconds }: ShadowsOptions): Shadows {
  const TableName = tableName;
  const cache = new Map<string, Versioned>();
  const keyOf = (accountId: string) => ({ Identifier: text(accountId), Order: text('-') });

  const load = async (accountId: string): Promise<Versioned> =>
    cache.get(accountId) ?? (await loadNow(accountId));

  const loadNow = async (accountId: string): Promise<Versioned> => {
    const Key = keyOf(accountId);
    const { Item } = await dynamo().call('GetItem', { TableName, Key, ConsistentRead: true });
    const item = Item as DynamoAttributes | undefined;
    return {
      shadow: parseObject(textOf(item, 'Value')) ?? {},
      version: item ? (numberOf(item, 'Version') ?? 0) : undefined,
    };
  };

  const write = async (accountId: string, shadow: Shadow, version: number | undefined) => {
    const next = (version ?? 0) + 1;
    await dynamo().call('PutItem', {
      TableName,
      Item: {
        ...keyOf(accountId),
        Value: text(JSON.stringify(shadow)),
        Version: number(next),
        Expiration: number(Math.floor(clock.now() / 1000) + ttlSeconds),
      },
      ...conditionOf(version),
    });
    cache.delete(accountId);
    if (cache.size >= maxCached) cache.delete(cache.keys().next().value ?? '');
    cache.set(accountId, { shadow, version: next });
  };

  return {
    async read(accountId) {
      const { shadow, version } = await load(accountId);
      return version === undefined ? undefined : shadow;
    },
    async readNow(accountId) {
      const loaded = await loadNow(accountId);
      if (loaded.version === undefined) return undefined;
      cache.set(accountId, loaded);
      return loaded.shadow;
    },
    async update(accountId, change) {
      for (let tries = 1; ; tries++) {
        const { shadow, version } = await load(accountId);
        try {
          return await write(accountId, change(shadow), version);
        } catch (error) {
          cache.delete(accountId);
          const isStale = classify(error).code === 'ConditionalCheckFailedException';
          if (!isStale || tries === maxTries) throw error;
        }
      }
    },
    async *all() {
      for await (const { Items } of dynamo().pages('Scan', { TableName })) {
        for (const item of (Items ?? []) as readonly DynamoAttributes[]) {
          const shadow = parseObject(textOf(item, 'Value'));
          if (shadow) yield { id: textOf(item, 'Identifier') ?? '', ...shadow };
        }
      }
    },
  };
}

function conditionOf(version: number | undefined): object {
  if (version === undefined) return { ConditionExpression: 'attribute_not_exists(Identifier)' };
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(Version)' };
  return {
    ConditionExpression: 'Version = :version',
    ExpressionAttributeValues: { ':version': number(version) },
  };
}

/** Adds the labels of published events, at a time in milliseconds. */
export function withStamps(
  shadow: Shadow,
  labels: readonly AccountEventLabel[],
  now: number,
): Shadow {
  const stamp = new Date(now).toISOString().slice(0, 19);
  const stamps = { ...shadow.stamps, ...Object.fromEntries(labels.map((name) => [name, stamp])) };
  const last = labels.findLast((label) => !label.endsWith('Report'));
  return { ...shadow, stamps, ...(last && { last_state: last }) };
}

/** When the account was last expired, milliseconds. Stamps have whole seconds, in UTC. */
export function expiredAt(shadow: Shadow | undefined): number | undefined {
  const stamp = shadow?.stamps?.ExpiredAccount;
  return stamp === undefined ? undefined : Date.parse(`${stamp}Z`);
}
