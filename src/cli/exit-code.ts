/** Exit codes of the command. */

import { permanentFailureExitCode } from '../inventory/orchestrate/exit-codes.ts';

export const exitCode = {
  /** Everything that was asked for is done. */
  done: 0,
  /** Nothing ran: something must be changed first. */
  couldNotRun: 1,
  /** It ran, and some targets failed or were not processed; or something was found that needs attention. */
  someFailed: 2,
  /** The operator did not confirm. */
  refused: 3,
  /** A runner's container on Kubernetes failed in a way that another attempt cannot help. */
  permanentFailure: permanentFailureExitCode,
  /** Ctrl-C, as shells number it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
