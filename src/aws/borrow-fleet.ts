/** The fleet of a library call: one that is open already, or one for this call alone. */

import { type Fleet, type FleetOptions, openFleet } from './open-fleet.ts';

/** How AWS is reached: credentials, profile, region, endpoint. Or a fleet that is already open, which stays open. */
export type FleetSource = FleetOptions | Fleet;

export interface BorrowedFleet {
  readonly fleet: Fleet;
  /** Closes a fleet that was opened here. */
  release(): void;
}

export function borrowFleet(aws: FleetSource): BorrowedFleet {
  if ('clientAs' in aws) return { fleet: aws, release: () => {} };
  const fleet = openFleet(aws);
  return { fleet, release: () => fleet.close() };
}
