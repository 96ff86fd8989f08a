/** Everything that is simulated, as plain data: accounts, the organization around them, keys, time. Knows no HTTP. */

import type { Partition } from '../../aws/models/service-model.ts';
import type { Clock } from '../../model/clock.ts';
import type { SimulatedAccount } from './account.ts';
import type { TokenVerifier } from './identity-provider.ts';
import type { Keys } from './keys.ts';
import type { Organization } from './organization.ts';
import type { PendingTasks } from './pending-tasks.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** What rules about events can name. */
export interface FaultyEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
}

/** A call that changed something of the organization. */
export interface OrganizationChange {
  readonly at: number;
  /** `TagResource`. */
  readonly operation: string;
  readonly input: object;
  /** ARN of the caller. */
  readonly principal: string;
}

export interface World {
  readonly partition: Partition;
  /** Where clients are that name no region. */
  readonly homeRegion: string;
  readonly seed: string | number;
  /** Most items on a page, for every operation that has pages; AWS's own maximum still holds. */
  readonly pageSize: number;
  /** Organizations answers `Status` instead of `State`, as before 2026-09-09. */
  readonly legacyStatus: boolean;
  readonly clock: Clock;
  readonly timeline: Timeline;
  /** For ids that are made while it runs. */
  readonly random: Random;
  readonly organization: Organization;
  readonly accounts: Map<string, SimulatedAccount>;
  readonly keys: Keys;
  /** Work of the simulator's own that is under way. */
  readonly pendingTasks: PendingTasks;
  /** How much later than usual an event is delivered, each time that it is: never for one that is lost. */
  eventFaults: (event: FaultyEvent) => readonly number[];
  /** Told of every change of the organization, as it is made. */
  readonly watchers: Set<(change: OrganizationChange) => void>;
  /** Told of each account that comes to a place in the organization, new or from another one. */
  readonly arrivals: Set<(account: SimulatedAccount) => void>;
  /** OpenID Connect providers of the outside, by the URL in their tokens. */
  readonly identityProviders: Map<string, TokenVerifier>;
}
