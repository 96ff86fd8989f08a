/** Reads all data that a decision about an account is based on. A failed read throws, so no decision is a guess. */

import type { Account } from '../../model/account.ts';
import { findEntry } from '../../settings/find-entry.ts';
import type { Settings } from '../../settings/settings.ts';
import type { LifecycleRecord, Transaction } from '../model/lifecycle-record.ts';
import type { AdvanceCause, Observation, ObservedAccount } from '../model/observation.ts';
import type { LeasedRow } from '../store/transaction-store.ts';
import type { EngineAccess } from './engine-access.ts';

/** An account as a listing of the organization has just returned it. */
export type KnownAccount = Omit<ObservedAccount, 'tags'>;

/** Names, addresses and OU paths change rarely, and a move is an event: they are read again after half a day. */
const factsFreshMs = 12 * 3_600_000;

export interface ObserveOptions {
  readonly cause: AdvanceCause;
  /** The account as a listing has just returned it; read from Organizations when absent. */
  readonly known?: KnownAccount;
  readonly window?: { readonly openedAt: number };
}

export async function observe(
  access: EngineAccess,
  leased: LeasedRow,
  { cause, known, window }: ObserveOptions,
): Promise<Observation> {
  const { settings, accounts, organization, builds } = access;
  const now = access.now();
  const work = leased.work ?? recordOfExistingTransaction(leased.transaction, settings);
  const account = known ?? (await readAccount(access, leased.accountId, work, cause));
  const tags = account.active ? await organization.tags(account.id) : {};
  const build =
    work?.step && account.active ? await builds.read(account.id, work.step.buildId) : undefined;
  return {
    account: { ...account, tags },
    item: findEntry(settings, account),
    transaction: leased.transaction,
    work,
    build,
    interrupted: interruptedAt(leased) !== undefined,
    ...(window && { expiredInWindow: await wasExpired(accounts, account.id, window.openedAt) }),
    cause,
    now,
  };
}

/** A message may arrive twice, and a window may be planned by several workers. */
async function wasExpired(
  accounts: EngineAccess['accounts'],
  id: string,
  since: number,
): Promise<boolean> {
  return ((await accounts.expiredAt(id)) ?? 0) >= since;
}

/** Returns since when steps may be unrecorded: by a worker that was interrupted, or by another system. */
export function interruptedAt({ interruptedAt, transaction, work }: LeasedRow): number | undefined {
  if (interruptedAt !== undefined) return interruptedAt;
  return transaction && !work ? transaction.begin * 1000 : undefined;
}

/** A transaction that another system began keeps the deadline that it has there. */
function recordOfExistingTransaction(
  transaction: Transaction | undefined,
  { metering }: Settings,
): LifecycleRecord | undefined {
  if (!transaction) return undefined;
  const deadline = (transaction.begin + metering.transactionsTtlSeconds) * 1000;
  return { version: 2, deadline, errors: 0, failures: 0 };
}

async function readAccount(
  access: EngineAccess,
  id: string,
  work: LifecycleRecord | undefined,
  cause: AdvanceCause,
): Promise<KnownAccount> {
  const { facts } = work ?? {};
  if (facts && cause !== 'moved' && access.now() - facts.at < factsFreshMs) {
    const { at, parents, name, email } = facts;
    return {
      id,
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      active: true,
      parents,
      readAt: at,
    };
  }
  const account = await access.organization.account(id);
  if (account) return toKnownAccount(account, access.now());
  return { ...toKnownAccount({ id }, access.now()), isForeign: true };
}

/** An account that the organization does not have, or no longer, is not active. */
export function toKnownAccount(account: Account, readAt: number): KnownAccount {
  const { id, name, email, state, parents } = account;
  return {
    id,
    readAt,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    active: state === 'ACTIVE',
    parents: parents ?? [],
  };
}
