/** Which accounts and regions: the same for every command that works in many of them. */

import { flag, list, pairs, repeated } from './kinds.ts';
import { headed, type OptionValues } from './option.ts';

const regionList = list('list', 'use the configured region', {
  fallback: 'the configured region',
  completion: 'region',
});

export const selectionHeading = 'Which accounts and regions:';

export const selectionOptions = headed(selectionHeading, {
  targets: list('ids', 'select the whole organization', { fallback: 'the whole organization' })
    .describe(
      'account, OU (with all OUs below) and root ids, and OU paths (/Workloads), with commas or repeated',
    )
    .optional(),
  ignore: list('ids', 'exclude no account')
    .describe('account, OU and root ids and OU paths to exclude; wins over every other option')
    .optional(),
  name: repeated('glob', 'match every name')
    .describe("account names, 'sandbox-*'; '!sandbox-old-*' subtracts; repeatable")
    .optional(),
  tag: pairs()
    .describe('tag that an account must carry; repeat it to require all of them')
    .optional(),
  state: list('states', 'match every state')
    .describe('account states, ACTIVE or SUSPENDED; only active accounts run')
    .optional(),
  includeCaller: flag().describe('include the account whose credentials are used'),
  includeManagement: flag().describe('include the management account of the organization'),
  strict: flag().describe('fail when a selected account cannot run, instead of skipping it'),
  regions: regionList
    .transform((names): readonly string[] | 'enabled' =>
      names.every((name) => name === 'enabled') ? 'enabled' : names,
    )
    .describe("regions, or 'enabled' for those that each account has enabled")
    .optional(),
});

export type SelectionValues = OptionValues<typeof selectionOptions>;
