/** One command with arguments, on surroundings of its own: what the contract suite runs in every possible way. */

import type { FleetOptions } from '../../aws/open-fleet.ts';
import type { CliOptions } from '../command-line.ts';

export interface CommandScenario {
  /** Of the command table. */
  readonly name: string;
  readonly args: readonly string[];
  /**
   * Opens fresh surroundings: every run changes them. With so many accounts, where the command asks above 50 targets.
   */
  open(accounts?: number): Promise<ScenarioWorld>;
  /** Exit code when nothing interferes. Default 0. */
  readonly code?: number;
  /** A container of a runner prints nothing on stdout. Its exit code says whether another attempt may succeed. */
  readonly isContainer?: true;
}

export interface ScenarioWorld extends Pick<CliOptions, 'env' | 'folder' | 'typed' | 'fetch'> {
  /** Absent for commands that never call AWS. */
  readonly aws?: FleetOptions;
  /** More arguments: paths of files that were made. */
  readonly args?: readonly string[];
  /**
   * How many targets were changed, as the simulated organization has it. Absent for commands that only read.
   */
  changed?(): Promise<number>;
}
