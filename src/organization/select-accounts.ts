/** Streams the accounts of a selection as they are found: those that run, and those that do not, with the reason. */

import picomatch from 'picomatch';
import type { Fleet } from '../aws/open-fleet.ts';
import type { Account } from '../model/account.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { SkipReason } from '../model/outcome.ts';
import { type AccountTags, readAccountTags } from './account-tags.ts';
import { managementIdOf } from './accounts.ts';
import { type AccountDetails, candidates, type SelectedAccount } from './candidate-accounts.ts';
import { type AccountSelection, hasTags, isOuPath, unitsOf } from './selection.ts';
import { pathResolver } from './tree.ts';
import { type OrganizationalUnits, readUnits } from './units.ts';

/**
 * Throws a `FlotillaError` when a unit does not exist, when the organization cannot be read, and when nothing at all
 * is selected. With `strict`, also for a selected account that cannot run; the reader must then read to the end before
 * anything starts.
 */
export async function* selectAccounts(
  fleet: Fleet,
  selection: AccountSelection,
  details: AccountDetails,
  signal?: AbortSignal,
): AsyncGenerator<SelectedAccount, void, undefined> {
  // Requested in parallel with the first page, which saves every run a round trip.
  const skipOf = skipRule(fleet, selection);
  skipOf.catch(() => {});
  try {
    yield* select(fleet, selection, { details, signal, skipOf });
  } catch (error) {
    await skipOf; // Rejected credentials explain every other error.
    throw error;
  }
}

interface Selecting {
  readonly details: AccountDetails;
  readonly signal: AbortSignal | undefined;
  readonly skipOf: Promise<(account: Account) => SelectedAccount['skip']>;
}

async function* select(
  fleet: Fleet,
  requested: AccountSelection,
  { details, signal, skipOf }: Selecting,
): AsyncGenerator<SelectedAccount, void, undefined> {
  const selection = await withIds(fleet, requested, signal);
  const units = readUnits(fleet);
  await units.expect(unitsOf(selection));
  const tags = details.tags || hasTags(selection) ? await readAccountTags(fleet) : undefined;
  const complete = accountCompleter({ units, tags, details, signal });
  let found = 0;
  for await (const one of candidates(fleet, selection, details, signal)) {
    const account = await complete.forMatching(one.account, selection);
    if (!one.skip && !matches(account, selection)) continue;
    if (isIgnored(account, selection)) continue;
    found++;
    const skip = one.skip ?? (await skipOf)(account);
    if (skip && isMeant(account, skip.reason, selection)) throw cannotRun(account, skip.detail);
    yield { account: await complete.forReader(account), ...(skip && { skip }) };
  }
  if (found === 0) throw noMatch(selection);
}

/** Paths of OUs become their ids. */
async function withIds(
  fleet: Fleet,
  selection: AccountSelection,
  signal: AbortSignal | undefined,
): Promise<AccountSelection> {
  const idOf = pathResolver(fleet, signal);
  const resolve = (places: readonly string[]) =>
    Promise.all(places.map((place) => (isOuPath(place) ? idOf(place) : place)));
  const { targets, ignore } = selection;
  return {
    ...selection,
    ...(targets && { targets: await resolve(targets) }),
    ignore: await resolve(ignore),
  };
}

/**
 * Whether `strict` refuses the skip. The caller's and the management account are excluded by default: a selection that
 * only contains them, such as the whole organization, does not ask for them.
 */
function isMeant(account: Account, reason: SkipReason, { strict, targets = [] }: AccountSelection) {
  const isDefault = reason === 'management' || reason === 'caller';
  return strict && (!isDefault || targets.includes(account.id));
}

interface Completing {
  readonly units: OrganizationalUnits;
  readonly tags: AccountTags | undefined;
  readonly details: AccountDetails;
  readonly signal: AbortSignal | undefined;
}

/** Adds what ListAccounts does not return: before matching only what matching needs, then the requested details. */
function accountCompleter({ units, tags, details, signal }: Completing) {
  return {
    async forMatching(account: Account, selection: AccountSelection): Promise<Account> {
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
        account.parents ?? (details.ouPath ? await units.parentsOf(account.id) : undefined);
      return {
        ...account,
        ...(parents && details.ouPath && { parents, ouPath: await units.path(parents) }),
        ...(tags && !account.tags && { tags: await tags.of(account.id, signal) }),
      };
    },
  };
}

function matches(account: Account, { targets, names, tags, states }: AccountSelection): boolean {
  const isTarget = !targets || targets.some((id) => isAt(account, id));
  const isNamed = !names || isSelectedName(account.name ?? '', names);
  const isTagged = Object.entries(tags).every(([key, value]) => account.tags?.[key] === value);
  const isInState = !states || states.includes(account.state ?? '');
  return isTarget && isNamed && isTagged && isInState;
}

function isIgnored(account: Account, { ignore }: AccountSelection): boolean {
  return ignore.some((id) => isAt(account, id));
}

/** The account itself, or one below the unit or root. */
function isAt({ id, parents = [] }: Account, place: string): boolean {
  return id === place || parents.includes(place);
}

/**
 * A leading `!` subtracts: `prod-*` and `!prod-legacy-*`. With subtractions alone, every other name is selected.
 * `!(a|b)` is a glob like any other.
 */
function isSelectedName(name: string, globs: readonly string[]): boolean {
  const isSubtraction = (glob: string) => /^!(?!\()/.test(glob);
  const [subtracted, selected] = [
    globs.filter(isSubtraction),
    globs.filter((glob) => !isSubtraction(glob)),
  ];
  const isLikeAny = (some: readonly string[]) => some.some((glob) => isNameLike(name, glob));
  if (isLikeAny(subtracted.map((glob) => glob.slice(1)))) return false;
  return selected.length === 0 || isLikeAny(selected);
}

/** `*` matches everything, slashes and leading dots too: an account name is not a file path. */
function isNameLike(name: string, glob: string): boolean {
  return picomatch.isMatch(name, glob, { bash: true, dot: true });
}

/** Returns a function that decides which accounts are skipped, from facts that are read once. */
async function skipRule(fleet: Fleet, { includeCaller, includeManagement }: AccountSelection) {
  const caller = await fleet.caller();
  return (account: Account): SelectedAccount['skip'] => {
    const { id, state } = account;
    if (!includeManagement && id === managementIdOf(account)) {
      return {
        reason: 'management',
        detail: 'it is the management account, which is excluded by default',
      };
    }
    if (!includeCaller && id === caller.accountId) {
      return {
        reason: 'caller',
        detail: "it is the caller's own account, which is excluded by default",
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
    `account ${account} is selected but cannot run: ${why}; ignore it, or run without strict`,
  );
}

function noMatch(selection: AccountSelection): FlotillaError {
  const { targets, names, states, tags } = selection;
  const filters = Object.entries({ targets, names, states, ...(hasTags(selection) && { tags }) })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const what = filters.length > 0 ? filters.join(', ') : 'the whole organization';
  return new FlotillaError('Selection', `no account matches the selection (${what}); widen it`);
}
