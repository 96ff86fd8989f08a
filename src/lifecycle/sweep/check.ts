/** Finds anomalies, account by account: tags that are missing or wrong, states that do not end. */

import { isHolderAddress } from '../../model/holder.ts';
import { isLifecycleState } from '../../model/lifecycle-state.ts';
import { stateTag, type TagKeys } from '../model/observation.ts';
import type { OrganizationSnapshot, SnapshotAccount } from './snapshot.ts';

export interface Anomaly {
  readonly accountId: string;
  readonly severity: 'error' | 'warning';
  /** Stable, for scripts. */
  readonly code:
    | 'no-holder'
    | 'invalid-holder'
    | 'no-state'
    | 'unknown-state'
    | 'transient-state'
    | 'overdue'
    | 'failed'
    | 'tag-differs';
  readonly message: string;
}

/** Closed accounts are not checked. */
export function check({ accounts, at }: OrganizationSnapshot, keys: TagKeys): readonly Anomaly[] {
  return accounts
    .filter(({ account, item }) => account.active && item !== undefined)
    .flatMap((one) => [...holderOf(one, keys), ...stateOf(one, keys, at), ...tagsOf(one)]);
}

function holderOf({ account }: SnapshotAccount, keys: TagKeys): Anomaly[] {
  const holder = account.tags[keys.holder];
  const accountId = account.id;
  if (holder === undefined) {
    const message = `it has no tag ${keys.holder}`;
    return [{ accountId, severity: 'error', code: 'no-holder', message }];
  }
  if (isHolderAddress(holder)) return [];
  const message = `its tag ${keys.holder} is "${holder}", which is not a valid e-mail address`;
  return [{ accountId, severity: 'error', code: 'invalid-holder', message }];
}

function stateOf({ account, row }: SnapshotAccount, keys: TagKeys, now: number): Anomaly[] {
  const state = stateTag(account, keys);
  const accountId = account.id;
  if (state === undefined) {
    const message = `it has no tag ${keys.state}`;
    return [{ accountId, severity: 'error', code: 'no-state', message }];
  }
  if (!isLifecycleState(state)) {
    const message = `its tag ${keys.state} is "${state}"; set it to vanilla, assigned, released or expired`;
    return [{ accountId, severity: 'error', code: 'unknown-state', message }];
  }
  if (row?.work?.failed) {
    const again = new Date(row.work.deadline).toISOString();
    const message = `it is ${state}, and ${row.work.failed.reason}; it is retried after ${again}`;
    return [{ accountId, severity: 'error', code: 'failed', message }];
  }
  if (row?.work && now > row.work.deadline) {
    const since = new Date(row.work.deadline).toISOString();
    const message = `it is ${state}, and its deadline was ${since}`;
    return [{ accountId, severity: 'error', code: 'overdue', message }];
  }
  if (state === 'released') return [];
  const message = `it is ${state}, which is a transient state`;
  return [{ accountId, severity: 'warning', code: 'transient-state', message }];
}

function tagsOf({ account, item }: SnapshotAccount): Anomaly[] {
  return Object.entries(item?.accountTags ?? {})
    .filter(([key, value]) => account.tags[key] !== value)
    .map(([key, value]) => {
      const found = account.tags[key];
      const now = found === undefined ? 'is missing' : `is "${found}"`;
      const message = `its tag ${key} ${now}; the settings have "${value}"`;
      return { accountId: account.id, severity: 'warning', code: 'tag-differs', message };
    });
}
