/** The CDK app in a process of its own, as the command line of the CDK runs it, and the assets that it writes. */

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipFiles } from '../../src/zip/write-zip.ts';

const folder = join(import.meta.dirname, '..');

export interface Synthesis {
  readonly settingsPath: string;
  readonly outputFolder: string;
  /** How AWS is reached. */
  readonly variables: NodeJS.ProcessEnv;
}

interface StoredObject {
  readonly Bucket: string;
  readonly Key: string;
  readonly Body: Uint8Array;
}

export interface SynthesizedApp {
  readonly templateUrl: string;
  /** What the CDK would publish. */
  readonly assets: readonly StoredObject[];
}

export async function synthesizeApp({
  settingsPath,
  outputFolder,
  variables,
}: Synthesis): Promise<SynthesizedApp> {
  const env = {
    ...variables,
    CDK_OUTDIR: outputFolder,
    CDK_CONTEXT_JSON: JSON.stringify({ settings: settingsPath }),
  };
  await promisify(execFile)(process.execPath, ['app.ts'], { cwd: folder, env });
  const assets = assetsIn(outputFolder);
  const template = assets.find(({ path }) => path === 'SpaDemo.template.json');
  if (!template) throw new Error('the app has written no template');
  const { Bucket, Key } = template.object;
  const { AWS_REGION: region } = variables;
  return {
    templateUrl: `https://s3.${region}.amazonaws.com/${Bucket}/${Key}`,
    assets: assets.map(({ object }) => object),
  };
}

interface AssetFile {
  readonly source: { readonly path: string; readonly packaging: 'file' | 'zip' };
  readonly destinations: Readonly<
    Record<string, { readonly bucketName: string; readonly objectKey: string }>
  >;
}

/** https://docs.aws.amazon.com/cdk/api/v2/docs/cloud-assembly-schema-readme.html */
function assetsIn(outputFolder: string) {
  const text = readFileSync(join(outputFolder, 'SpaDemo.assets.json'), 'utf8');
  const { files } = JSON.parse(text) as { readonly files: Readonly<Record<string, AssetFile>> };
  return Object.values(files).flatMap(({ source: { path, packaging }, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => {
      const from = join(outputFolder, path);
      const Body = packaging === 'zip' ? zipFolder(from) : readFileSync(from);
      return { path, object: { Bucket: bucketName, Key: objectKey, Body } };
    }),
  );
}

/** The folders of functions have no folders in them. */
function zipFolder(path: string): Uint8Array {
  const files = readdirSync(path).map((name) => [name, readFileSync(join(path, name))]);
  return zipFiles(Object.fromEntries(files));
}
