/** Where a `--from` lies on this machine. What lies elsewhere will be brought here by this function. */

import { FlotillaError } from '../../model/flotilla-error.ts';

export async function localFolder(from: string): Promise<string> {
  if (from.trim() === '')
    throw new FlotillaError('InvalidInput', `"${from}" is no folder; give one that holds runs`);
  const [, scheme] = /^([a-z][a-z0-9+.-]+):\/\//i.exec(from) ?? [];
  if (scheme === undefined) return from;
  throw new FlotillaError(
    'InvalidInput',
    `"${from}" cannot be read yet; copy it into a folder first (aws s3 sync) and give that`,
  );
}
