/** Asks the operator for the code of an MFA device. The code itself is printed and logged nowhere. */

import { FlotillaError } from '../model/flotilla-error.ts';
import type { Io } from './io.ts';

/** `pause` takes the progress off the terminal, and returns a function that continues it. */
export function askMfaCode(
  askText: NonNullable<Io['askText']>,
  pause: () => () => void,
): (serialNumber: string) => Promise<string> {
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (serialNumber: string): Promise<string> => {
    const resume = pause();
    try {
      return codeFrom(await askText(`MFA code for ${serialNumber}: `), serialNumber);
    } finally {
      resume();
    }
  };
  // Two profiles may need one at the same time.
  return (serialNumber) => {
    const code = last.then(() => ask(serialNumber));
    last = code.catch(() => {});
    return code;
  };
}

function codeFrom(typed: string, serialNumber: string): string {
  const code = typed.replaceAll(/\s/g, '');
  if (/^\d{6}$/.test(code)) return code;
  const problem = code === '' ? 'no MFA code was typed' : 'the text is not an MFA code';
  throw new FlotillaError(
    'Credentials',
    `${problem}; give the six digits that the device ${serialNumber} shows`,
  );
}
