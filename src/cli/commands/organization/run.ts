/** `flotilla organization`: the tree of OUs, with ids and numbers of accounts. */

import { type Fleet, openFleet } from '../../../aws/open-fleet.ts';
import { listAccounts } from '../../../organization/accounts.ts';
import { type OuNode, readOrganizationTree } from '../../../organization/tree.ts';
import { readUnits } from '../../../organization/units.ts';
import type { RunOf } from '../../define-command.ts';
import type { View } from '../../output/printer.ts';
import { count } from '../../output/text.ts';
import type { command, OrganizationRow } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const fleet = openFleet(context.fleetOptions(options));
  try {
    const tree = await readOrganizationTree(fleet, context.signal);
    const counts = await countAccounts(fleet, context.signal);
    const printer = context.printer(view);
    const rows = toRows(tree, counts);
    for (const row of rows) printer.write(row);
    printer.end();
    const { accountsBelow = 0, activeBelow = 0 } = rows[0] ?? {};
    const summary = `${count(rows.length - 1, 'OU')}, ${count(accountsBelow, 'account')}, ${activeBelow} active`;
    return { summary };
  } finally {
    fleet.close();
  }
};

interface AccountCounts {
  /** By id of a root or OU. */
  readonly direct: ReadonlyMap<string, number>;
  readonly below: ReadonlyMap<string, number>;
  readonly active: ReadonlyMap<string, number>;
}

async function countAccounts(fleet: Fleet, signal: AbortSignal): Promise<AccountCounts> {
  const [direct, below, active] = [new Map<string, number>(), new Map(), new Map()];
  const add = (counts: Map<string, number>, id: string) =>
    counts.set(id, (counts.get(id) ?? 0) + 1);
  const units = readUnits(fleet);
  for await (const account of listAccounts(fleet, signal)) {
    const parents = account.parents ?? (await units.parentsOf(account.id));
    add(direct, parents.at(-1) ?? '');
    for (const id of parents) add(below, id);
    if (account.state === 'ACTIVE') for (const id of parents) add(active, id);
  }
  signal.throwIfAborted();
  return { direct, below, active };
}

function toRows(node: OuNode, counts: AccountCounts): readonly OrganizationRow[] {
  const { id, path, name, children } = node;
  const own: OrganizationRow = {
    kind: path === '/' ? 'root' : 'ou',
    id,
    path,
    name,
    accounts: counts.direct.get(id) ?? 0,
    accountsBelow: counts.below.get(id) ?? 0,
    activeBelow: counts.active.get(id) ?? 0,
  };
  return [own, ...children.flatMap((child) => toRows(child, counts))];
}

const view: View<OrganizationRow> = {
  tables: (rows) => [
    {
      heads: ['OU', 'Accounts', 'With OUs below', 'Active', 'Id'],
      rows: rows.map(({ path, name, accounts, accountsBelow, activeBelow, id }) => [
        path === '/' ? '/' : `${'· '.repeat(path.split('/').length - 2)}${name}`,
        String(accounts),
        String(accountsBelow),
        String(activeBelow),
        id,
      ]),
    },
  ],
  csv: {
    kind: ({ kind }) => kind,
    id: ({ id }) => id,
    path: ({ path }) => path,
    name: ({ name }) => name,
    accounts: ({ accounts }) => accounts,
    accountsBelow: ({ accountsBelow }) => accountsBelow,
    activeBelow: ({ activeBelow }) => activeBelow,
  },
};
