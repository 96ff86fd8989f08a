/** A second process that works on the same installation. */

import { type Lifecycle, openLifecycle } from '../../lifecycle/lifecycle.ts';
import type { Bed } from './bed.ts';

export function hubRole({ lifecycle }: Bed): string {
  return `arn:aws:iam::${lifecycle.hub.accountId}:role/OrganizationAccountAccessRole`;
}

export function anotherHand(bed: Bed): Promise<Lifecycle> {
  const { organization, clock, lifecycle } = bed;
  const { credentials, requestHandler } = organization.access(hubRole(bed));
  const { settings, hub } = lifecycle;
  const door = { credentials, requestHandler, clock, region: hub.region };
  return openLifecycle({ ...door, settings, owner: 'another hand' });
}
