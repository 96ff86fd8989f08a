/** The simulated world as plain data: accounts, the organization, keys, time. Independent of HTTP. */

import type { Partition } from '../../aws/models/service-model.ts';
import type { Clock } from '../../model/clock.ts';
import type { TokenVerifier } from '../../model/identity-provider.ts';
import type { Random } from '../../model/random.ts';
import type { Timeline } from '../../model/timeline.ts';
import type { SimulatedAccount } from './account.ts';
import type { Keys } from './keys.ts';
import type { Organization } from './organization.ts';
import type { PendingTasks } from './pending-tasks.ts';

/** Names of events that rules can match. */
export interface FaultyEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
}

/** A call that changed the organization. */
export interface OrganizationChange {
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly at: number;
  /** `TagResource`. */
  readonly operation: string;
  /** The call's input, by the names of the model. */
  readonly input: object;
  /** ARN of the caller. */
  readonly principal: string;
}

export interface World {
  readonly partition: Partition;
  /** The region of clients that name none. */
  readonly homeRegion: string;
  readonly seed: string | number;
  /** Maximum number of items on a page, for every paged operation; AWS's own maximum still applies. */
  readonly pageSize: number;
  /** Organizations returns `Status` instead of `State`, as before 2026-09-09. */
  readonly legacyStatus: boolean;
  readonly clock: Clock;
  readonly timeline: Timeline;
  /** For ids that are created at run time. */
  readonly random: Random;
  /** For secrets of access keys and tokens of sessions; undefined when they follow from the seed. */
  readonly secrets: Random | undefined;
  /** Of the administrator of the management account. */
  readonly administratorKey: { readonly id: string; readonly secret: string };
  readonly organization: Organization;
  readonly accounts: Map<string, SimulatedAccount>;
  readonly keys: Keys;
  /** Pending tasks of the simulator itself. */
  readonly pendingTasks: PendingTasks;
  /** Additional delays of an event, one per delivery: none for a lost event. */
  eventFaults: (event: FaultyEvent) => readonly number[];
  /** Called for every change of the organization, when it is made. */
  readonly watchers: Set<(change: OrganizationChange) => void>;
  /** Called for each account that enters a parent in the organization, new or moved. */
  readonly arrivals: Set<(account: SimulatedAccount) => void>;
  /** OpenID Connect providers outside AWS, by the URL in their tokens. */
  readonly identityProviders: Map<string, TokenVerifier>;
}
