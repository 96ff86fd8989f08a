/** How a check of permissions looks: actions that are lacking, actions that are undetermined, accounts that were not read. */

import type { LackingAction } from '../../../../inventory/permissions/account-permissions.ts';
import type { View } from '../../../output/printer.ts';
import { failedWhere, type TableData } from '../../../output/table.ts';
import type { PermissionsRecord } from './record.ts';

export const permissionsView: View<PermissionsRecord> = {
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

function accounts(records: readonly PermissionsRecord[]): TableData {
  const checked = records.filter(({ method }) => method !== undefined);
  return {
    title: 'Accounts',
    heads: ['Account', 'Name', 'Status', 'Method', 'Actions', 'Lacking', 'Unchecked'],
    isFailed: failedWhere(2, 'failed'),
    rows: checked.map(
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

function lacking(records: readonly PermissionsRecord[]): TableData {
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

function unchecked(records: readonly PermissionsRecord[]): TableData {
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

function unread(records: readonly PermissionsRecord[]): TableData {
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

interface CheckedAction {
  readonly action: string;
  readonly types: readonly string[];
}

/** Actions of a service that have the same key, without the prefix that they share. */
function byService<T extends CheckedAction, K extends string>(
  actions: readonly T[],
  keyOf: (one: T) => K,
) {
  const prefixOf = ({ action }: CheckedAction) => action.slice(0, action.indexOf(':'));
  const groups = Map.groupBy(actions, (one) => `${prefixOf(one)} ${keyOf(one)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const prefix = prefixOf(first);
    const names = group.map(({ action }) => action.slice(prefix.length + 1));
    const types = [...new Set(group.flatMap((one) => one.types))].sort();
    return [{ prefix, key: keyOf(first), actions: names, types }];
  });
}

const maxTypes = 3;

function few(types: readonly string[]): string {
  const more = types.length - maxTypes;
  const shown = types.slice(0, maxTypes).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function nameOf({ accountName = '', accountId }: PermissionsRecord): string {
  return `${accountName} ${accountId}`;
}
