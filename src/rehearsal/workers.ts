/**
 * Workers that die: after a given call, nothing that a worker sends reaches AWS any more. This is how AWS sees a
 * killed process.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transport } from '../aws/clients.ts';

export interface Workers {
  /** Runs the task of one worker. It may die in between, and then the promise rejects. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Like `run`, but the worker dies before its nth call. */
  runUntil<T>(calls: number, task: () => Promise<T>): Promise<T>;
  /** A transport that drops the calls of dead workers. */
  killableTransport(transport: Transport): Transport;
  /** Number of dead workers. */
  killed(): number;
}

export interface WorkersOptions {
  readonly random: () => number;
  readonly killProbability: number;
}

interface Worker {
  /** Calls left before it dies. */
  remainingCalls: number;
  dead: boolean;
}

/** A doomed worker dies within this many calls, which is more than most tasks make. */
const maxCallsBeforeDeath = 25;

export function createWorkers({ random, killProbability }: WorkersOptions): Workers {
  const working = new AsyncLocalStorage<Worker>();
  let killed = 0;

  const runUntil = async <T>(remainingCalls: number, task: () => Promise<T>): Promise<T> => {
    const worker = { remainingCalls, dead: false };
    try {
      const value = await working.run(worker, task);
      if (worker.dead) throw new WorkerKilled();
      return value;
    } finally {
      if (worker.dead) killed++;
    }
  };

  return {
    run: (task) => {
      const willDie = killProbability > 0 && random() < killProbability;
      return runUntil(
        willDie ? Math.floor(random() * maxCallsBeforeDeath) : Number.POSITIVE_INFINITY,
        task,
      );
    },
    runUntil,
    killableTransport: (transport) => ({
      ...transport,
      handle: (request: unknown, options: unknown) => {
        const worker = working.getStore();
        if (worker && worker.remainingCalls-- <= 0) worker.dead = true;
        if (worker?.dead) return Promise.reject(new WorkerKilled());
        return transport.handle(request, options as never);
      },
    }),
    killed: () => killed,
  };
}

class WorkerKilled extends Error {
  override readonly name = 'WorkerKilled';

  constructor() {
    super('the worker was killed');
  }
}
