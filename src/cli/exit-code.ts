/** What the shell is told. */

export const exitCode = {
  /** Everything that was asked for is done. */
  done: 0,
  /** Nothing ran: something must be changed first. */
  couldNotRun: 1,
  /** It ran, and some targets failed or had no turn. */
  someFailed: 2,
  /** The operator was asked and said no. */
  refused: 3,
  /** Ctrl-C, as shells number it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
