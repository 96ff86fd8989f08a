/** All data that a decision about one account is based on. It is complete: a failed read throws. */

import type { EntrySettings } from '../../settings/settings.ts';
import type { LifecycleRecord, Transaction } from './lifecycle-record.ts';

/** Tags by key. */
export type ObservedTags = Readonly<Record<string, string>>;

/** Why the account is checked. */
export type AdvanceCause =
  /** An event, or the possibility of one. */
  | 'event'
  /** The account was created or moved. */
  | 'moved'
  /** The scheduled sweep of the whole organization. */
  | 'sweep'
  /** The window is open: released accounts are expired. */
  | 'window'
  /** An operator requests the next step now, even after failures. */
  | 'operator';

/** An account with its tags, as Organizations returns it. */
export interface ObservedAccount {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  /** Whether AWS reports ACTIVE. */
  readonly active: boolean;
  /** The organization does not have it. */
  readonly isForeign?: true;
  readonly parents: readonly string[];
  /** When name, address and OU path were read. */
  readonly readAt: number;
  readonly tags: ObservedTags;
}

/** `LOST`: AWS no longer knows the build. */
export interface ObservedBuild {
  readonly id: string;
  readonly status: string;
}

/** All data that a decision about one account is based on. */
export interface Observation {
  readonly account: ObservedAccount;
  /** Undefined: the account is not managed. */
  readonly item: EntrySettings | undefined;
  readonly transaction: Transaction | undefined;
  readonly work: LifecycleRecord | undefined;
  /** The build that the step waits for. */
  readonly build: ObservedBuild | undefined;
  /** The previous worker was interrupted: some of its steps may not be recorded. */
  readonly interrupted: boolean;
  /** The window that is the cause has expired it before. */
  readonly expiredInWindow?: boolean;
  readonly cause: AdvanceCause;
  readonly now: number;
}

/** Names of the tags, with the prefix of the settings. */
export interface TagKeys {
  readonly state: string;
  readonly holder: string;
}

/** Returns the names of the tags for a prefix of the settings, `features.withTagPrefix`. */
export function tagKeys(prefix: string): TagKeys {
  return { state: `${prefix}state`, holder: `${prefix}holder` };
}

/** Returns the value of the state tag, valid or not. */
export function stateTag({ tags }: ObservedAccount, keys: TagKeys): string | undefined {
  return tags[keys.state];
}

/** Whether a person has set another state since the transaction failed: an order to try again. */
export function isStateChanged(
  failed: LifecycleRecord['failed'],
  state: string | undefined,
): boolean {
  return failed?.state !== undefined && failed.state !== state;
}

/** An observation of an account that is managed. */
export interface ManagedObservation extends Observation {
  readonly item: EntrySettings;
}
