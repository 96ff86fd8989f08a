/** Copies models and catalogue, which the compiler leaves behind, next to the code that reads them. */

import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
for (const file of globSync(
  'src/{aws/models,inventory/{catalogue,tables},simulator/services/cloudcontrol}/*.json',
  { cwd: root },
)) {
  cpSync(join(root, file), join(root, file.replace(/^src/, 'dist')));
}
