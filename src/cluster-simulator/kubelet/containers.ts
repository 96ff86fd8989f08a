/** The interface between a pod and its containers: what runs them, and with which inputs. */

export interface PreparedContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly node: string;
  readonly name: string;
  readonly image: string;
  /** Replaces the entry point of the image; variables are expanded. */
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string | undefined;
  readonly mounts: readonly Mount[];
  /** Number of previous runs in this pod. */
  readonly restarts: number;
  readonly terminationMessagePath: string;
  /** The file for that path; created on first use. */
  terminationMessageFile(): string;
  /** Writes to the container's log. */
  print(text: string): void;
}

interface Mount {
  readonly mountPath: string;
  readonly readOnly: boolean;
  /** The folder, or with `subPath` the file, of the mount. The volumes of a pod are created on first use. */
  folder(): string;
}

export interface ContainerEnd {
  readonly exitCode: number;
  /** Appended to the log. */
  readonly output?: string;
  /** The termination message; default: the content of the file. */
  readonly message?: string;
  /** `OOMKilled`; default `Completed` or `Error`, by the exit code. */
  readonly reason?: string;
}

export interface StopSignals {
  /** SIGTERM: the grace period of the container starts. */
  readonly terminate: AbortSignal;
  /** SIGKILL: the cluster does not wait any longer. */
  readonly kill: AbortSignal;
}

export interface Containers {
  hasImage(image: string): boolean;
  run(container: PreparedContainer, signals: StopSignals): Promise<ContainerEnd>;
  /** Ends all running containers. */
  stop?(): Promise<void>;
}

type ContainerTask = (
  container: PreparedContainer,
  signal: AbortSignal,
) => ContainerEnd | Promise<ContainerEnd>;

/**
 * Starts no processes: a function returns how each container ends. It may wait on the cluster's clock. When it
 * rejects because its signal has fired, the container counts as terminated.
 */
export function modelled(
  task: ContainerTask,
  hasImage: (image: string) => boolean = () => true,
): Containers {
  return {
    hasImage,
    run: async (container, { terminate }) => {
      try {
        return await task(container, terminate);
      } catch (error) {
        if (terminate.aborted) return { exitCode: terminatedStatus };
        throw error;
      }
    },
  };
}

/** 128 and SIGTERM, 128 and SIGKILL. */
export const terminatedStatus = 143;
export const killedStatus = 137;
