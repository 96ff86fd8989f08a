/** The status of the fleet: accounts by state, how long they have been there, what is open and what is overdue. */

import { isLifecycleState, type LifecycleState } from '../../model/lifecycle-state.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Shadow } from '../metering/shadows.ts';
import { stateTag, tagKeys } from '../model/observation.ts';
import { type OrganizationSnapshot, readSnapshot, type SnapshotAccount } from './snapshot.ts';

/** The status of one managed account. */
export interface AccountStatus {
  readonly id: string;
  readonly name: string | undefined;
  /** Value of the state tag; undefined when there is none. */
  readonly state: string | undefined;
  readonly active: boolean;
  /** When it entered its state, if that was recorded. ISO, UTC. */
  readonly since: string | undefined;
  readonly ageSeconds: number | undefined;
  readonly transaction: string | undefined;
  /** Id of the build in progress. */
  readonly build: string | undefined;
  /** When the account must be checked again. ISO, UTC. */
  readonly deadline: string | undefined;
  readonly overdue: boolean;
  /** Why the last transaction failed. */
  readonly failed: string | undefined;
}

/** Accounts by state, and what is open, overdue or failed. */
export interface FleetStatus {
  readonly at: string;
  readonly accounts: number;
  readonly managed: number;
  /** Managed accounts that are closed. */
  readonly closed: number;
  /** By state; `none` for no tag, and the text itself for an unknown one. */
  readonly byState: Readonly<Record<string, number>>;
  readonly open: number;
  readonly overdue: number;
  readonly failed: number;
  /** Managed accounts that are not released. */
  readonly moving: readonly AccountStatus[];
  readonly all: readonly AccountStatus[];
}

/** The label of the event for the entry into a state. */
const labels: Readonly<Record<LifecycleState, string>> = {
  vanilla: 'none',
  assigned: 'AssignedAccount',
  released: 'ReleasedAccount',
  expired: 'ExpiredAccount',
};

/** Reads the status of all managed accounts. Rejects when anything cannot be read. */
export async function readStatus(lifecycle: Lifecycle, signal?: AbortSignal): Promise<FleetStatus> {
  const [snapshot, shadows] = await Promise.all([
    readSnapshot(lifecycle, signal),
    readShadows(lifecycle),
  ]);
  return statusOf(snapshot, shadows, tagKeys(lifecycle.settings.features.withTagPrefix));
}

async function readShadows({ shadows }: Lifecycle): Promise<Map<string, Shadow>> {
  const found = new Map<string, Shadow>();
  for await (const shadow of shadows.all()) if (shadow.id) found.set(shadow.id, shadow);
  return found;
}

function statusOf(
  snapshot: OrganizationSnapshot,
  shadows: ReadonlyMap<string, Shadow>,
  keys: ReturnType<typeof tagKeys>,
): FleetStatus {
  const managed = snapshot.accounts.filter(({ item }) => item !== undefined);
  const all = managed.map((one) =>
    toStatus(one, stateTag(one.account, keys), {
      shadow: shadows.get(one.account.id),
      now: snapshot.at,
    }),
  );
  const byState: Record<string, number> = {};
  for (const { state = 'none' } of all) byState[state] = (byState[state] ?? 0) + 1;
  return {
    at: new Date(snapshot.at).toISOString(),
    accounts: snapshot.accounts.length,
    managed: managed.length,
    closed: all.filter(({ active }) => !active).length,
    byState,
    open: all.filter(({ transaction }) => transaction !== undefined).length,
    overdue: all.filter(({ overdue }) => overdue).length,
    failed: all.filter(({ failed }) => failed !== undefined).length,
    moving: all.filter(({ active, state }) => active && state !== 'released'),
    all,
  };
}

interface StatusFacts {
  readonly shadow: Shadow | undefined;
  readonly now: number;
}

function toStatus(
  { account, row }: SnapshotAccount,
  state: string | undefined,
  { shadow, now }: StatusFacts,
): AccountStatus {
  const work = row?.work;
  const stamp = isLifecycleState(state) ? shadow?.stamps?.[labels[state]] : undefined;
  const since = stamp === undefined ? undefined : `${stamp}Z`;
  const deadline = work && work.failed === undefined ? work.deadline : undefined;
  return {
    id: account.id,
    name: account.name,
    state,
    active: account.active,
    since,
    ageSeconds: since === undefined ? undefined : Math.round((now - Date.parse(since)) / 1000),
    transaction: row?.transaction?.transaction,
    build: work?.step?.buildId,
    deadline: work && new Date(work.deadline).toISOString(),
    overdue: deadline !== undefined && now > deadline,
    failed: work?.failed?.reason,
  };
}
