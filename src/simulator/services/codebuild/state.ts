/** The CodeBuild state of one account and region. Small: ten thousand accounts have two projects each. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { Build, Project } from './resources.ts';
import { seedProjects } from './seed-projects.ts';

export interface CodeBuildState {
  readonly projects: Map<string, Project>;
  /** Oldest first. */
  readonly builds: Map<string, Build>;
  readonly running: Set<Build>;
  readonly queue: Build[];
  /** Idempotency tokens of the last five minutes; absent if there never was one. */
  tokens?: Map<string, UsedToken>;
}

interface UsedToken {
  readonly at: number;
  readonly request: string;
  readonly build: Build;
}

export const codebuildOf = perRegion(
  (world: World, account: SimulatedAccount, region): CodeBuildState => ({
    projects: seedProjects(world, account, region),
    builds: new Map(),
    running: new Set(),
    queue: [],
  }),
);
