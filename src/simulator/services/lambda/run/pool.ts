/** Warm execution environments: the least recently used ones end when there are too many. */

import type { LambdaFunction } from '../lambda-function.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';

export interface PooledEnvironment {
  readonly environment: ExecutionEnvironment;
  readonly logStream: string;
  /** Of the function when it started: another revision needs another environment. */
  readonly revisionId: string;
  /** Simulated time at which its credentials are too old to start with. */
  readonly validUntil: number;
}

export interface EnvironmentPool {
  /** An idle one, or undefined. It is busy from now on. */
  take(called: LambdaFunction, now: number): PooledEnvironment | undefined;
  /** Keeps it for the next invocation, if it lives. */
  giveBack(called: LambdaFunction, pooled: PooledEnvironment): void;
  close(): void;
}

/** Enough for the functions that a few events wake; each holds some 50 MB. */
const maxIdle = 6;

export function createPool(): EnvironmentPool {
  /** The least recently used first. */
  let idle: { readonly arn: string; readonly pooled: PooledEnvironment }[] = [];
  let isClosed = false;
  const end = ({ pooled }: { readonly pooled: PooledEnvironment }) => pooled.environment.kill();
  return {
    take: ({ arn, revisionId }, now) => {
      const isUsable = ({ pooled }: { readonly pooled: PooledEnvironment }) =>
        pooled.environment.isAlive() && pooled.revisionId === revisionId && now < pooled.validUntil;
      const own = idle.filter((one) => one.arn === arn);
      const found = own.findLast(isUsable);
      for (const one of own) if (!isUsable(one)) end(one);
      idle = idle.filter((one) => one !== found && (one.arn !== arn || isUsable(one)));
      return found?.pooled;
    },
    giveBack: ({ arn }, pooled) => {
      if (!pooled.environment.isAlive()) return;
      if (isClosed) return pooled.environment.kill();
      idle.push({ arn, pooled });
      if (idle.length > maxIdle) for (const one of idle.splice(0, 1)) end(one);
    },
    close: () => {
      isClosed = true;
      for (const one of idle.splice(0)) end(one);
    },
  };
}
