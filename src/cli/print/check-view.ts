/** How a check of permissions looks: what is lacking, what nobody could tell, and who was not read. */

import type { AccountCheck, LackingAction } from '../../inventory/check/account-check.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { View } from '../output/printer.ts';
import type { TableData } from '../output/table.ts';

export interface CheckRecord extends Partial<AccountCheck> {
  readonly type: 'check';
  readonly accountId: string;
  readonly accountName?: string;
  /** `unread`: the account itself could not be asked. */
  readonly status: 'ready' | 'lacking' | 'unchecked' | 'unread' | 'skipped';
  /** Of what is unread or skipped. */
  readonly reason?: string;
  readonly message?: string;
}

export function checkRecord(outcome: Outcome<AccountCheck>): CheckRecord {
  const { account } = outcome.target;
  const { id: accountId, name: accountName } = account;
  const who = {
    type: 'check' as const,
    accountId,
    ...(accountName !== undefined && { accountName }),
  };
  if (outcome.status === 'skipped')
    return { ...who, status: 'skipped', reason: outcome.reason, message: outcome.detail };
  if (outcome.status === 'failed') {
    const { code, message } = outcome.failure;
    return { ...who, status: 'unread', reason: code, message };
  }
  return { ...who, status: statusOf(outcome.value), ...outcome.value };
}

/** What is lacking is known to be missing, what is unchecked may be: the worse one counts. */
function statusOf({ lacking, unchecked }: AccountCheck): CheckRecord['status'] {
  if (lacking.length > 0) return 'lacking';
  return unchecked.length > 0 ? 'unchecked' : 'ready';
}

export const checkView: View<CheckRecord> = {
  tables(records) {
    const sorted = records.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    return [accounts(sorted), lacking(sorted), unchecked(sorted), unread(sorted)];
  },
  csv: {
    accountId: ({ accountId }) => accountId,
    accountName: ({ accountName }) => accountName,
    status: ({ status }) => status,
    reason: ({ reason }) => reason,
    message: ({ message }) => message,
    method: ({ method }) => method,
    actions: ({ actions }) => actions,
    lacking: ({ lacking }) => lacking?.map(({ action }) => action).join(' '),
    unchecked: ({ unchecked }) => unchecked?.map(({ action }) => action).join(' '),
  },
};

function accounts(records: readonly CheckRecord[]): TableData {
  const asked = records.filter(({ method }) => method !== undefined);
  return {
    title: 'Accounts',
    heads: ['Account', 'Name', 'Status', 'Method', 'Actions', 'Lacking', 'Unchecked'],
    rows: asked.map(
      ({
        accountId,
        accountName = '',
        status,
        method = '',
        actions = 0,
        lacking = [],
        ...rest
      }) => [
        accountId,
        accountName,
        status,
        method,
        `${actions}`,
        `${lacking.length}`,
        `${rest.unchecked?.length ?? 0}`,
      ],
    ),
  };
}

const reasons: Readonly<Record<LackingAction['because'], string>> = {
  'not-allowed': 'not allowed',
  denied: 'denied by a policy of the account',
  boundary: 'permissions boundary',
  organization: 'policy of the organization',
};

function lacking(records: readonly CheckRecord[]): TableData {
  return {
    title: 'Lacking',
    wraps: true,
    heads: ['Account', 'Name', 'Service', 'Because', 'Types', 'Actions'],
    rows: records.flatMap(({ accountId, accountName = '', lacking = [] }) =>
      byService(lacking, ({ because }) => because).map(({ prefix, key, actions, types }) => [
        accountId,
        accountName,
        prefix,
        reasons[key],
        few(types),
        actions.join(', '),
      ]),
    ),
  };
}

function unchecked(records: readonly CheckRecord[]): TableData {
  return {
    title: 'Could not be checked',
    wraps: true,
    heads: ['Account', 'Name', 'Service', 'Code', 'Types', 'Actions'],
    rows: records.flatMap(({ accountId, accountName = '', unchecked = [] }) =>
      byService(unchecked, ({ code }) => code).map(({ prefix, key, actions, types }) => [
        accountId,
        accountName,
        prefix,
        key,
        few(types),
        actions.join(', '),
      ]),
    ),
  };
}

function unread(records: readonly CheckRecord[]): TableData {
  return {
    title: 'Not checked',
    wraps: true,
    heads: ['Account', 'Name', 'Reason', 'Message'],
    rows: records
      .filter(({ method }) => method === undefined)
      .map(({ accountId, accountName = '', reason = '', message = '' }) => [
        accountId,
        accountName,
        reason,
        message,
      ]),
  };
}

interface Told {
  readonly action: string;
  readonly types: readonly string[];
}

/** Actions of a service that have the same key, without the prefix that they share. */
function byService<T extends Told, K extends string>(told: readonly T[], keyOf: (one: T) => K) {
  const prefixOf = ({ action }: Told) => action.slice(0, action.indexOf(':'));
  const groups = Map.groupBy(told, (one) => `${prefixOf(one)} ${keyOf(one)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const prefix = prefixOf(first);
    const actions = group.map(({ action }) => action.slice(prefix.length + 1));
    const types = [...new Set(group.flatMap((one) => one.types))].sort();
    return [{ prefix, key: keyOf(first), actions, types }];
  });
}

const mostTypes = 3;

function few(types: readonly string[]): string {
  const more = types.length - mostTypes;
  const shown = types.slice(0, mostTypes).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function nameOf({ accountName = '', accountId }: CheckRecord): string {
  return `${accountName} ${accountId}`;
}
