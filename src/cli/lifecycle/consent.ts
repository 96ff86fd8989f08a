/** What changes accounts is shown first, and done only when somebody said so. */

import type { Io } from '../io.ts';

export interface Consent {
  readonly yes: boolean | undefined;
  readonly question: string;
}

/** Where nobody sits at a terminal, only `--yes` is a yes. */
export async function consents({ yes, question }: Consent, io: Io): Promise<boolean> {
  if (yes) return true;
  const agreed = io.ask ? await io.ask(`${question} [y/N] `) : false;
  if (agreed) return true;
  const how = io.ask ? '' : '; say --yes to do it without being asked';
  io.stderr.write(`flotilla: nothing was changed${how}\n`);
  return false;
}
