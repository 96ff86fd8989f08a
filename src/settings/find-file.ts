/** Finds and reads the files that the settings name. */

import { dirname, isAbsolute, join } from 'node:path';
import type { Findings, SourcePosition } from './problem.ts';

/**
 * Returns the text of a file, whose path is absolute or relative to the current folder; rejects when it does not exist.
 */
export type ReadText = (path: string) => Promise<string>;

export interface FoundFile {
  /** As the settings have it. */
  readonly name: string;
  /** Where it was found. */
  readonly path: string;
  readonly text: string;
}

export interface FileReference {
  readonly name: string;
  /** In order; the first existing file wins. */
  readonly candidates: readonly string[];
  readonly at: SourcePosition;
  /** Path of the key in the settings. */
  readonly path: string;
}

/** Resolves a name relative to the settings file. */
export function besideSettings(settingsPath: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(settingsPath), name);
}

export function besideSettingsOrWorkingFolder(
  settingsPath: string,
  name: string,
): readonly string[] {
  return [...new Set([besideSettings(settingsPath, name), name])];
}

export function workingFolderOrBesideSettings(
  settingsPath: string,
  name: string,
): readonly string[] {
  return besideSettingsOrWorkingFolder(settingsPath, name).toReversed();
}

export async function findFile(
  { name, candidates, at, path }: FileReference,
  readText: ReadText,
  findings: Findings,
): Promise<FoundFile | undefined> {
  const reasons: string[] = [];
  for (const candidate of candidates) {
    try {
      return { name, path: candidate, text: await readText(candidate) };
    } catch (error) {
      reasons.push(`${candidate} (${reasonOf(error)})`);
    }
  }
  const message = `${path} is "${name}", which cannot be read: tried ${reasons.join(' and ')}`;
  findings.problem({ at, path, message });
  return undefined;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'ENOENT') return 'there is no such file';
  return String(code ?? message ?? error);
}
