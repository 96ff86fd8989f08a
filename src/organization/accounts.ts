/**
 * Reads the accounts of the organization with few calls. ListAccounts returns each account's OU path, so the tree is
 * not walked; pages are streamed, so work starts while the listing continues.
 */

import type { Account as AwsAccount, ListAccountsResponse } from '@aws-sdk/client-organizations';
import { classify } from '../aws/failures.ts';
import type { Fleet } from '../aws/open-fleet.ts';
import type { Account } from '../model/account.ts';
import { callOrganizations, readOrganization } from './call-organizations.ts';

/** Streams every account of the organization. Throws a `FlotillaError` when this caller may not list it. */
export async function* listAccounts(fleet: Fleet, signal?: AbortSignal): AsyncGenerator<Account> {
  const ask = (token?: string): Promise<ListAccountsResponse> => {
    const input = token === undefined ? {} : { NextToken: token };
    const page = readOrganization(fleet, 'ListAccounts', input, signal);
    page.catch(() => {}); // Thrown where it is awaited.
    return page;
  };
  // The next page is requested while this one is processed: no slot waits for it.
  for (let next: Promise<ListAccountsResponse> | undefined = ask(); next; ) {
    const { Accounts = [], NextToken }: ListAccountsResponse = await next;
    next = NextToken ? ask(NextToken) : undefined;
    // An empty page with a token is legal: more may follow.
    for (const account of Accounts) yield toAccount(account);
  }
}

/** Returns one account by its id; undefined when the organization has no such account. Throws errors of AWS. */
export async function describeAccount(
  fleet: Fleet,
  id: string,
  signal?: AbortSignal,
): Promise<Account | undefined> {
  try {
    const { Account } = await callOrganizations(
      fleet,
      'DescribeAccount',
      { AccountId: id },
      signal,
    );
    return Account && toAccount(Account);
  } catch (error) {
    if (classify(error).code === 'AccountNotFoundException') return undefined;
    throw error;
  }
}

/** Every account's ARN contains the management account's id: `arn:aws:organizations::<id>:account/o-…/…`. */
export function managementIdOf({ arn }: Account): string | undefined {
  return arn?.split(':')[4];
}

/** `State` is AWS's field since 2025; older responses, and partitions that lag, have `Status`. */
function toAccount(account: AwsAccount): Account {
  const { Id = '', Arn, Name, Email, State, Status, Paths, JoinedTimestamp } = account;
  return {
    id: Id,
    ...(Arn !== undefined && { arn: Arn }),
    ...(Name !== undefined && { name: Name }),
    ...(Email !== undefined && { email: Email }),
    state: State ?? Status ?? 'UNKNOWN',
    ...(Paths?.[0] !== undefined && { parents: parentsIn(Paths[0]) }),
    ...(JoinedTimestamp && { joinedAt: JoinedTimestamp }),
  };
}

/** `o-…/r-…/ou-…/ou-…/<account>/` → the root and the OUs. */
function parentsIn(path: string): string[] {
  return path.split('/').filter((part) => /^(r|ou)-/.test(part));
}
