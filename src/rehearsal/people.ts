/** The people in a rehearsal: the accounts that they hold, and their actions. */

import { openFleet } from '../aws/open-fleet.ts';
import { tagKeys } from '../lifecycle/model/observation.ts';
import { callOrganizations } from '../organization/call-organizations.ts';
import { findEntry } from '../settings/find-entry.ts';
import type { EntrySettings, Settings } from '../settings/settings.ts';
import type { RehearsalEnvironment } from './rehearsal-environment.ts';

/**
 * The accounts that the settings name, and others spread over the OUs. Most are already released; some are new, with
 * and without a state.
 */
export function populate(
  { addAccount, units, lifecycle }: RehearsalEnvironment,
  accounts: number,
  random: () => number,
): Map<string, string | undefined> {
  const { settings } = lifecycle;
  const named = [...settings.accounts.keys()].slice(0, accounts);
  const initial = new Map<string, string | undefined>();
  for (let index = 0; index < accounts; index++) {
    const unit = units[index % units.length];
    const id = named[index];
    const item = findEntry(settings, { id: id ?? '', parents: unit?.path ?? [] });
    const draw = random();
    const state = draw < 0.9 ? 'released' : draw < 0.95 ? 'vanilla' : undefined;
    const name = `holder-${String(index + 1).padStart(5, '0')}`;
    const added = addAccount({
      name,
      email: `${name}@example.com`,
      tags: tagsOf(settings, item, { name, state }),
      ...(id !== undefined && { id }),
      ...(unit && { ou: unit.id }),
    });
    initial.set(added, state);
  }
  return initial;
}

interface Person {
  readonly name: string;
  readonly state: string | undefined;
}

function tagsOf(
  { features }: Settings,
  item: EntrySettings | undefined,
  { name, state }: Person,
): Record<string, string> {
  const keys = tagKeys(features.withTagPrefix);
  return {
    ...(state === 'released' && { ...item?.accountTags, [keys.holder]: `${name}@example.com` }),
    ...(state !== undefined && { [keys.state]: state }),
  };
}

/** Share of the accounts whose holders leave, so that a small organization does not empty. */
const maxLeft = 0.1;

/** Actions of people during a rehearsal: one resets an account, another expires one by hand, one leaves. */
export async function simulatePeople(
  { organization, lifecycle, clock }: RehearsalEnvironment,
  random: () => number,
): Promise<void> {
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const fleet = openFleet({ ...organization.access(), clock });
  const everybody = organization
    .accounts()
    .filter(({ tags, state }) => state === 'ACTIVE' && keys.state in tags);
  const pick = () => everybody[Math.floor(random() * everybody.length)]?.id;
  for (const state of ['vanilla', 'expired']) {
    const id = pick();
    if (id === undefined) continue;
    const Tags = [{ Key: keys.state, Value: state }];
    await callOrganizations(fleet, 'TagResource', { ResourceId: id, Tags }).catch(() => {});
  }
  const left = organization.accounts().filter(({ state }) => state === 'SUSPENDED').length;
  const mayLeave = left < maxLeft * (everybody.length + left);
  const leaver = random() < 0.2 && mayLeave ? pick() : undefined;
  if (leaver !== undefined) organization.setState(leaver, 'SUSPENDED');
}
