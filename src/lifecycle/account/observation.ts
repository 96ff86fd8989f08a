/** Everything that a decision about one account rests on. Whoever makes one has read it all: a failed read throws. */

import type { EntrySettings } from '../../settings/settings.ts';
import type { AccountRecord, Transaction } from './account-record.ts';

export type ObservedTags = Readonly<Record<string, string>>;

/** Why somebody looks at the account. */
export type AdvanceCause =
  /** Something happened, or might have. */
  | 'event'
  /** The account was created, or came to lie elsewhere. */
  | 'moved'
  /** The whole organization is read, as it is every so often. */
  | 'sweep'
  /** The window is open: released accounts are expired. */
  | 'window'
  /** A person wants the next step now, however often it failed before. */
  | 'operator';

export interface ObservedAccount {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  /** AWS says ACTIVE. */
  readonly active: boolean;
  readonly parents: readonly string[];
  /** When name, address and place were read. */
  readonly readAt: number;
  readonly tags: ObservedTags;
}

/** `LOST`: AWS does not know the build any more. */
export interface ObservedBuild {
  readonly id: string;
  readonly status: string;
}

export interface Observation {
  readonly account: ObservedAccount;
  /** Undefined: the account is not managed. */
  readonly item: EntrySettings | undefined;
  readonly transaction: Transaction | undefined;
  readonly work: AccountRecord | undefined;
  /** The build that the step waits for. */
  readonly build: ObservedBuild | undefined;
  /** Whoever looked before us was interrupted: what it did may not be written down. */
  readonly interrupted: boolean;
  readonly cause: AdvanceCause;
  readonly now: number;
}

/** Names of the tags, with the prefix of the settings. */
export interface TagKeys {
  readonly state: string;
  readonly holder: string;
}

export function tagKeys(prefix: string): TagKeys {
  return { state: `${prefix}state`, holder: `${prefix}holder` };
}

/** What the state tag says, valid or not. */
export function stateTag({ tags }: ObservedAccount, keys: TagKeys): string | undefined {
  return tags[keys.state];
}
