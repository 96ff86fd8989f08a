/**
 * The console of a function: each call is one event of its log, as text or as JSON.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */

import { env } from 'node:process';
import { format } from 'node:util';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
type Level = (typeof levels)[number];

const methods: Readonly<Record<string, Level>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  log: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
};

/** Returns the function that writes errors. */
export function patchConsole(
  requestId: () => string,
  write: (text: string) => void,
): (...values: unknown[]) => void {
  const isJson = env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  const lowest = levels.indexOf((env.AWS_LAMBDA_LOG_LEVEL ?? 'TRACE') as Level);
  const printer =
    (level: Level) =>
    (...values: unknown[]) => {
      if (isJson && levels.indexOf(level) < lowest) return;
      write(isJson ? jsonLine(level, requestId(), values) : textLine(level, requestId(), values));
    };
  for (const [name, level] of Object.entries(methods)) {
    Object.assign(console, { [name]: printer(level) });
  }
  return printer('ERROR');
}

function textLine(level: Level, requestId: string, values: readonly unknown[]): string {
  return `${new Date().toISOString()}\t${requestId || 'undefined'}\t${level}\t${format(...values)}`;
}

function jsonLine(level: Level, requestId: string, values: readonly unknown[]): string {
  const [only] = values;
  const isStructured = values.length === 1 && typeof only === 'object' && only !== null;
  const error = values.find((value) => value instanceof Error);
  const common = {
    timestamp: new Date().toISOString(),
    level,
    ...(requestId !== '' && { requestId }),
  };
  if (error) {
    return JSON.stringify({
      ...common,
      message: isStructured ? error.message : format(...values),
      errorType: error.name,
      errorMessage: error.message,
      stackTrace: (error.stack ?? '').split('\n'),
    });
  }
  return JSON.stringify({ ...common, message: isStructured ? only : format(...values) });
}
