/** How the state of the fleet looks. */

import type { AccountStatus, FleetStatus } from '../../lifecycle/fleet/status.ts';
import type { TableData } from '../output/table.ts';

export function statusTables({ byState, moving }: FleetStatus): readonly TableData[] {
  return [
    {
      title: 'Accounts by state',
      heads: ['State', 'Accounts'],
      rows: Object.entries(byState)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([state, number]) => [state, number.toLocaleString('en-US')]),
    },
    {
      title: 'On their way',
      heads: ['Account', 'Name', 'State', 'For', 'Transaction', 'Deadline', 'Note'],
      rows: moving.map(row),
      wraps: true,
    },
  ];
}

function row(account: AccountStatus): string[] {
  const { id, name = '', state = 'none', ageSeconds, transaction = '', deadline = '' } = account;
  return [id, name, state, age(ageSeconds), transaction, shortTime(deadline), note(account)];
}

function note({ failed, overdue, build, active }: AccountStatus): string {
  if (!active) return 'the account is not active';
  if (failed !== undefined) return `failed: ${failed}`;
  if (overdue) return 'overdue';
  return build === undefined ? '' : `waits for ${build}`;
}

/** `3 d`, `4 h`, `25 min`. */
export function age(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} d`;
  if (seconds >= 7_200) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 60)} min`;
}

/** To the minute, UTC. */
export function shortTime(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
