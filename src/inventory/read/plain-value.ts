/**
 * Converts DuckDB's values to JSON: its own converter turns every integer into text. DuckDB's
 * ids of types are a parameter: this file must load where DuckDB is not installed.
 */

import type {
  DuckDBArrayValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBResult,
  DuckDBStructValue,
  DuckDBType,
  DuckDBTypeId,
  DuckDBValue,
} from '@duckdb/node-api';

type ToPlain = (value: DuckDBValue) => unknown;

export type TypeIds = typeof DuckDBTypeId;

export async function* plainRows(
  result: DuckDBResult,
  ids: TypeIds,
): AsyncGenerator<readonly unknown[]> {
  const toPlain = plainRow(result.columnTypes(), ids);
  for await (const rows of result.yieldRows()) yield* rows.map(toPlain);
}

export function plainRow(types: readonly DuckDBType[], ids: TypeIds) {
  const readers = types.map((type) => readerFor(type, ids));
  return (row: readonly DuckDBValue[]): readonly unknown[] =>
    readers.map((read, index) => read(row[index] ?? null));
}

function readerFor(type: DuckDBType, ids: TypeIds): ToPlain {
  const read = notNullReaderFor(type, ids);
  return (value) => (value === null ? null : read(value));
}

function notNullReaderFor(type: DuckDBType, ids: TypeIds): ToPlain {
  if (type.alias === 'JSON') return (value) => JSON.parse(String(value)) as unknown;
  switch (type.typeId) {
    case ids.LIST:
    case ids.ARRAY: {
      const read = readerFor(type.valueType, ids);
      return (value) => (value as DuckDBListValue | DuckDBArrayValue).items.map(read);
    }
    case ids.STRUCT: {
      const readers = type.entryTypes.map((entry, index) => ({
        name: type.entryNames[index] ?? '',
        read: readerFor(entry, ids),
      }));
      return (value) => {
        const { entries } = value as DuckDBStructValue;
        return Object.fromEntries(
          readers.map(({ name, read }) => [name, read(entries[name] ?? null)]),
        );
      };
    }
    case ids.MAP: {
      const read = readerFor(type.valueType, ids);
      return (value) => {
        const { entries } = value as DuckDBMapValue;
        return Object.fromEntries(entries.map((entry) => [String(entry.key), read(entry.value)]));
      };
    }
    case ids.DECIMAL:
      return (value) => exactNumber(String(value));
    case ids.TIMESTAMP:
    case ids.TIMESTAMP_S:
    case ids.TIMESTAMP_MS:
    case ids.TIMESTAMP_NS:
    case ids.TIMESTAMP_TZ:
      return (value) => isoTime(String(value));
    default:
      return scalar;
  }
}

function scalar(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return exactNumber(String(value));
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'boolean' ? value : String(value);
}

/** Text, if a JSON number would lose precision. */
function exactNumber(text: string): number | string {
  const number = Number(text);
  const isExact = Math.abs(number) <= Number.MAX_SAFE_INTEGER && digits(text).length <= 15;
  return isExact || String(number) === text ? number : text;
}

function digits(text: string): string {
  return text.replace(/\D/g, '').replace(/^0+/, '');
}

/** `2026-01-31 10:00:00+00` → `2026-01-31T10:00:00Z`. `infinity` is unchanged. */
function isoTime(text: string): string {
  const [, date, time] = /^(\d{4}-\d\d-\d\d) ([\d:.]+)(?:\+00(?::00)?)?$/.exec(text) ?? [];
  return date === undefined ? text : `${date}T${time}Z`;
}
