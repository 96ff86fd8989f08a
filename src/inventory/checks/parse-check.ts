/**
 * Parses the file of a check: a header of comments, then a query.
 *
 * ```sql
 * -- title: Buckets whose policy admits everyone
 * -- severity: high
 * -- category: security
 * -- why: Objects can be read from the Internet,
 * --   without credentials.
 * -- remediation: Turn on Block Public Access.
 * -- source: https://docs.aws.amazon.com/…
 * SELECT account_id, account_name, region, id, arn, 'what is wrong' AS detail FROM s3_bucket WHERE …
 * ```
 */

import { basename } from 'node:path';
import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type InventoryCheck, severities } from './check.ts';

const headerSchema = z.strictObject({
  title: z.string().min(1),
  severity: z.enum(severities),
  category: z.string().regex(/^[a-z][a-z-]*$/, 'is not a word in lower case'),
  why: z.string().min(1),
  remediation: z.string().min(1),
  source: z.url().exactOptional(),
});

/** Throws a `FlotillaError` that names the file. */
export function parseCheck(path: string, text: string): InventoryCheck {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => !/^\s*(--.*)?$/.test(line));
  const sql = end < 0 ? '' : lines.slice(end).join('\n').trim().replace(/;\s*$/, '');
  const header = headerSchema.safeParse(fieldsOf(end < 0 ? lines : lines.slice(0, end)));
  if (!header.success) throw invalid(path, problemOf(header.error));
  if (sql === '') throw invalid(path, 'the query below the header is missing');
  return { name: basename(path, '.sql'), ...header.data, sql };
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys : (issue?.path ?? []);
  return `${keys.join('.')}: ${issue?.message}`;
}

export function invalid(path: string, problem: string): FlotillaError {
  return new FlotillaError('InvalidInput', `"${path}" is not a valid check: ${problem}`);
}

/** `-- name: value`; a line with three spaces continues the one before it. */
function fieldsOf(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  let name = '';
  for (const line of lines) {
    const [, key, value] = /^-- ([a-z]+): (.*)$/.exec(line) ?? [];
    const [, more] = /^-- {3}(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) {
      name = key;
      fields[name] = value.trim();
    } else if (more !== undefined && name in fields) fields[name] += ` ${more.trim()}`;
  }
  return fields;
}
