/**
 * Bundles the functions, each from its own entry file: `<folder>/<route>/index.mjs`, beside the models of the services
 * that it calls. `npm run --prefix infra functions` prints their sizes.
 */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { modelNames } from '../src/aws/models/service-model.ts';
import { type RouteName, routeNames } from '../src/lifecycle/routes/routes.ts';
import { sourceFile, sourceFolder } from './source-folder.ts';

const models = join(sourceFolder, 'aws/models');

export interface FunctionBundle {
  readonly route: RouteName;
  readonly folder: string;
  /** Of the code, without models. */
  readonly codeBytes: number;
  /** Of code and models, each compressed. */
  readonly compressedBytes: number;
}

/** Empties the folder, and writes the bundles. The same sources make the same bytes. */
export async function bundleFunctions(folder: string): Promise<readonly FunctionBundle[]> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: sourceFolder,
    entryPoints: routeNames.map((route) => ({
      in: sourceFile(`lambda/${route}/handler`),
      out: `${route}/index`,
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    // Names of classes and functions are in errors and traces.
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Packages of the CommonJS kind require modules of Node.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    alias: {
      '@aws-sdk/credential-provider-node': sourceFile('lambda/environment-credentials'),
    },
    // Native, and as large as a hundred functions: reports that read exports run from the command line.
    external: ['@duckdb/*'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  return routeNames.map((route) => addModels(route, join(folder, route)));
}

function addModels(route: RouteName, folder: string): FunctionBundle {
  const code = readFileSync(join(folder, 'index.mjs'), 'utf8');
  const isCollector = code.includes('catalogue.json');
  const files = [
    ...['partitions', ...modelNames().filter((name) => isCollector || isNamed(code, name))].map(
      (name) => join(models, `${name}.json`),
    ),
    ...(isCollector ? [join(sourceFolder, 'inventory/catalogue/catalogue.json')] : []),
  ];
  let compressedBytes = gzipSync(code).length;
  for (const file of files) {
    const content = readFileSync(file);
    writeFileSync(join(folder, basename(file)), content);
    compressedBytes += gzipSync(content).length;
  }
  return { route, folder, codeBytes: Buffer.byteLength(code), compressedBytes };
}

/** Clients name their service by a literal; a model too many costs a few kilobytes. */
function isNamed(code: string, model: string): boolean {
  return code.includes(`"${model}"`) || code.includes(`'${model}'`);
}
