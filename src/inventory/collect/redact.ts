/** Removes secrets from a resource, in place. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { secretMembers } from '../catalogue/secret-members.ts';
import { isStructure, replaceAt, type Structure } from './path.ts';

export const redacted = '(redacted)';

export function redact({ key }: Pick<CatalogueEntry, 'key'>, resource: Structure): void {
  for (const path of secretMembers[key] ?? []) replaceAt(resource, path, withoutValues);
}

/** Names are kept; numbers and booleans are not secrets. */
function withoutValues(value: unknown): unknown {
  if (typeof value === 'string') return redacted;
  if (Array.isArray(value)) return value.map(withoutValues);
  if (!isStructure(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutValues(member)]),
  );
}
