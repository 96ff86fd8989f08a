/** Which managed accounts a command that changes them is about. */

import { tagKeys } from '../../lifecycle/account/observation.ts';
import { type KnownAccount, toKnownAccount } from '../../lifecycle/account/observe.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { readAccountTags } from '../../organization/account-tags.ts';
import { selectAccounts } from '../../organization/select-accounts.ts';
import { selectionSchema } from '../../organization/selection.ts';
import { findEntry } from '../../settings/find-entry.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import { fieldsOf, type Given } from '../options/option.ts';
import { selectionOptions } from '../options/selection.ts';

export interface ManagedAccount {
  readonly known: KnownAccount;
  readonly item: EntrySettings;
  /** What the state tag says. */
  readonly before: string | undefined;
}

/** Managed, active accounts of a selection. Nobody changes the whole organization by leaving something out. */
export async function selectManaged(
  lifecycle: Lifecycle,
  given: Given,
): Promise<readonly ManagedAccount[]> {
  const fields = fieldsOf(selectionOptions, given);
  if (!('targets' in fields || 'names' in fields || 'tags' in fields)) {
    throw new FlotillaError(
      'Selection',
      'which accounts? say --targets, --name or --tag; --targets <root id> means all of them',
    );
  }
  const selection = selectionSchema.parse(fields);
  const { management, settings, clock } = lifecycle;
  const tags = await readAccountTags(management);
  const keys = tagKeys(settings.features.withTagPrefix);
  const found: ManagedAccount[] = [];
  const wanted = { facts: true, ouPath: false, tags: false };
  for await (const { account, skip } of selectAccounts(management, selection, wanted)) {
    const known = toKnownAccount(account, clock.now());
    const item = findEntry(settings, known);
    if (skip || !item) continue;
    found.push({ known, item, before: (await tags.of(account.id))[keys.state] });
  }
  if (found.length > 0) return found;
  throw new FlotillaError('Selection', 'none of the selected accounts is managed and active');
}
