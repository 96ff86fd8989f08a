/** Whoever is about to do something in many accounts is asked first. */

import type { Io } from '../io.ts';

/** More than this are asked about. */
const mostUnasked = 50;

export interface Intent {
  /** Of targets or accounts. */
  readonly number: number;
  /** `--yes` */
  readonly yes: boolean | undefined;
  /** `Run in 116 accounts?` */
  readonly question: string;
}

/** Where nobody sits at a terminal, whoever wrote the script has decided. */
export async function mayRun({ number, yes, question }: Intent, { ask }: Io): Promise<boolean> {
  if (yes || !ask || number <= mostUnasked) return true;
  return ask(`${question} [y/N] `);
}
