/** Collects single accounts, in this thread or in others. */

import type { Session } from '../../aws/session.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { AccountManifest } from '../record.ts';
import { type CollectIntoOptions, collectInto } from './collect-into.ts';

export interface AccountCollector {
  /** Writes the account's files and its manifest. Throws what `collectInto` throws. */
  collect(session: Session, entries: readonly CatalogueEntry[]): Promise<AccountManifest>;
  /** Calls that the fleet of this thread did not count. */
  readonly counts: { readonly calls: number; readonly throttled: number };
}

export function inThisThread(options: Omit<CollectIntoOptions, 'entries'>): AccountCollector {
  return {
    collect: (session, entries) => collectInto(session, { ...options, entries }),
    counts: { calls: 0, throttled: 0 },
  };
}
