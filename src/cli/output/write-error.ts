/** The one line on stderr that says why a command could not run. */

import type { Io } from '../io.ts';
import { styleFor } from './style.ts';

export function writeError(message: string, io: Pick<Io, 'stderr' | 'env'>): void {
  const { red } = styleFor(io.stderr, io);
  io.stderr.write(`${red('flotilla:')} ${message}\n`);
}
