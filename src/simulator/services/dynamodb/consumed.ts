import type { Table } from './table.ts';

interface CapacityRequest {
  readonly ReturnConsumedCapacity?: string;
  readonly ConsistentRead?: boolean;
}

interface CapacityUse {
  readonly table: Table;
  readonly bytes: number;
  readonly kind: 'read' | 'write';
}

export function consumed(
  { ReturnConsumedCapacity = 'NONE', ConsistentRead = false }: CapacityRequest,
  { table, bytes, kind }: CapacityUse,
): object {
  if (ReturnConsumedCapacity === 'NONE') return {};
  const kilobytes = Math.max(1, Math.ceil(bytes / 1024));
  const reads = Math.ceil(kilobytes / 4) * (ConsistentRead ? 1 : 0.5);
  const CapacityUnits = kind === 'write' ? kilobytes : reads;
  const Table = ReturnConsumedCapacity === 'INDEXES' ? { Table: { CapacityUnits } } : {};
  return { ConsumedCapacity: { TableName: table.name, CapacityUnits, ...Table } };
}
