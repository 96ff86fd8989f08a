/**
 * Makes of a handler what Lambda invokes. The life cycle is opened once per execution environment, which runs one
 * invocation at a time.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */

import { classify } from '../aws/failures.ts';
import { lambdaResponse } from '../functions/lambda-response.ts';
import type { FunctionAccess } from '../functions/route-handlers.ts';
import type { EventHandler } from '../lifecycle/handlers/event-handler.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { logResult, logWarning } from './log.ts';
import { openDeployedLifecycle } from './open-deployed-lifecycle.ts';

export type LambdaHandler = (
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
) => Promise<object>;

export function lambdaHandler(
  makeHandler: (access: FunctionAccess) => EventHandler,
): LambdaHandler {
  const handle = makeHandler({ fetch: globalThis.fetch });
  let opening: Promise<Lifecycle> | undefined;
  const opened = async () => {
    opening ??= openDeployedLifecycle(process.env);
    try {
      return await opening;
    } catch (error) {
      // The next invocation tries again.
      opening = undefined;
      throw error;
    }
  };
  return async (event, context) => {
    try {
      // An invocation that failed may have left a lease; the next one must not take it for its own.
      const lifecycle = (await opened()).asWorker();
      return await handleWith(lifecycle, handle, { event, context });
    } catch (error) {
      throw withoutDetails(error);
    }
  };
}

interface Invocation {
  readonly event: unknown;
  readonly context: Parameters<LambdaHandler>[1];
}

async function handleWith(
  lifecycle: Lifecycle,
  handle: EventHandler,
  { event, context }: Invocation,
): Promise<object> {
  const { meter } = lifecycle;
  const lostBefore = meter.lost();
  try {
    const result = await handle(lifecycle, event, {
      remainingMs: () => context.getRemainingTimeInMillis(),
    });
    logResult(result);
    return lambdaResponse(result);
  } finally {
    // An environment may never be invoked again.
    await meter.flush();
    const lost = meter.lost() - lostBefore;
    if (lost > 0) logWarning(`${lost} data points of metrics could not be sent`);
  }
}

/** Lambda logs every member of an error that is thrown, and those of clients have requests and responses. */
function withoutDetails(error: unknown): Error {
  const { code, message } = classify(error);
  const plain = new Error(message);
  plain.name = code;
  if (error instanceof Error && error.stack) plain.stack = stackOf(error.stack, plain);
  return plain;
}

/** The frames of the original error, without its first lines, which have its message. */
function stackOf(stack: string, { name, message }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return [`${name}: ${message}`, ...frames].join('\n');
}
