/**
 * Keeps a user's function from ending the process or failing unnoticed: `process.exit` becomes a failure of its target,
 * and an error that nothing awaits, of a floating promise or a timer, is reported with its target.
 */

import { AsyncLocalStorage } from 'node:async_hooks';

export interface ProcessGuard {
  /** Runs one target's function; whatever it starts belongs to the target. */
  run<T>(target: string, operation: () => T): T;
  /** Lets errors of the current moment arrive, and restores the process. */
  release(): Promise<void>;
}

/** `target` is undefined where the error cannot be attributed. */
export type OnStrayError = (error: unknown, target: string | undefined) => void;

export function guardProcess(onStrayError: OnStrayError): ProcessGuard {
  const targets = new AsyncLocalStorage<string>();
  const report = (error: unknown) => onStrayError(error, targets.getStore());
  const exit = process.exit;
  process.exit = (code) => {
    throw new Error(
      `the function called process.exit(${code ?? ''}); return a value or throw instead`,
    );
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  return {
    run: (target, operation) => targets.run(target, operation),
    async release() {
      // Rejections are reported after the microtasks of this turn.
      await new Promise((resolve) => setImmediate(resolve));
      process.off('uncaughtException', report);
      process.off('unhandledRejection', report);
      process.exit = exit;
    },
  };
}
