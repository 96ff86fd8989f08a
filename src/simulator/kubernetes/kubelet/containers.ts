/** The seam between a pod and the work of its containers: who does it, and what he is told. */

export interface PreparedContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly node: string;
  readonly name: string;
  readonly image: string;
  /** What replaces the entry point of the image; variables are expanded. */
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string | undefined;
  readonly mounts: readonly Mount[];
  /** How often it has run in this pod before. */
  readonly restarts: number;
  readonly terminationMessagePath: string;
  /** The file that stands for that path; made when it is first asked for. */
  terminationMessageFile(): string;
  /** To the container's log. */
  print(text: string): void;
}

export interface Mount {
  readonly mountPath: string;
  readonly readOnly: boolean;
  /** The folder, or with `subPath` the file, that is there; the volumes of a pod are made when one is first asked for. */
  folder(): string;
}

export interface ContainerEnd {
  readonly exitCode: number;
  /** Added to the log. */
  readonly output?: string;
  /** The termination message, instead of what is in the file. */
  readonly message?: string;
  /** `OOMKilled`; default `Completed` or `Error`, by the exit code. */
  readonly reason?: string;
}

export interface StopSignals {
  /** SIGTERM: the container has its time of grace from now on. */
  readonly terminate: AbortSignal;
  /** SIGKILL: nobody waits any longer. */
  readonly kill: AbortSignal;
}

export interface Containers {
  hasImage(image: string): boolean;
  run(container: PreparedContainer, signals: StopSignals): Promise<ContainerEnd>;
  /** Ends everything that it has started. */
  stop?(): Promise<void>;
}

type Work = (
  container: PreparedContainer,
  signal: AbortSignal,
) => ContainerEnd | Promise<ContainerEnd>;

/**
 * Nothing is started: a function says how each container ends. It may wait, on the cluster's clock; when it rejects because
 * its signal has fired, the container was terminated.
 */
export function modelled(
  task: Work,
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
