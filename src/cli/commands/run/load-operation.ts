/** Loads the function that a user's file exports. Node runs TypeScript as it is, so nothing is built. */

import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TargetOperation } from '../../../fleet/run-targets.ts';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { acceptEsModulesAnywhere } from './es-modules-anywhere.ts';

export interface LoadedOperation {
  readonly operation: TargetOperation<unknown>;
  /** Absolute. */
  readonly path: string;
}

/** Throws a `FlotillaError` when the file is not there, cannot be loaded, or exports no function. */
export async function loadOperation(file: string): Promise<LoadedOperation> {
  const path = resolve(file);
  expectReadable(file, path);
  const { default: operation } = await load(file, path);
  if (typeof operation === 'function') {
    return { operation: operation as TargetOperation<unknown>, path };
  }
  const what = operation === undefined ? 'has no default export' : 'exports no function by default';
  throw new FlotillaError(
    'InvalidInput',
    `"${file}" ${what}; write export default async (session) => …`,
  );
}

function expectReadable(file: string, path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new FlotillaError('File', `cannot read "${file}" (${code}); check the path`, { cause });
  }
}

async function load(file: string, path: string): Promise<{ readonly default?: unknown }> {
  acceptEsModulesAnywhere();
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    const sentence = message.split('\n')[0];
    throw new FlotillaError(
      'InvalidInput',
      `cannot load "${file}" (${name}: ${sentence}${placeIn(cause, path)}); ${adviceOn(message)}`,
      { cause },
    );
  }
}

function adviceOn(message: string): string {
  const name = /^Cannot find (?:package|module) '((?:@[^'/]+\/)?[^'./][^'/]*)/.exec(message)?.[1];
  return name === undefined ? 'correct the file' : `run npm install ${name}`;
}

/** ` at count-users.ts:3`: Node puts it on top of the stack for syntax, and below the message otherwise. */
function placeIn(cause: unknown, path: string): string {
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const at = stack.indexOf(path);
  const line = at < 0 ? undefined : /^:(\d+)/.exec(stack.slice(at + path.length))?.[1];
  return line === undefined ? '' : ` in line ${line}`;
}
