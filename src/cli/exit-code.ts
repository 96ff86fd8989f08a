/** What the shell is told. */

import { pointlessExitCode } from '../inventory/orchestrate/runner-job.ts';

export const exitCode = {
  /** Everything that was asked for is done. */
  done: 0,
  /** Nothing ran: something must be changed first. */
  couldNotRun: 1,
  /** It ran, and some targets failed or had no turn. */
  someFailed: 2,
  /** The operator was asked and said no. */
  refused: 3,
  /** A runner's container on Kubernetes could not do its work, and would not in another attempt. */
  pointless: pointlessExitCode,
  /** Ctrl-C, as shells number it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
