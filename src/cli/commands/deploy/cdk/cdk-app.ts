/** The CDK app of this package: finds it, and installs its packages where they are missing. */

import { constants } from 'node:fs';
import { access, cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { CommandContext } from '../../../command-context.ts';
import { runProgram } from '../../exec/run-program.ts';
import { defined, withoutIdentities } from '../../exec/target-environment.ts';

const packageRoot = resolve(import.meta.dirname, '../../../../..');

/** An app whose packages are installed. */
export interface CdkApp {
  /** Contains `cdk.json`. */
  readonly folder: string;
  /** The script of the CDK's command line. */
  readonly cli: string;
}

/** Throws a `FlotillaError` when there is no app, or its packages cannot be installed. */
export async function openCdkApp(
  folder: string | undefined,
  context: CommandContext,
): Promise<CdkApp> {
  const original = folder === undefined ? await ownApp() : resolve(context.io.folder, folder);
  if (!(await exists(join(original, 'cdk.json')))) {
    throw new FlotillaError(
      'InvalidInput',
      `there is no CDK app in "${original}" (cdk.json is missing); name another folder with --infra`,
    );
  }
  const cli = cliIn(original);
  if (await exists(cli)) return { folder: original, cli };
  const writable = (await isWritable(original)) ? original : await copyToCache(original, context);
  if (!(await exists(cliIn(writable)))) await install(writable, context);
  return { folder: writable, cli: cliIn(writable) };
}

/** In the package it is compiled, beside the files that it imports. */
async function ownApp(): Promise<string> {
  const inClone = join(packageRoot, 'infra');
  return (await exists(join(inClone, 'cdk.json'))) ? inClone : join(packageRoot, 'dist/infra');
}

function cliIn(folder: string): string {
  return join(folder, 'node_modules/aws-cdk/bin/cdk');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/**
 * The app imports files beside its folder, so that the copy has links to them: Node resolves what they import from where
 * they really are.
 */
async function copyToCache(original: string, { io: { env } }: CommandContext): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const cache = env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), '.cache');
  const root = join(cache, 'flotilla', version);
  const folder = join(root, 'infra');
  try {
    await mkdir(root, { recursive: true });
    await cp(original, folder, { recursive: true, force: true, filter: isOfApp });
    const neighbours = resolve(original, '..');
    for (const name of await readdir(neighbours)) {
      if (resolve(neighbours, name) === original) continue;
      await symlink(resolve(neighbours, name), join(root, name)).catch(ignoreExisting);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `"${original}" cannot be written, and neither can "${root}" (${code}); set XDG_CACHE_HOME to a folder that can`;
    throw new FlotillaError('File', message, { cause });
  }
  return folder;
}

function isOfApp(path: string): boolean {
  return !/\/(node_modules|cdk\.out)$/.test(path);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** The packages' own programs see no credentials. */
async function install(folder: string, context: CommandContext): Promise<void> {
  const { io, signal } = context;
  context.note(`installing the AWS CDK in ${folder}`);
  const args = ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel', 'error'];
  const env = defined(withoutIdentities(io.env));
  const ended = await runProgram({ command: 'npm', args, env, signal, onExit: io.onExit }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      const message = `npm cannot be run; install the packages yourself: npm ci --prefix ${folder}`;
      throw new FlotillaError('InvalidInput', message, { cause });
    },
  );
  signal.throwIfAborted();
  if (ended.exitCode === 0) return;
  const reason = lastLine(ended.stderr.text) ?? `exit code ${ended.exitCode}`;
  throw new FlotillaError(
    'InvalidInput',
    `the AWS CDK could not be installed (${reason}); check the network, and run npm ci --prefix ${folder}`,
  );
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}
