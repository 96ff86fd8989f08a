/** A file of outcomes, one line each, written as they complete, and read again to resume the run. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { Outcome } from '../model/outcome.ts';
import {
  headerSchema,
  jsonLine,
  type OutcomeHeader,
  resumedSchema,
  targetKey,
  toRecord,
} from './outcome-record.ts';

export interface OutcomeFile {
  /** Resolves when the line is handed to the operating system. */
  write(outcome: Outcome<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Of anything that JSON can hold; equal content has an equal fingerprint, in any order of keys. */
export function fingerprintOf(content: object): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
    .slice(0, 32);
}

/** Starts a file. An existing one is replaced. */
export async function createOutcomeFile(
  path: string,
  fingerprint: string,
  startedAt: Date,
): Promise<OutcomeFile> {
  const handle = await open(path, 'w').catch(cannot('write', path));
  const header: OutcomeHeader = {
    type: 'run',
    version: 1,
    fingerprint,
    startedAt: startedAt.toISOString(),
  };
  await handle.appendFile(`${JSON.stringify(header)}\n`);
  return appending(handle);
}

export interface ResumedFile extends OutcomeFile {
  /** Targets that are done and are not run again, as `targetKey` names them. */
  readonly done: ReadonlySet<string>;
}

/**
 * Resumes a file. An incomplete last line is dropped. Throws a `FlotillaError` when another run wrote the file, or when
 * it is not a file of outcomes.
 */
export async function resumeOutcomeFile(path: string, fingerprint: string): Promise<ResumedFile> {
  const { done, length } = await readDone(path, fingerprint);
  const handle = await open(path, 'r+').catch(cannot('write', path));
  await handle.truncate(length);
  await handle.close();
  return { done, ...appending(await open(path, 'a')) };
}

function appending(handle: FileHandle): OutcomeFile {
  return {
    write: async (outcome) => handle.appendFile(`${jsonLine(toRecord(outcome))}\n`),
    close: () => handle.close(),
  };
}

async function readDone(
  path: string,
  fingerprint: string,
): Promise<{ done: Set<string>; length: number }> {
  const done = new Set<string>();
  let length = 0;
  let lineNumber = 0;
  for await (const { text, end, isComplete } of lines(path)) {
    lineNumber++;
    const line = isComplete ? parse(text) : undefined;
    if (lineNumber === 1) expectSameRun(path, line, fingerprint);
    else if (isComplete) {
      const outcome = resumedSchema.safeParse(line);
      if (!outcome.success) {
        throw new FlotillaError(
          'ResumeMismatch',
          `line ${lineNumber} of ${path} is not an outcome; is this the right file?`,
        );
      }
      const { accountId, region, status } = outcome.data;
      if (status === 'done') done.add(targetKey(accountId, region));
    }
    if (isComplete) length = end;
  }
  if (lineNumber === 0)
    throw new FlotillaError('ResumeMismatch', `${path} is empty; start with --out instead`);
  return { done, length };
}

function expectSameRun(path: string, line: unknown, fingerprint: string): void {
  const header = headerSchema.safeParse(line);
  if (!header.success) {
    throw new FlotillaError(
      'ResumeMismatch',
      `${path} is not a file of outcomes; give one that --out has written`,
    );
  }
  if (header.data.fingerprint === fingerprint) return;
  throw new FlotillaError(
    'ResumeMismatch',
    `${path} was written by a run with another selection, role or operation, started ${header.data.startedAt}; repeat that one, or start a new file with --out`,
  );
}

interface Line {
  readonly text: string;
  /** Offset of what follows the line, in bytes. */
  readonly end: number;
  /** Whether a line break follows: otherwise the writer was interrupted. */
  readonly isComplete: boolean;
}

async function* lines(path: string): AsyncGenerator<Line> {
  const handle = await open(path, 'r').catch(cannot('read', path));
  const { size } = await handle.stat();
  await handle.close();
  let end = 0;
  const input = createReadStream(path);
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    end += Buffer.byteLength(text) + 1;
    yield { text, end, isComplete: end <= size };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cannot(what: 'read' | 'write', path: string) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new FlotillaError(
      'File',
      `cannot ${what} ${path}: ${cause.code ?? cause.message}; check the path`,
      { cause },
    );
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
