/** A table and its items, as data. */

import type { Item } from './item.ts';
import type { TableStream } from './stream.ts';

export interface Table {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly hashKey: KeyAttribute;
  readonly rangeKey: KeyAttribute | undefined;
  billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  throughput: { readonly ReadCapacityUnits: number; readonly WriteCapacityUnits: number };
  deletionProtected: boolean;
  stream: TableStream | undefined;
  ttlAttribute: string | undefined;
  /** Point-in-time recovery: the period that can be restored, and when it was enabled. */
  recovery: { readonly days: number; readonly since: number } | undefined;
  /** A KMS key of the account. Undefined: the key that DynamoDB owns. */
  encryptionKey: string | undefined;
  readonly tags: Map<string, string>;
  /** Partition → sort key → item, in insertion order. */
  readonly items: Map<string, Map<string, Item>>;
  count: number;
  /** Keys of the partitions in the order of a scan; computed on demand. */
  order: readonly string[] | undefined;
}

export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

export type Tables = Map<string, Table>;
