/** Selects the managed accounts that a command changes. */

import { type KnownAccount, toKnownAccount } from '../../../lifecycle/engine/observe.ts';
import type { Lifecycle } from '../../../lifecycle/lifecycle.ts';
import { tagKeys } from '../../../lifecycle/model/observation.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { readAccountTags } from '../../../organization/account-tags.ts';
import { selectAccounts } from '../../../organization/select-accounts.ts';
import { findEntry } from '../../../settings/find-entry.ts';
import type { EntrySettings } from '../../../settings/settings.ts';
import { runSettingsFrom } from '../../options/run-settings.ts';
import type { SelectionValues } from '../../options/selection.ts';

export interface ManagedAccount {
  readonly known: KnownAccount;
  /** The settings entry that matches it. */
  readonly item: EntrySettings;
  /** Value of its state tag. */
  readonly before: string | undefined;
}

/** Managed, active accounts of a selection. Without a selection it throws: all accounts must be asked for by name. */
export async function selectManaged(
  lifecycle: Lifecycle,
  values: Omit<SelectionValues, 'regions'>,
  signal: AbortSignal,
): Promise<readonly ManagedAccount[]> {
  const { targets, name, tag } = values;
  if (targets === undefined && name === undefined && tag === undefined) {
    throw new FlotillaError(
      'Selection',
      'no accounts are selected; give --targets, --name or --tag (--targets with the id of the root selects all)',
    );
  }
  const selection = runSettingsFrom(values);
  const { management, settings, clock } = lifecycle;
  const tags = await readAccountTags(management);
  const keys = tagKeys(settings.features.withTagPrefix);
  const found: ManagedAccount[] = [];
  const details = { facts: true, ouPath: false, tags: false };
  for await (const { account, skip } of selectAccounts(management, selection, details, signal)) {
    const known = toKnownAccount(account, clock.now());
    const item = findEntry(settings, known);
    if (skip || !item) continue;
    found.push({ known, item, before: (await tags.of(account.id, signal))[keys.state] });
  }
  signal.throwIfAborted();
  if (found.length > 0) return found;
  throw new FlotillaError('Selection', 'none of the selected accounts is managed and active');
}
