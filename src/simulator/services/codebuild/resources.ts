/** Projects and builds, as data. */

/**
 * Members by AWS's own names, defaults filled in. Never changed, only replaced, so builds share it with their
 * project.
 */
export interface Definition {
  readonly description?: string;
  readonly source: ProjectSource;
  readonly artifacts: Readonly<Record<string, unknown>>;
  readonly cache: Readonly<Record<string, unknown>>;
  readonly environment: ProjectEnvironment;
  readonly serviceRole: string;
  readonly timeoutInMinutes: number;
  readonly queuedTimeoutInMinutes: number;
  readonly encryptionKey: string;
  readonly concurrentBuildLimit?: number;
  readonly logsConfig?: LogsConfig;
  readonly sourceVersion?: string;
  /** Settings that are stored and returned without effect here: secondary sources, VPC, file systems, batches. */
  readonly others?: Readonly<Record<string, unknown>>;
}

export interface ProjectSource {
  readonly type: string;
  readonly location?: string;
  readonly buildspec?: string;
}

export interface ProjectEnvironment {
  readonly type: string;
  readonly image: string;
  readonly computeType: string;
  readonly environmentVariables?: readonly BuildVariable[];
  readonly privilegedMode?: boolean;
  readonly imagePullCredentialsType?: string;
}

export interface BuildVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
}

export interface LogsConfig {
  readonly cloudWatchLogs?: {
    readonly status: string;
    readonly groupName?: string;
    readonly streamName?: string;
  };
}

export interface Project {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  definition: Definition;
  tags: ReadonlyMap<string, string>;
  /** Number of builds ever started, which is the number of the latest. */
  builds: number;
}

type BuildStatus = 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'STOPPED' | 'TIMED_OUT';

export interface Build {
  /** `project:uuid`. */
  readonly id: string;
  readonly number: number;
  readonly projectName: string;
  readonly definition: Definition;
  readonly initiator: string;
  readonly submittedAt: number;
  /** When it left the queue. */
  startedAt?: number;
  /** When it will end, as far as known. */
  endsAt?: number;
  endedAt?: number;
  status: BuildStatus;
  failure?: BuildFailure;
  /** Of a build whose phases were really run. */
  recorded?: RecordedPhase[];
  /** Variables that its buildspec exports. */
  exported?: readonly { readonly name: string; readonly value: string }[];
  /** Stops its processes. */
  stop?: () => void;
}

export interface BuildFailure {
  readonly phase: string;
  readonly code: string;
  readonly message: string;
}

export interface RecordedPhase {
  readonly type: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status?: string;
  readonly code?: string;
  readonly message?: string;
}

export interface BuildEnd {
  readonly status: BuildStatus;
  readonly failure?: BuildFailure;
  readonly now: number;
}
