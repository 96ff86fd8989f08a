/** From a selection to targets: one per account and region, with the role to assume there. */

import type { Fleet } from '../aws/open-fleet.ts';
import { type OpenedRole, openRole, type RoleInAccount } from '../aws/open-role.ts';
import { openSession } from '../aws/session.ts';
import type { Account } from '../model/account.ts';
import type { Phase, Skipped, Target } from '../model/outcome.ts';
import type { SelectedAccount } from '../organization/candidate-accounts.ts';
import { selectAccounts } from '../organization/select-accounts.ts';
import { enabledRegions } from './enabled-regions.ts';
import { fanOut } from './fan-out.ts';
import type { RunSettings } from './run-options.ts';

/** A target that runs, one that does not and why, or one whose regions could not be read. */
export type PlannedTarget =
  | { readonly plan: 'run'; readonly target: Target; readonly role: RoleInAccount }
  | { readonly plan: 'skip'; readonly skipped: Skipped }
  | {
      readonly plan: 'unread';
      readonly target: Target;
      readonly role: RoleInAccount;
      readonly phase: Phase;
      readonly cause: unknown;
    };

/** Streams the targets while the organization is still being listed; with `strict`, only after all of it was read. */
export async function* planTargets(
  fleet: Fleet,
  settings: RunSettings,
  signal?: AbortSignal,
): AsyncGenerator<PlannedTarget, void, undefined> {
  const role = openRole(fleet, settings);
  role.catch(() => {}); // Thrown where it is awaited.
  const details = { facts: settings.facts, ouPath: settings.ouPath, tags: settings.accountTags };
  const selected = selectAccounts(fleet, settings, details, signal);
  const accounts = settings.strict ? readToTheEnd(selected) : selected;
  const configured = await fleet.region();
  if (settings.regions === 'enabled') {
    const { concurrency } = settings;
    yield* withEnabledRegions(
      { fleet, role: await role, configured, concurrency, signal },
      accounts,
    );
    return;
  }
  const regions = settings.regions ?? [configured];
  for await (const one of accounts) yield* inRegions(one, await role, regions, signal);
}

async function* readToTheEnd<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  yield* await Array.fromAsync(items);
}

function* inRegions(
  { account, skip }: SelectedAccount,
  role: OpenedRole,
  regions: readonly (string | undefined)[],
  signal: AbortSignal | undefined,
): Generator<PlannedTarget> {
  if (skip) {
    yield skipped(account, skip);
    return;
  }
  // One AssumeRole, whatever the number of regions.
  const entered = role.enter(account, signal);
  for (const region of regions)
    yield { plan: 'run', target: targetIn(account, region), role: entered };
}

interface RegionLookup {
  readonly fleet: Fleet;
  readonly role: OpenedRole;
  readonly configured: string | undefined;
  /** Accounts whose regions are read at the same time, ahead of the run. */
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

async function* withEnabledRegions(
  { fleet, role, configured, concurrency, signal }: RegionLookup,
  accounts: AsyncIterable<SelectedAccount>,
): AsyncGenerator<PlannedTarget> {
  const look = async (
    { account, skip }: SelectedAccount,
    stop: AbortSignal,
  ): Promise<PlannedTarget[]> => {
    if (skip) return [skipped(account, skip)];
    const entered = role.enter(account, signal);
    const target = targetIn(account, configured);
    let phase: Phase = 'assume-role';
    try {
      await entered.credentials();
      phase = 'operation';
      const session = openSession({ fleet, target, role: entered, signal: stop });
      const regions = await enabledRegions(session);
      return regions.map((region) => ({
        plan: 'run',
        target: targetIn(account, region),
        role: entered,
      }));
    } catch (cause) {
      return [{ plan: 'unread', target: { account }, role: entered, phase, cause }];
    }
  };
  for await (const looked of fanOut(accounts, look, { concurrency, signal })) {
    if (looked.status === 'done') yield* looked.value;
  }
}

function skipped(
  account: Account,
  { reason, detail }: NonNullable<SelectedAccount['skip']>,
): PlannedTarget {
  return { plan: 'skip', skipped: { status: 'skipped', target: { account }, reason, detail } };
}

function targetIn(account: Account, region: string | undefined): Target {
  return { account, ...(region !== undefined && { region }) };
}
