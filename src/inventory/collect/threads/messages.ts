/** What the thread of a run and the threads that collect its accounts send each other. All of it is plain data. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { AwsAttempt } from '../../../aws/clients.ts';
import type { Account } from '../../../model/account.ts';
import type { AssumedRole } from '../../../model/assumed-role.ts';
import type { CatalogueEntry } from '../../catalogue/entry.ts';
import type { AccountManifest } from '../../record.ts';
import type { InventoryFormat } from '../account-files.ts';
import type { RunKey } from '../run-start.ts';
import type { SentError } from './sent-error.ts';

/** The same for all accounts of a run. */
export interface ThreadSetup {
  readonly run: RunKey;
  /** The store: a folder or `s3://bucket/prefix`. */
  readonly out: string;
  readonly byKey: ReadonlyMap<string, CatalogueEntry>;
  readonly catalogueVersion: string;
  readonly regions: readonly string[] | 'enabled';
  readonly formats: readonly InventoryFormat[];
  readonly reconCompatible: boolean;
  /** Replaces AWS's own endpoints. */
  readonly endpoint: string | undefined;
  /** The caller's own region. */
  readonly region: string | undefined;
  /** Whether attempts of calls are reported. */
  readonly observed: boolean;
}

export interface AccountTask {
  readonly account: Account;
  readonly region: string | undefined;
  readonly assumed: AssumedRole;
  /** Keys of the entries to list. */
  readonly entries: readonly string[];
}

/** To a thread that collects. `owner` is an account, or undefined for the caller. */
export type ToThread =
  | { readonly type: 'collect'; readonly task: AccountTask }
  | { readonly type: 'cancel'; readonly accountId: string }
  | {
      readonly type: 'credentials';
      readonly owner: string | undefined;
      readonly found: AwsCredentialIdentity | SentError;
    };

/** From a thread that collects. Counts are those of the thread since its start. */
export type FromThread =
  | { readonly type: 'credentials'; readonly owner: string | undefined }
  | { readonly type: 'records'; readonly count: number; readonly counts: CallCounts }
  | { readonly type: 'attempt'; readonly attempt: AwsAttempt }
  | {
      readonly type: 'collected';
      readonly accountId: string;
      readonly result: AccountManifest | SentError;
      readonly counts: CallCounts;
    };

export interface CallCounts {
  readonly calls: number;
  readonly throttled: number;
}
