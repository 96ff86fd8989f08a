/** The log of a function: Lambda makes JSON of each line, with its level and the request. */

import { type HandlerResult, logLines } from '../lifecycle/handlers/handler-result.ts';

const writers = {
  DEBUG: (line: string) => console.debug(line),
  OK: (line: string) => console.info(line),
  WARNING: (line: string) => console.warn(line),
  ERROR: (line: string) => console.error(line),
} as const;

export function logResult(result: HandlerResult): void {
  for (const line of logLines(result)) {
    const [, level = 'OK'] = /^\[(\w+)\]/.exec(line) ?? [];
    writers[level as keyof typeof writers](line);
  }
}

export function logWarning(text: string): void {
  writers.WARNING(`[WARNING] ${text}`);
}
