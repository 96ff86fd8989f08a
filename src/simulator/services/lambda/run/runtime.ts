/**
 * The runtime of a function, in a process of its own: loads the handler, invokes it, and reports results and logs. Uses
 * nothing but Node.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */

import { existsSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { argv, env, exit, resourceUsage } from 'node:process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { patchConsole } from './console.ts';
import type { InvocationMessage, RuntimeError, RuntimeMessage } from './messages.ts';
import { simulateDate } from './simulated-date.ts';
import { simulateRequests } from './simulated-requests.ts';

/** The ends of the pipes to the simulator. */
const [incoming, outgoing] = [3, 4];

type Callback = (error: unknown, result?: unknown) => void;
type Handler = (event: unknown, context: object, callback: Callback) => unknown;

const setTime = simulateDate();
simulateRequests(env.AWS_ENDPOINT_URL ?? '');
let requestId = '';
const logError = patchConsole(
  () => requestId,
  (text) => send({ type: 'log', at: Date.now(), text }),
);

process.on('uncaughtException', (error) => failAndExit(toError(error), 129));
process.on('unhandledRejection', (reason) => {
  const { errorMessage, errorType, trace } = toError(reason);
  const message = `${errorType}: ${errorMessage}`;
  failAndExit(
    { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: message, trace },
    128,
  );
});

/** Synchronous, so that nothing is lost when the process exits. */
function send(message: RuntimeMessage): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(outgoing, bytes, sent);
}

function failAndExit(error: RuntimeError, status: number): never {
  send({ type: 'error', error: { ...error, isFatal: true }, maxRssKb: maxRssKb() });
  exit(status);
}

const maxRssKb = () => resourceUsage().maxRSS;

class RuntimeFailure extends Error {
  constructor(type: string, message: string, stack?: string) {
    super(message);
    this.name = type;
    if (stack !== undefined) this.stack = stack;
  }
}

async function loadHandler(): Promise<Handler> {
  const { _HANDLER: text = '', LAMBDA_TASK_ROOT: root = '' } = env;
  const slash = text.lastIndexOf('/') + 1;
  const [module = '', ...names] = text.slice(slash).split('.');
  if (names.length === 0) {
    throw new RuntimeFailure('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const exported = await importModule(root, text.slice(0, slash) + module);
  const found = memberOf(exported, names) ?? memberOf(exported.default, names);
  if (typeof found !== 'function') {
    throw new RuntimeFailure('Runtime.HandlerNotFound', `${text} is undefined or not exported`);
  }
  return found as Handler;
}

function memberOf(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (one, name) => (one as Record<string, unknown> | null)?.[name],
    value,
  );
}

async function importModule(root: string, name: string): Promise<Record<string, unknown>> {
  const path = join(root, name);
  const file = ['', '.js', '.mjs', '.cjs'].map((end) => path + end).find((one) => isFile(one));
  if (file === undefined) throw missingModule(name);
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeFailure(
        'Runtime.UserCodeSyntaxError',
        `SyntaxError: ${error.message}`,
        error.stack,
      );
    }
    const { code } = Object(error) as { readonly code?: unknown };
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const { message, stack } = error as Error;
    throw new RuntimeFailure('Runtime.ImportModuleError', `Error: ${message}`, stack);
  }
}

const isFile = (path: string) => existsSync(path) && !existsSync(`${path}/`);

function missingModule(name: string): RuntimeFailure {
  const message = `Error: Cannot find module '${name}'`;
  return new RuntimeFailure('Runtime.ImportModuleError', message);
}

function toError(thrown: unknown): RuntimeError {
  if (!(thrown instanceof Error)) {
    const message =
      typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
    return { errorType: typeof thrown, errorMessage: message, trace: [] };
  }
  const { name, message, stack = '' } = thrown;
  return { errorType: name, errorMessage: message, trace: stack.split('\n') };
}

function contextOf(message: InvocationMessage, endsAt: number): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: message.functionArn,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: message.requestId,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    ...(message.clientContext !== undefined && {
      clientContext: JSON.parse(message.clientContext) as unknown,
    }),
    getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
  };
}

/** A handler with three parameters calls back, except in the newest runtimes. */
function call(handler: Handler, event: unknown, context: object): Promise<unknown> {
  if (handler.length < 3) return Promise.resolve(handler(event, context, () => {}));
  if (!/nodejs(18|20|22)\.x/.test(env.AWS_EXECUTION_ENV ?? '')) {
    throw new RuntimeFailure(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    );
  }
  return new Promise((resolve, reject) => {
    const callback: Callback = (error, result) => (error ? reject(error) : resolve(result));
    const returned = handler(event, context, callback);
    if (returned instanceof Promise) returned.then(resolve, reject);
  });
}

async function invoke(handler: Handler, message: InvocationMessage): Promise<void> {
  setTime(message.startsAt);
  requestId = message.requestId;
  env._X_AMZN_TRACE_ID = message.traceId;
  const context = contextOf(message, message.startsAt + message.timeoutMs);
  try {
    const result = await call(handler, JSON.parse(message.payload), context);
    const payload = JSON.stringify(result) ?? 'null';
    send({ type: 'result', payload, maxRssKb: maxRssKb() });
  } catch (thrown) {
    const error = toError(thrown);
    logError('Invoke Error', thrown instanceof Error ? thrown : error);
    send({ type: 'error', error, maxRssKb: maxRssKb() });
  }
}

function serve(handler: Handler): void {
  const socket = new Socket({ fd: incoming, readable: true, writable: false });
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => void invoke(handler, JSON.parse(line) as InvocationMessage));
  // The simulator is gone, or has no more use for this process.
  lines.on('close', () => exit(0));
  send({ type: 'ready' });
}

setTime(Number(argv[2]));
try {
  serve(await loadHandler());
} catch (error) {
  logError('Uncaught Exception', error);
  failAndExit(toError(error), 1);
}
