/** Entries that are the same in every account (AWS's own policies) are listed in the first account that can. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { AccountManifest } from '../record.ts';

export interface OncePerRun {
  /** Returns the entries that this account lists, and reserves those that are listed once. */
  claim(entries: readonly CatalogueEntry[]): CatalogueEntry[];
  /** Returns entries that this account could not list: the next one tries. */
  settle(claimed: readonly CatalogueEntry[], manifest: AccountManifest | undefined): void;
  /** Returns the entries that no account has listed or is listing. */
  missing(): readonly CatalogueEntry[];
}

export function oncePerRun(
  entries: readonly CatalogueEntry[],
  complete: Iterable<AccountManifest>,
): OncePerRun {
  const once = entries.filter(({ oncePerRun: isOnce }) => isOnce);
  const manifests = [...complete];
  const taken = new Set(
    once.filter((entry) => manifests.some((manifest) => hasListed(entry, manifest))),
  );
  return {
    claim(candidates) {
      const claimed = candidates.filter((entry) => !taken.has(entry));
      for (const entry of claimed) if (once.includes(entry)) taken.add(entry);
      return claimed;
    },
    settle(claimed, manifest) {
      for (const entry of claimed) if (!hasListed(entry, manifest)) taken.delete(entry);
    },
    missing: () => once.filter((entry) => !taken.has(entry)),
  };
}

export type ListedType = Pick<CatalogueEntry, 'service' | 'type'>;

/** Whether an account has listed an entry completely. */
export function hasListed(entry: ListedType, manifest: AccountManifest | undefined): boolean {
  return (
    manifest?.entries.some(
      ({ service, type, status }) =>
        service === entry.service && type === entry.type && status === 'done',
    ) ?? false
  );
}
