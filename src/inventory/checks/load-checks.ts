/** Loads checks: those of the package, and those in folders of users. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';
import type { InventoryCheck } from './check.ts';
import { invalid, parseCheck } from './parse-check.ts';

const library = fileURLToPath(new URL('library', import.meta.url));

/** Sorted by name. A folder that has no check is refused, and so is a name that two files have. */
export function loadChecks(folders: readonly string[] = []): readonly InventoryCheck[] {
  const checks = new Map<string, InventoryCheck>();
  for (const folder of [library, ...folders]) {
    const paths = globSync('**/*.sql', { cwd: folder }).map((path) => join(folder, path));
    if (paths.length === 0)
      throw new FlotillaError('InvalidInput', `there are no .sql files in "${folder}"`);
    for (const path of paths.sort()) {
      const check = parseCheck(path, readFileSync(path, 'utf8'));
      if (checks.has(check.name)) throw invalid(path, `another check has the name "${check.name}"`);
      checks.set(check.name, check);
    }
  }
  return [...checks.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The checks with these names or in these categories. Throws a `FlotillaError` for names that nothing has. */
export function selectChecks(
  checks: readonly InventoryCheck[],
  names: readonly string[],
): readonly InventoryCheck[] {
  const selected = new Set(
    names.flatMap((name) => {
      const found = checks.filter((check) => [check.name, check.category].includes(name));
      if (found.length > 0) return found;
      throw unknown(name, checks);
    }),
  );
  return checks.filter((check) => selected.has(check));
}

function unknown(name: string, checks: readonly InventoryCheck[]): FlotillaError {
  const near = nearest(name, [...new Set(checks.flatMap((check) => [check.name, check.category]))]);
  const meant = near === undefined ? '' : `, did you mean "${near}"?`;
  return new FlotillaError(
    'InvalidInput',
    `"${name}" is not a check${meant === '' ? ';' : meant} list them with: flotilla inventory check --list`,
  );
}
