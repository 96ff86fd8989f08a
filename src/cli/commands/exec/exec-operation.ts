/** Runs a program in a target and judges how it ended. */

import type { AwsCredentialIdentity } from '@smithy/types';
import { OperationFailed } from '../../../fleet/operation-failed.ts';
import type { TargetOperation } from '../../../fleet/run-targets.ts';
import type { Io } from '../../io.ts';
import { type Program, type ProgramEnd, runProgram } from './run-program.ts';
import { targetEnvironment } from './target-environment.ts';

/** The outcome of a program. */
export interface ExecValue {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
  /** There was more than the mebibyte that is kept. */
  readonly stdoutCut?: true;
  readonly stderrCut?: true;
}

export interface ExecOperation {
  readonly operation: TargetOperation<ExecValue>;
  /** Resolves when no program runs any more: a run that was stopped does not wait for them. */
  settled(): Promise<void>;
}

export interface ExecOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly endpoint?: string | undefined;
}

export function execOperation(
  { command, args, endpoint }: ExecOptions,
  { env: parent, onExit }: Io,
): ExecOperation {
  const running = new Set<Promise<unknown>>();
  const start = async (program: Program): Promise<ProgramEnd> => {
    const ended = runProgram(program);
    const settled = ended.then(noted, noted);
    running.add(settled);
    return await ended.finally(() => running.delete(settled));
  };
  return {
    async operation({ target, credentials: ask, signal }) {
      const credentials = await ask();
      const env = targetEnvironment({ parent, target, credentials, endpoint });
      const ended = await start({ command, args, env, signal, onExit });
      return judge(toValue(ended, hiding(credentials)));
    },
    async settled() {
      await Promise.all(running);
    },
  };
}

/** Its result is reported by its outcome; here only its end counts. */
const noted = () => {};

/** Throws what the program had to say when it did not end well. */
function judge(value: ExecValue): ExecValue {
  if (value.exitCode === 0) return value;
  const how = value.signal ? `ended by ${value.signal}` : `exit code ${value.exitCode}`;
  const last = value.stderr.trimEnd().split('\n').at(-1) ?? '';
  throw new OperationFailed(last === '' ? how : `${how}: ${last}`, { value });
}

function toValue(
  { exitCode, endedBy, stdout, stderr }: ProgramEnd,
  hide: (text: string) => string,
): ExecValue {
  return {
    exitCode,
    ...(endedBy !== null && { signal: endedBy }),
    stdout: hide(stdout.text),
    stderr: hide(stderr.text),
    ...(stdout.isCut && { stdoutCut: true }),
    ...(stderr.isCut && { stderrCut: true }),
  };
}

/** A program that prints its environment, as many do when they fail, must not leave live keys in files and logs. */
function hiding({ secretAccessKey, sessionToken }: AwsCredentialIdentity) {
  return (text: string): string => {
    const withoutSecret = text.replaceAll(secretAccessKey, '***');
    return sessionToken ? withoutSecret.replaceAll(sessionToken, '***') : withoutSecret;
  };
}
