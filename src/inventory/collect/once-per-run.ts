/** Entries that are the same in every account (AWS's own policies) are listed in the first account that can. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { AccountManifest } from '../record.ts';

export interface OncePerRun {
  /** The entries that this account lists; those that are listed once are its own from now on. */
  claim(entries: readonly CatalogueEntry[]): CatalogueEntry[];
  /** Gives back what this account could not list: the next one tries. */
  settle(claimed: readonly CatalogueEntry[], manifest: AccountManifest | undefined): void;
}

export function oncePerRun(
  entries: readonly CatalogueEntry[],
  complete: Iterable<AccountManifest>,
): OncePerRun {
  const once = entries.filter(({ oncePerRun: isOnce }) => isOnce);
  const isListed = (entry: CatalogueEntry, manifest: AccountManifest | undefined) =>
    manifest?.entries.some(
      ({ service, type, status }) =>
        service === entry.service && type === entry.type && status === 'done',
    ) ?? false;
  const manifests = [...complete];
  const taken = new Set(
    once.filter((entry) => manifests.some((manifest) => isListed(entry, manifest))),
  );
  return {
    claim(candidates) {
      const claimed = candidates.filter((entry) => !taken.has(entry));
      for (const entry of claimed) if (once.includes(entry)) taken.add(entry);
      return claimed;
    },
    settle(claimed, manifest) {
      for (const entry of claimed) if (!isListed(entry, manifest)) taken.delete(entry);
    },
  };
}
