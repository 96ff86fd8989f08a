/** A file of outcomes, one line each, written as they complete, and read again to resume the run. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, type FileHandle, open } from 'node:fs/promises';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { Outcome } from '../model/outcome.ts';
import { type FileLock, lockFile } from './file-lock.ts';
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

export interface NewOutcomeFile {
  readonly fingerprint: string;
  readonly startedAt: Date;
  /** Replaces an existing file. Otherwise one is refused. */
  readonly overwrite: boolean;
}

/** Throws a `FlotillaError` when the file exists: before anything else is done. */
export async function assertNew(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw exists(path, undefined);
}

/** Throws a `FlotillaError` when the file exists, cannot be written, or is in use by another run. */
export async function createOutcomeFile(
  path: string,
  { fingerprint, startedAt, overwrite }: NewOutcomeFile,
): Promise<OutcomeFile> {
  const lock = await lockFile(path);
  try {
    const handle = await open(path, overwrite ? 'w' : 'wx').catch(cannot('write', path));
    const header: OutcomeHeader = {
      type: 'run',
      version: 1,
      fingerprint,
      startedAt: startedAt.toISOString(),
    };
    await handle.appendFile(`${JSON.stringify(header)}\n`);
    return appending(handle, { lock, recorded: new Set() });
  } catch (error) {
    await lock.release();
    throw error;
  }
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
  await access(path).catch(cannot('read', path));
  const lock = await lockFile(path);
  try {
    const { done, skipped, length } = await readRecorded(path, fingerprint);
    const handle = await open(path, 'r+').catch(cannot('write', path));
    await handle.truncate(length);
    await handle.close();
    return { done, ...appending(await open(path, 'a'), { lock, recorded: skipped }) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Appending {
  readonly lock: FileLock;
  /** Skipped targets that the file has already. */
  readonly recorded: ReadonlySet<string>;
}

function appending(handle: FileHandle, { lock, recorded }: Appending): OutcomeFile {
  const isRecorded = ({ status, target: { account, region } }: Outcome<unknown>) =>
    status === 'skipped' && recorded.has(targetKey(account.id, region));
  return {
    async write(outcome) {
      if (!isRecorded(outcome)) await handle.appendFile(`${jsonLine(toRecord(outcome))}\n`);
    },
    async close() {
      await handle.close();
      await lock.release();
    },
  };
}

async function readRecorded(
  path: string,
  fingerprint: string,
): Promise<{ done: Set<string>; skipped: Set<string>; length: number }> {
  const done = new Set<string>();
  const skipped = new Set<string>();
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
      if (status === 'skipped') skipped.add(targetKey(accountId, region));
    }
    if (isComplete) length = end;
  }
  if (lineNumber === 0)
    throw new FlotillaError('ResumeMismatch', `${path} is empty; start with --out instead`);
  return { done, skipped, length };
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

/** At line feeds alone: a value may hold other characters that end a line elsewhere, such as U+2028. */
async function* lines(path: string): AsyncGenerator<Line> {
  const handle = await open(path, 'r').catch(cannot('read', path));
  await handle.close();
  let end = 0;
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) {
      end += Buffer.byteLength(text) + 1;
      yield { text, end, isComplete: true };
    }
  }
  if (rest !== '') yield { text: rest, end: end + Buffer.byteLength(rest), isComplete: false };
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
    if (cause.code === 'EEXIST') throw exists(path, cause);
    throw new FlotillaError(
      'File',
      `cannot ${what} ${path}: ${cause.code ?? cause.message}; check the path`,
      { cause },
    );
  };
}

function exists(path: string, cause: unknown): FlotillaError {
  const message = `${path} exists; continue its run with --resume, replace it with --overwrite, or choose another name`;
  return new FlotillaError('File', message, { cause });
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
