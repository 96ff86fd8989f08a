/** Which accounts and regions: the same for every command. */

import type { RunOption } from './option.ts';
import { list, pairs, repeated } from './values.ts';

const everybody = 'mean the whole organization';

export const selectionHeading = 'Which accounts and regions:';

export const selectionOptions: readonly RunOption[] = [
  {
    field: 'targets',
    flags: '--targets <ids>',
    help: 'account, OU (with all below) and root ids, with commas or repeated',
    byDefault: 'the whole organization',
    read: list('--targets', everybody),
  },
  {
    field: 'ignore',
    flags: '--ignore <ids>',
    help: 'account, OU and root ids to leave out; it wins over everything else',
    read: list('--ignore', 'ignore nobody'),
  },
  {
    field: 'names',
    flags: '--name <glob>',
    help: "account names, 'sandbox-*'; repeat it for more",
    read: repeated('--name', 'mean every name'),
  },
  {
    field: 'tags',
    flags: '--tag <key=value>',
    help: 'tags that an account must carry; repeat it to ask for all of them',
    read: pairs('--tag'),
  },
  {
    field: 'states',
    flags: '--state <states>',
    help: 'account states, ACTIVE or SUSPENDED; only active accounts run',
    read: list('--state', 'mean every state'),
  },
  {
    field: 'includeCaller',
    flags: '--include-caller',
    help: 'also the account whose credentials are used',
  },
  {
    field: 'includeManagement',
    flags: '--include-management',
    help: 'also the account that owns the organization',
  },
  {
    field: 'strict',
    flags: '--strict',
    help: 'selected accounts that cannot run are an error and not skipped',
  },
  {
    field: 'regions',
    flags: '--regions <list>',
    help: "regions, or 'enabled' for those that each account has enabled",
    byDefault: 'the configured region',
    read: regions,
  },
];

const readRegions = list('--regions', 'mean the configured region');

function regions(text: string, previous?: readonly string[] | 'enabled') {
  const names = readRegions(text, previous === 'enabled' ? [previous] : previous);
  return names.every((name) => name === 'enabled') ? 'enabled' : names;
}
