/** Collects one account with the credentials from the file: no role is assumed. */

import type { AwsCredentialIdentity } from '@smithy/types';
import { roleOf } from '../../aws/caller.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import { openSession } from '../../aws/session.ts';
import type { Account } from '../../model/account.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type CollectIntoOptions, collectInto } from '../collect/collect-into.ts';
import type { AccountManifest } from '../record.ts';

export interface CollectAloneOptions extends Omit<CollectIntoOptions, 'clock'> {
  /** Opened with the account's own credentials. */
  readonly fleet: Fleet;
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  readonly account: Account;
  /** Also lists the entries that are listed once per run. */
  readonly once: boolean;
  readonly signal: AbortSignal;
}

/** Throws a `FlotillaError` for credentials of another account: its inventory would be stored under the wrong name. */
export async function collectAlone(options: CollectAloneOptions): Promise<AccountManifest> {
  const { fleet, credentials, account, once, signal } = options;
  const caller = await fleet.caller();
  if (caller.accountId !== account.id) {
    throw new FlotillaError(
      'Credentials',
      `the credentials are those of account ${caller.accountId}, and not of ${account.id}; run assume for this account`,
    );
  }
  const region = await fleet.region();
  const session = openSession({
    fleet,
    target: { account, ...(region !== undefined && { region }) },
    role: { assumed: roleOf(caller), credentials },
    signal,
  });
  const entries = options.entries.filter(({ oncePerRun }) => once || !oncePerRun);
  return collectInto(session, { ...options, clock: fleet.clock, entries });
}
