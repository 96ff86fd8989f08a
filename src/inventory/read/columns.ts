/** The columns of a record in SQL, and their fields in a line of NDJSON. */

import type { InventoryRecord } from '../record.ts';

export interface RecordColumn {
  readonly name: string;
  /** The record's field. */
  readonly field: keyof InventoryRecord;
  /** DuckDB's type. */
  readonly type: string;
}

export const columns: readonly RecordColumn[] = [
  { name: 'account_id', field: 'accountId', type: 'VARCHAR' },
  { name: 'account_name', field: 'accountName', type: 'VARCHAR' },
  { name: 'ou_path', field: 'ouPath', type: 'VARCHAR' },
  { name: 'region', field: 'region', type: 'VARCHAR' },
  { name: 'service', field: 'service', type: 'VARCHAR' },
  { name: 'type', field: 'type', type: 'VARCHAR' },
  { name: 'id', field: 'id', type: 'VARCHAR' },
  { name: 'arn', field: 'arn', type: 'VARCHAR' },
  { name: 'tags', field: 'tags', type: 'MAP(VARCHAR, VARCHAR)' },
  { name: 'collected_at', field: 'collectedAt', type: 'TIMESTAMP' },
  { name: 'catalogue_version', field: 'catalogueVersion', type: 'VARCHAR' },
  { name: 'resource', field: 'resource', type: 'JSON' },
  {
    name: 'unread',
    field: 'unread',
    type: 'STRUCT(operation VARCHAR, kind VARCHAR, code VARCHAR)[]',
  },
];

/** Identifies a resource within a run. */
export const identity = ['account_id', 'region', 'service', 'type', 'id'] as const;

/** Columns with the run of a record; the files do not contain them. */
export const runColumns: readonly Pick<RecordColumn, 'name' | 'type'>[] = [
  { name: 'run_id', type: 'VARCHAR' },
  { name: 'date', type: 'DATE' },
];
