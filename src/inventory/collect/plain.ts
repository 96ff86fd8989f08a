/** Converts AWS's values to JSON. */

import { parse as parseCsv } from 'csv-parse/sync';

/** Dates as ISO 8601 in UTC, blobs as base64, big numbers as text; absent members stay absent. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, plain(member)]));
}

/** Documents that AWS returns as text, URL-encoded (IAM) or not. Text that cannot be parsed stays as it is. */
export function parsedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return parse(value) ?? parse(decoded(value)) ?? value;
}

/** A table with headings, in base64 as `plain` has left it: a list of objects. */
export function parsedCsv(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = Buffer.from(value, 'base64').toString();
  return parseCsv(text, { columns: true, skip_empty_lines: true, relax_column_count: true });
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
