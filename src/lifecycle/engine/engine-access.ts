/** What the engine needs, declared here where it is used; `open-engine.ts` implements it on AWS. */

import type { Account } from '../../model/account.ts';
import type { EventEntry } from '../../model/account-event.ts';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import type { Activity } from '../../model/payload-event.ts';
import type { EntrySettings, Settings } from '../../settings/settings.ts';
import type { BuildRequest, StartedBuild } from '../builds/start-build.ts';
import type { MadeDecision } from '../lifecycle.ts';
import type { Observation, ObservedBuild, ObservedTags } from '../model/observation.ts';
import type { HeldLease, LeasedRow, TransactionRow } from '../store/transaction-store.ts';

export interface EngineAccess {
  readonly settings: Settings;
  /** `environment_identifier` of the settings. */
  readonly environment: string;
  /** Milliseconds since 1970. */
  now(): number;
  readonly accounts: AccountStore;
  readonly bus: EventBus;
  readonly organization: OrganizationAccess;
  readonly builds: BuildRunner;
  onDecision(made: MadeDecision): void;
}

/** The rows of accounts in progress, with their leases. */
export interface AccountStore {
  lease(accountId: string): Promise<LeasedRow | HeldLease>;
  /** Extends the lease. Throws when it was lost. */
  extend(accountId: string): Promise<void>;
  /** Writes a row and keeps the lease. Throws when it was lost. */
  save(row: TransactionRow): Promise<void>;
  /**
   * Writes the row, or deletes it when nothing is open, and releases the lease, with the activities that have ended.
   * Throws when the lease was lost.
   */
  release(row: TransactionRow, ended: readonly Activity[]): Promise<void>;
  /** When the account was last expired, by any worker. */
  expiredAt(accountId: string): Promise<number | undefined>;
}

interface EventBus {
  /**
   * Publishes events of an account, and then records them: in its shadow and in the counters. Throws when one was
   * refused; publishing all of them again does no harm.
   */
  publish(events: readonly EventEntry[], about: Observation | undefined): Promise<void>;
}

export interface OrganizationAccess {
  /** Undefined: the organization does not have it. */
  account(accountId: string): Promise<Account | undefined>;
  /** Current, unlike those of the tagging API. */
  tags(accountId: string): Promise<ObservedTags>;
  tag(accountId: string, tags: ObservedTags): Promise<void>;
  untag(accountId: string, keys: readonly string[]): Promise<void>;
  /** Attaches the policies of a state, and detaches those of the other states. */
  attachPolicies(
    item: EntrySettings,
    account: { readonly accountId: string; readonly state: LifecycleState },
  ): Promise<void>;
}

interface BuildRunner {
  /** Starts a build once, after the baseline is applied. */
  start(request: BuildRequest): Promise<StartedBuild>;
  /** `LOST` when AWS does not know it. */
  read(accountId: string, buildId: string): Promise<ObservedBuild>;
}
