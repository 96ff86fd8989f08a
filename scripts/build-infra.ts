/**
 * Puts the CDK app into the package: `dist/infra`, without types, beside the compiled files that it imports. Node does not
 * strip types below `node_modules`.
 */

import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const app = join(root, 'infra');
const target = join(root, 'dist/infra');

rmSync(target, { recursive: true, force: true });
for (const file of globSync(['*.ts', 'constructs/*.ts'], { cwd: app }).filter(isOfApp)) {
  const path = join(target, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    withCompiledImports(stripTypeScriptTypes(readFileSync(join(app, file), 'utf8'))),
  );
}
const { scripts: _, devDependencies: __, ...manifest } = readJson('package.json');
writeJson('package.json', manifest);
writeJson('cdk.json', { ...readJson('cdk.json'), app: 'node app.js' });
// npm leaves out a lock file of the other name.
cpSync(join(app, 'package-lock.json'), join(target, 'npm-shrinkwrap.json'));

function isOfApp(file: string): boolean {
  return !/\.test\.ts$|^vitest\.config\.ts$/.test(file);
}

function withCompiledImports(code: string): string {
  return code.replace(/(from\s+')(\.[^']*)\.ts'/g, (_match, from: string, path: string) => {
    return `${from}${path.replace(/^((?:\.\.\/)+)src\//, '$1')}.js'`;
  });
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(app, file), 'utf8'));
}

function writeJson(file: string, content: object): void {
  writeFileSync(join(target, file), `${JSON.stringify(content, undefined, 2)}\n`);
}
