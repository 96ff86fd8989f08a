/** What stderr says of an error: one line for what the operator can change, the stack for a bug. */

import { credentialsError } from '../aws/caller.ts';
import { classify } from '../aws/failures.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { printable } from './output/text.ts';

/** Without control characters: it may quote a file or a value that must not paint the terminal. */
export function errorLine(error: unknown): string {
  return printable(textOf(error));
}

function textOf(error: unknown): string {
  if (error instanceof FlotillaError) return error.message;
  const credentials = credentialsError(error);
  if (credentials) return credentials.message;
  if (isMissingPackage(error))
    return `a package is missing: run npm ci in the clone, or install flotilla again (${error.message.split('\n')[0]})`;
  if (isFromOutside(error)) {
    const { code, message } = classify(error);
    return message.includes(code) ? message : `${code}: ${message}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug, please report it\n${withoutTokens(stack)}`;
}

function isMissingPackage(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

/** AWS, the network or the file system refused, and nothing on the way had a better sentence for it. */
function isFromOutside(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return '$metadata' in error || ('code' in error && /^E[A-Z]+$/.test(String(error.code)));
}

/** AWS answers a refused signature with the whole request, session token included. */
function withoutTokens(text: string): string {
  return text.replace(/[A-Za-z0-9+/=]{100,}/g, '…');
}
