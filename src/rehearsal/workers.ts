/**
 * Workers that die: from some call on, nothing that a worker sends arrives any more, whatever it was about to do. That is
 * what a process that is killed looks like from AWS's side.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transport } from '../aws/clients.ts';

export interface Workers {
  /** Runs what one worker does; it may die on the way, and then rejects. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** The same, and it dies before its nth call. */
  runUntil<T>(calls: number, work: () => Promise<T>): Promise<T>;
  /** A transport whose calls are lost once the worker that makes them has died. */
  mortal(transport: Transport): Transport;
  /** How many have died. */
  killed(): number;
}

export interface WorkersOptions {
  readonly random: () => number;
  readonly killProbability: number;
}

interface Worker {
  /** Calls that it still makes. */
  left: number;
  dead: boolean;
}

/** One that dies does so within this many calls, which is more than most make. */
const withinCalls = 25;

export function createWorkers({ random, killProbability }: WorkersOptions): Workers {
  const working = new AsyncLocalStorage<Worker>();
  let killed = 0;

  const runUntil = async <T>(left: number, work: () => Promise<T>): Promise<T> => {
    const worker = { left, dead: false };
    try {
      const value = await working.run(worker, work);
      if (worker.dead) throw new WorkerKilled();
      return value;
    } finally {
      if (worker.dead) killed++;
    }
  };

  return {
    run: (work) => {
      const isDoomed = killProbability > 0 && random() < killProbability;
      return runUntil(
        isDoomed ? Math.floor(random() * withinCalls) : Number.POSITIVE_INFINITY,
        work,
      );
    },
    runUntil,
    mortal: (transport) => ({
      ...transport,
      handle: (request: unknown, options: unknown) => {
        const worker = working.getStore();
        if (worker && worker.left-- <= 0) worker.dead = true;
        if (worker?.dead) return Promise.reject(new WorkerKilled());
        return transport.handle(request, options as never);
      },
    }),
    killed: () => killed,
  };
}

export class WorkerKilled extends Error {
  override readonly name = 'WorkerKilled';

  constructor() {
    super('the worker was killed');
  }
}
