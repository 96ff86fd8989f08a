/** Reads a record that an earlier or a later version of this program may have stored. */

import type { z } from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Migration } from '../model/migration.ts';

/**
 * Undefined where nothing is stored. A record that cannot be read is an error, never absence: it would be overwritten.
 * `migrations` has the steps by the version that they start from.
 */
export function readRecord<T>(
  json: string | undefined,
  schema: z.ZodType<T>,
  what: string,
  migrations: Readonly<Record<number, Migration>> = {},
): T | undefined {
  if (json === undefined) return undefined;
  let record = parseJson(json, what);
  for (;;) {
    const migrate = migrations[Number(record.version)];
    if (!migrate) break;
    record = migrate(record);
  }
  const read = schema.safeParse(record);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw unreadable(what, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parseJson(json: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Reported below.
  }
  throw unreadable(what, 'it is not a JSON object');
}

function unreadable(what: string, problem: string): FlotillaError {
  return new FlotillaError(
    'StoredRecord',
    `cannot read the stored record of ${what} (${problem}); it was written by another version of Flotilla: use that version, or delete the record`,
  );
}
