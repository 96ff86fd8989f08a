/** Copies models, catalogue and checks, which the compiler leaves behind, next to the code that reads them. */

import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const files = [
  'src/{aws/models,inventory/{catalogue,tables},simulator/{generated,services/cloudcontrol,validation},wire}/*.json',
  'src/inventory/checks/library/*/*.sql',
];
for (const file of globSync(files, { cwd: root })) {
  cpSync(join(root, file), join(root, file.replace(/^src/, 'dist')));
}
