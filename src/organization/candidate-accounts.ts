/** Where the accounts of a selection come from: described by their ids, or a listing of the organization. */

import { classify } from '../aws/failures.ts';
import type { Fleet } from '../aws/open-fleet.ts';
import { type Account, isAccountId } from '../model/account.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { SkipReason } from '../model/outcome.ts';
import { describeAccount, listAccounts } from './accounts.ts';
import { type AccountSelection, hasTags, unitsOf } from './selection.ts';

/** Details that are needed of each account beyond its id. */
export interface AccountDetails {
  /** Name, e-mail, state, OU ids. Without it, and with only ids selected, the organization is not read. */
  readonly facts: boolean;
  /** Names of the OUs above: one call per unit. */
  readonly ouPath: boolean;
  readonly tags: boolean;
}

export interface SelectedAccount {
  readonly account: Account;
  /** Undefined for an account that runs. */
  readonly skip?: { readonly reason: SkipReason; readonly detail: string };
}

/**
 * Up to this many accounts are described one by one, which is cheaper than listing the organization at twenty accounts
 * per call.
 */
const maxDescribed = 25;

/** Only ids: described one by one or used as they are; everything else is a listing. */
export async function* candidates(
  fleet: Fleet,
  selection: AccountSelection,
  details: AccountDetails,
  signal: AbortSignal | undefined,
): AsyncGenerator<SelectedAccount> {
  const ids = [...new Set(selection.targets ?? [])].filter(isAccountId);
  const filtered =
    selection.names || selection.states || hasTags(selection) || unitsOf(selection).length > 0;
  const onlyIds = selection.targets !== undefined && !filtered;
  if (onlyIds && !details.facts) yield* ids.map((id) => ({ account: { id } }));
  else if (onlyIds && ids.length <= maxDescribed) yield* describeAccounts(fleet, ids, signal);
  else if (onlyIds) yield* listNamed(fleet, ids, signal);
  else yield* listCandidates(fleet, ids, signal);
}

/** As `describeAccounts` for many ids: a caller that may not list the organization may still run in them. */
async function* listNamed(
  fleet: Fleet,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<SelectedAccount> {
  let hasListed = false;
  try {
    for await (const one of listCandidates(fleet, ids, signal)) {
      hasListed = true;
      yield one;
    }
  } catch (error) {
    if (hasListed || !(error instanceof FlotillaError)) throw error;
    unlessDenied(error.cause);
    yield* ids.map((id) => ({ account: { id } }));
  }
}

async function* listCandidates(
  fleet: Fleet,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<SelectedAccount> {
  const missing = new Set(ids);
  for await (const account of listAccounts(fleet, signal)) {
    missing.delete(account.id);
    yield { account };
  }
  for (const id of missing) yield notInOrganization(id);
}

/**
 * A caller that may not read the organization may still run in accounts that are named by id: their facts are unknown
 * then.
 */
async function* describeAccounts(
  fleet: Fleet,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<SelectedAccount> {
  let mayAsk = true;
  for (const id of ids) {
    const account = mayAsk
      ? await describeAccount(fleet, id, signal).catch(unlessDenied)
      : 'denied';
    if (account === 'denied') mayAsk = false;
    if (account === undefined) yield notInOrganization(id);
    else yield { account: account === 'denied' ? { id } : account };
  }
}

function unlessDenied(error: unknown): 'denied' {
  const { kind, code } = classify(error);
  if (kind === 'denied' || code === 'AWSOrganizationsNotInUseException') return 'denied';
  throw error;
}

function notInOrganization(id: string): SelectedAccount {
  const detail = 'it is not an account of this organization';
  return { account: { id }, skip: { reason: 'not-in-organization', detail } };
}
