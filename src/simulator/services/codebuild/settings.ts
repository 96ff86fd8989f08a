/** How builds go in this world: what is modelled, what is really run, how many at once. */

import type { Access } from '../../simulate-organization.ts';
import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';

/** A build that begins. */
export interface ModelledBuild {
  readonly accountId: string;
  readonly region: string;
  /** Name of the project. */
  readonly project: string;
  /** `project:uuid`. */
  readonly buildId: string;
  /** Variables as the build's commands would see them: the project's, and over them those of StartBuild. */
  readonly environment: Readonly<Record<string, string>>;
  readonly startedAt: number;
  /** To spread into an SDK client: the service role's session, in process. */
  readonly access: Access;
}

/** How it goes. What is left out is drawn from the seed: 5 to 20 minutes, and it succeeds. */
export interface BuildOutcome {
  readonly durationMs?: number;
  readonly status?: 'SUCCEEDED' | 'FAILED';
  /** What the build does to the world, done when its time is over. One that rejects fails the build. */
  readonly effect?: () => Promise<void>;
}

/** Undefined leaves all of it to the seed. */
export type BuildModel = (build: ModelledBuild) => BuildOutcome | undefined;

export interface BuildFault {
  readonly fail?: true | undefined;
  readonly durationMs?: number | undefined;
}

/** Builds that are really run, in shells on this machine. */
export interface RealBuilds {
  /** URL of the simulator, which the commands find in `AWS_ENDPOINT_URL`. */
  readonly endpoint: () => string;
  /** Where commands are looked for. Default: the usual folders of a Unix system. */
  readonly path?: string;
}

export interface BuildSettings {
  model?: BuildModel;
  /** Absent: builds are modelled. */
  real?: RealBuilds;
  /** What ends the builds that are really running. */
  readonly shells: Set<() => void>;
  /** Credentials of a build to an access: the facade's, which has the door. */
  access?: (credentials: Access['credentials'], region: string) => Access;
  /** What goes wrong with the builds of a project on demand. */
  matchFaults?: (build: {
    readonly accountId: string;
    readonly project: string;
  }) => readonly BuildFault[];
  onBug?: (error: unknown) => void;
  /** Builds at once in one account and region; five times as many may wait. */
  atOnce: number;
}

/** AWS's default for small Linux builds; a new account may have as few as one. */
const usualAtOnce = 60;

export const buildSettings = perWorld(
  (): BuildSettings => ({
    atOnce: usualAtOnce,
    shells: new Set(),
  }),
);

export function buildsAtOnce(world: World): number {
  return buildSettings(world).atOnce;
}
