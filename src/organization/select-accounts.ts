/** Which accounts a selection means, streamed as they are found: those that run, and those that do not and why. */

import picomatch from 'picomatch';
import { classify } from '../aws/failures.ts';
import type { Fleet } from '../aws/open-fleet.ts';
import { type Account, isAccountId } from '../model/account.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { SkipReason } from '../model/outcome.ts';
import { type AccountTags, readAccountTags } from './account-tags.ts';
import { describeAccount, listAccounts, managementIdOf } from './accounts.ts';
import type { Selection } from './selection.ts';
import { readUnits, type Units } from './units.ts';

/** What must be known of each account beyond its id. */
export interface Wanted {
  /** Name, e-mail, state, OU ids. Without it, and with ids alone, nothing is asked of the organization. */
  readonly facts: boolean;
  /** Names of the OUs above: one call per unit. */
  readonly ouPath: boolean;
  readonly tags: boolean;
}

export interface Selected {
  readonly account: Account;
  /** Undefined for an account that runs. */
  readonly skip?: { readonly reason: SkipReason; readonly detail: string };
}

/**
 * Asking for up to so many accounts one by one is cheaper than listing the organization, which takes a call per twenty
 * accounts that were not asked for.
 */
const mostDescribed = 25;

/**
 * Throws a `FlotillaError` when a unit does not exist, when the organization cannot be read, and when nothing at all
 * is selected. With `strict`, also for a selected account that cannot run; the reader must then read to the end before
 * anything starts.
 */
export async function* selectAccounts(
  fleet: Fleet,
  selection: Selection,
  wanted: Wanted,
  signal?: AbortSignal,
): AsyncGenerator<Selected, void, undefined> {
  // Asked for beside the first page, which saves every run a round trip.
  const skipOf = skipping(fleet, selection);
  skipOf.catch(() => {});
  try {
    yield* select(fleet, selection, { wanted, signal, skipOf });
  } catch (error) {
    await skipOf; // Credentials that AWS does not take explain whatever else was refused.
    throw error;
  }
}

interface Selecting {
  readonly wanted: Wanted;
  readonly signal: AbortSignal | undefined;
  readonly skipOf: Promise<(account: Account) => Selected['skip']>;
}

async function* select(
  fleet: Fleet,
  selection: Selection,
  { wanted, signal, skipOf }: Selecting,
): AsyncGenerator<Selected, void, undefined> {
  const units = readUnits(fleet);
  await units.expect(unitsOf(selection));
  const tags = wanted.tags || hasTags(selection) ? await readAccountTags(fleet) : undefined;
  const complete = completing({ units, tags, wanted, signal });
  let found = 0;
  for await (const one of candidates(fleet, selection, wanted, signal)) {
    const account = await complete.forMatching(one.account, selection);
    if (!one.skip && !matches(account, selection)) continue;
    if (isIgnored(account, selection)) continue;
    found++;
    const skip = one.skip ?? (await skipOf)(account);
    if (skip && selection.strict) throw cannotRun(account, skip.detail);
    yield { account: await complete.forReader(account), ...(skip && { skip }) };
  }
  if (found === 0) throw nobody(selection);
}

/** What the organization has to be asked about before anything else: do these exist? */
function unitsOf({ targets = [], ignore }: Selection): string[] {
  return [...new Set([...targets, ...ignore])].filter((id) => !isAccountId(id));
}

/** Named ids alone are taken one by one or as they are; everything else is a listing. */
async function* candidates(
  fleet: Fleet,
  selection: Selection,
  wanted: Wanted,
  signal: AbortSignal | undefined,
): AsyncGenerator<Selected> {
  const ids = [...new Set(selection.targets ?? [])].filter(isAccountId);
  const filtered =
    selection.names || selection.states || hasTags(selection) || unitsOf(selection).length > 0;
  const onlyIds = selection.targets !== undefined && !filtered;
  if (onlyIds && !wanted.facts) yield* ids.map((id) => ({ account: { id } }));
  else if (onlyIds && ids.length <= mostDescribed) yield* described(fleet, ids, signal);
  else yield* listed(fleet, ids, signal);
}

async function* listed(
  fleet: Fleet,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Selected> {
  const missing = new Set(ids);
  for await (const account of listAccounts(fleet, signal)) {
    missing.delete(account.id);
    yield { account };
  }
  for (const id of missing) yield stranger(id);
}

/** Whoever may not read the organization may still run in accounts that are named: their facts are unknown then. */
async function* described(
  fleet: Fleet,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Selected> {
  let mayAsk = true;
  for (const id of ids) {
    const account = mayAsk
      ? await describeAccount(fleet, id, signal).catch(unlessDenied)
      : 'denied';
    if (account === 'denied') mayAsk = false;
    if (account === undefined) yield stranger(id);
    else yield { account: account === 'denied' ? { id } : account };
  }
}

function unlessDenied(error: unknown): 'denied' {
  const { kind, code } = classify(error);
  if (kind === 'denied' || code === 'AWSOrganizationsNotInUseException') return 'denied';
  throw error;
}

function stranger(id: string): Selected {
  const detail = 'it is not an account of this organization';
  return { account: { id }, skip: { reason: 'not-in-organization', detail } };
}

interface Completing {
  readonly units: Units;
  readonly tags: AccountTags | undefined;
  readonly wanted: Wanted;
  readonly signal: AbortSignal | undefined;
}

/** Adds what ListAccounts does not answer: before matching only what matching needs, for the reader what was wanted. */
function completing({ units, tags, wanted, signal }: Completing) {
  return {
    async forMatching(account: Account, selection: Selection): Promise<Account> {
      const needsParents =
        unitsOf(selection).length > 0 && !account.parents && account.arn !== undefined;
      return {
        ...account,
        ...(needsParents && { parents: await units.parentsOf(account.id) }),
        ...(tags && hasTags(selection) && { tags: await tags.of(account.id, signal) }),
      };
    },
    async forReader(account: Account): Promise<Account> {
      if (account.arn === undefined) return account;
      const parents =
        account.parents ?? (wanted.ouPath ? await units.parentsOf(account.id) : undefined);
      return {
        ...account,
        ...(parents && wanted.ouPath && { parents, ouPath: await units.path(parents) }),
        ...(tags && !account.tags && { tags: await tags.of(account.id, signal) }),
      };
    },
  };
}

function matches(account: Account, { targets, names, tags, states }: Selection): boolean {
  const isTarget = !targets || targets.some((id) => isAt(account, id));
  const isNamed = !names || names.some((glob) => isNameLike(account.name ?? '', glob));
  const isTagged = Object.entries(tags).every(([key, value]) => account.tags?.[key] === value);
  const isInState = !states || states.includes(account.state ?? '');
  return isTarget && isNamed && isTagged && isInState;
}

function isIgnored(account: Account, { ignore }: Selection): boolean {
  return ignore.some((id) => isAt(account, id));
}

/** The account itself, or one below the unit or root. */
function isAt({ id, parents = [] }: Account, place: string): boolean {
  return id === place || parents.includes(place);
}

/** `*` spans everything, slashes and leading dots too: an account name is no file path. */
function isNameLike(name: string, glob: string): boolean {
  return picomatch.isMatch(name, glob, { bash: true, dot: true });
}

function hasTags({ tags }: Selection): boolean {
  return Object.keys(tags).length > 0;
}

/** Decides who is left out, from facts that are read once. */
async function skipping(fleet: Fleet, { includeCaller, includeManagement }: Selection) {
  const caller = await fleet.caller();
  return (account: Account): Selected['skip'] => {
    const { id, state } = account;
    if (!includeManagement && id === managementIdOf(account)) {
      return {
        reason: 'management',
        detail: 'it is the management account, which is left out unless asked for',
      };
    }
    if (!includeCaller && id === caller.accountId) {
      return {
        reason: 'caller',
        detail: "it is the caller's own account, which is left out unless asked for",
      };
    }
    if (state !== undefined && state !== 'ACTIVE')
      return { reason: 'not-active', detail: `its state is ${state}` };
    return undefined;
  };
}

function cannotRun({ id, name }: Account, why: string): FlotillaError {
  const account = name === undefined ? id : `${id} (${name})`;
  return new FlotillaError(
    'Selection',
    `account ${account} is selected but cannot run: ${why}; ignore it, or do not ask for strict`,
  );
}

function nobody(selection: Selection): FlotillaError {
  const { targets, names, states, tags } = selection;
  const asked = Object.entries({ targets, names, states, ...(hasTags(selection) && { tags }) })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const what = asked.length > 0 ? asked.join(', ') : 'the whole organization';
  return new FlotillaError('Selection', `no account matches the selection (${what}); widen it`);
}
