/** What a generated name depends on. */

import type { Random } from '../../model/random.ts';
import type { KnownResources } from './known-resources.ts';
import type { ResourceOrigin } from './resource-origin.ts';

export interface NamingContext {
  readonly origin: ResourceOrigin;
  readonly estate: KnownResources;
  /** Of the structure that contains the member. */
  readonly noun: string;
  readonly id: string;
  readonly random: Random;
}
