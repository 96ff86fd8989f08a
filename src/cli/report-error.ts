/** Says on stderr why the command ended: one line for what the operator can change, the stack for a bug. */

import { CommanderError } from 'commander';
import { classify } from '../aws/failures.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Io } from './io.ts';

export function reportError(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return reportUsage(error, io);
  if (io.signal.aborted) {
    io.stderr.write('flotilla: interrupted before anything ran\n');
    return exitCode.interrupted;
  }
  io.stderr.write(`flotilla: ${sentence(error)}\n`);
  return exitCode.couldNotRun;
}

/** Asked-for help and version come this way too, and have been printed. */
function reportUsage({ exitCode: code, code: reason, message }: CommanderError, io: Io): ExitCode {
  if (code === 0) return exitCode.done;
  if (reason !== 'commander.help') io.stderr.write(`flotilla: ${usageSentence(message)}\n`);
  return exitCode.couldNotRun;
}

function usageSentence(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (one of )?(.*)\?\)/, ', did you mean $2?')
    .replaceAll('\n', ' ');
}

function sentence(error: unknown): string {
  if (error instanceof FlotillaError) return error.message;
  if (isFromOutside(error)) {
    const { code, message } = classify(error);
    return message.includes(code) ? message : `${code}: ${message}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug, please report it\n${withoutTokens(stack)}`;
}

/** AWS, the network or the file system said no, and nobody on the way had a better sentence for it. */
function isFromOutside(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return '$metadata' in error || ('code' in error && /^E[A-Z]+$/.test(String(error.code)));
}

/** A refused signature is answered with the whole request, session token included. */
function withoutTokens(text: string): string {
  return text.replace(/[A-Za-z0-9+/=]{100,}/g, '…');
}
