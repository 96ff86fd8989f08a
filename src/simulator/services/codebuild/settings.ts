import type { Access } from '../../access.ts';
import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';

/** A build that begins. */
export interface ModelledBuild {
  /** The project's account. */
  readonly accountId: string;
  readonly region: string;
  /** Name of the project. */
  readonly project: string;
  /** `project:uuid`. */
  readonly buildId: string;
  /** Variables as the build's commands would see them: the project's, overridden by those of StartBuild. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly startedAt: number;
  /** To spread into an SDK client: the service role's session, in process. */
  readonly access: Access;
}

/** The outcome of a build. Omitted members are drawn from the seed: 5 to 20 minutes, and it succeeds. */
export interface BuildOutcome {
  /** Milliseconds from the start to the end, on the simulator's clock. Beyond the project's timeout it times out. */
  readonly durationMs?: number;
  readonly status?: 'SUCCEEDED' | 'FAILED';
  /** The changes that the build makes, applied when its time has passed. A rejection fails the build. */
  readonly effect?: () => Promise<void>;
}

/** Returns the outcome of a build that begins; undefined draws all of it from the seed. */
export type BuildModel = (build: ModelledBuild) => BuildOutcome | undefined;

interface BuildFault {
  readonly fail?: true | undefined;
  readonly durationMs?: number | undefined;
}

/** Builds that are really run, in shells on this machine. */
export interface RealBuilds {
  /** URL of the simulator, which the commands find in `AWS_ENDPOINT_URL`. */
  readonly endpoint: () => string;
  /** The search path of commands. Default: the usual folders of a Unix system. */
  readonly path?: string;
}

/** A build that was started or that has ended. */
export interface BuildChange {
  /** The project's account. */
  readonly accountId: string;
  /** Name of the project. */
  readonly project: string;
  /** `project:uuid`. */
  readonly buildId: string;
  /** `IN_PROGRESS` at the start; at the end `SUCCEEDED`, `FAILED`, `STOPPED`, `TIMED_OUT` or `FAULT`. */
  readonly status: string;
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly at: number;
}

export interface SimulatedBuildSettings {
  model?: BuildModel;
  /** Called for every change of a build. */
  readonly watchers: Set<(change: BuildChange) => void>;
  /** Absent: builds are modelled. */
  real?: RealBuilds;
  /** Callbacks that end the running real builds. */
  readonly shells: Set<() => void>;
  /** Creates an access from a build's credentials; provided by the facade, which has the transport. */
  access?: (credentials: Access['credentials'], region: string) => Access;
  /** Faults of a project's builds on demand. */
  matchFaults?: (build: {
    readonly accountId: string;
    readonly project: string;
  }) => readonly BuildFault[];
  onBug?: (error: unknown) => void;
  /** Concurrent builds in one account and region; five times as many may wait. */
  atOnce: number;
}

/** AWS's default for small Linux builds; a new account may have as few as one. */
const defaultConcurrency = 60;

export const buildSettings = perWorld(
  (): SimulatedBuildSettings => ({
    atOnce: defaultConcurrency,
    shells: new Set(),
    watchers: new Set(),
  }),
);

export function buildsAtOnce(world: World): number {
  return buildSettings(world).atOnce;
}
