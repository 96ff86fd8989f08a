/** Creates an empty table. */

import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';
import type { KeyAttribute, Table } from './table.ts';

export interface NewTable {
  readonly name: string;
  readonly hashKey: KeyAttribute;
  readonly rangeKey?: KeyAttribute | undefined;
  readonly billing?: Table['billing'];
  readonly throughput?: Table['throughput'] | undefined;
  readonly createdAt: number;
  readonly id: string;
}

export function makeTable(
  world: World,
  account: SimulatedAccount,
  region: string,
  options: NewTable,
): Table {
  return {
    id: options.id,
    name: options.name,
    arn: `arn:${world.partition.name}:dynamodb:${region}:${account.id}:table/${options.name}`,
    createdAt: options.createdAt,
    hashKey: options.hashKey,
    rangeKey: options.rangeKey,
    billing: options.billing ?? 'PAY_PER_REQUEST',
    throughput: options.throughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    deletionProtected: false,
    stream: undefined,
    ttlAttribute: undefined,
    recovery: undefined,
    encryptionKey: undefined,
    tags: new Map(),
    items: new Map(),
    count: 0,
    order: undefined,
  };
}
