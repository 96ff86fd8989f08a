/** Converts DuckDB's values to JSON: its own converter turns every integer into text. */

import {
  type DuckDBArrayValue,
  type DuckDBListValue,
  type DuckDBMapValue,
  type DuckDBResult,
  type DuckDBStructValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';

type ToPlain = (value: DuckDBValue) => unknown;

export async function* plainRows(result: DuckDBResult): AsyncGenerator<readonly unknown[]> {
  const toPlain = plainRow(result.columnTypes());
  for await (const rows of result.yieldRows()) yield* rows.map(toPlain);
}

export function plainRow(types: readonly DuckDBType[]) {
  const readers = types.map(readerFor);
  return (row: readonly DuckDBValue[]): readonly unknown[] =>
    readers.map((read, index) => read(row[index] ?? null));
}

function readerFor(type: DuckDBType): ToPlain {
  const read = notNullReaderFor(type);
  return (value) => (value === null ? null : read(value));
}

function notNullReaderFor(type: DuckDBType): ToPlain {
  if (type.alias === 'JSON') return (value) => JSON.parse(String(value)) as unknown;
  switch (type.typeId) {
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY: {
      const read = readerFor(type.valueType);
      return (value) => (value as DuckDBListValue | DuckDBArrayValue).items.map(read);
    }
    case DuckDBTypeId.STRUCT: {
      const readers = type.entryTypes.map((entry, index) => ({
        name: type.entryNames[index] ?? '',
        read: readerFor(entry),
      }));
      return (value) => {
        const { entries } = value as DuckDBStructValue;
        return Object.fromEntries(
          readers.map(({ name, read }) => [name, read(entries[name] ?? null)]),
        );
      };
    }
    case DuckDBTypeId.MAP: {
      const read = readerFor(type.valueType);
      return (value) => {
        const { entries } = value as DuckDBMapValue;
        return Object.fromEntries(entries.map((entry) => [String(entry.key), read(entry.value)]));
      };
    }
    case DuckDBTypeId.DECIMAL:
      return (value) => exactNumber(String(value));
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
    case DuckDBTypeId.TIMESTAMP_TZ:
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
