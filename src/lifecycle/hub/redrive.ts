/**
 * Events that no handler could process, even after retries: they wait in a queue until an operator sends them again.
 */

import * as z from 'zod';
import { classify } from '../../aws/failures.ts';
import type { Failure } from '../../model/outcome.ts';
import type { RouteHandlers } from '../handlers/event-handler.ts';
import type { HandlerResult } from '../handlers/handler-result.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { accountMessageSchema } from '../model/account-message.ts';
import { alertsQueue, type RouteName, routeNames } from '../routes/routes.ts';
import { deadLetterQueue } from './names.ts';

export interface DeadLetter {
  readonly messageId: string;
  /** Name of the function that failed, without the environment's identifier; undefined where the message has none. */
  readonly route: string | undefined;
  readonly event: unknown;
  readonly error: string | undefined;
  /** Receipt handle of the message while it is invisible. */
  readonly receipt: string;
}

export type RedriveResult =
  | { readonly status: 'done'; readonly letter: DeadLetter; readonly result: HandlerResult }
  | { readonly status: 'failed'; readonly letter: DeadLetter; readonly failure: Failure }
  /** No route matches it: it stays in the queue. */
  | { readonly status: 'unroutable'; readonly letter: DeadLetter };

/** A command has as long as it takes. */
const unlimited = { remainingMs: () => Number.POSITIVE_INFINITY };

/** ARN of the queue that a message was moved from. */
const sourceAttribute = 'DeadLetterQueueSourceArn';

/**
 * ARN of the function that EventBridge could not reach, and why: the message is the event itself.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
const targetAttribute = 'TARGET_ARN';
const reasonAttribute = 'ERROR_MESSAGE';

/** Visibility timeout of a message, which is also how long a handler may run. */
const visibilitySeconds = 900;

/** Each message once; concurrent readers get others. */
export async function* readDeadLetters(
  lifecycle: Lifecycle,
  signal?: AbortSignal,
): AsyncGenerator<DeadLetter> {
  const sqs = lifecycle.inHub('sqs');
  const QueueUrl = await queueUrl(lifecycle);
  for (;;) {
    signal?.throwIfAborted();
    const { Messages = [] } = (await sqs.call('ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: visibilitySeconds,
      MessageSystemAttributeNames: [sourceAttribute],
      MessageAttributeNames: [targetAttribute, reasonAttribute],
    })) as { readonly Messages?: readonly Message[] };
    if (Messages.length === 0) return;
    for (const message of Messages) yield toLetter(lifecycle, message);
  }
}

/** Deletes a message that was handled; one that fails again becomes visible again. */
export async function redrive(
  lifecycle: Lifecycle,
  handlers: RouteHandlers,
  letter: DeadLetter,
): Promise<RedriveResult> {
  const route = routeNames.find((name) => name === letter.route);
  if (!route) return { status: 'unroutable', letter };
  try {
    const result = await handlers[route](lifecycle, letter.event, unlimited);
    if (result.did === 'batch' && result.failed[0]) throw new Error(result.failed[0].reason);
    const QueueUrl = await queueUrl(lifecycle);
    await lifecycle.inHub('sqs').call('DeleteMessage', { QueueUrl, ReceiptHandle: letter.receipt });
    return { status: 'done', letter, result };
  } catch (error) {
    return { status: 'failed', letter, failure: classify(error) };
  }
}

/** Lambda's record of an event that failed: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const recordSchema = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.unknown(),
  responsePayload: z.object({ errorMessage: z.string().optional() }).optional(),
});

interface Message {
  readonly MessageId?: string;
  readonly ReceiptHandle?: string;
  readonly Body?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

function toLetter({ hub }: Lifecycle, message: Message): DeadLetter {
  const { MessageId = '', ReceiptHandle = '', Body = '', MessageAttributes = {} } = message;
  const body = parse(Body);
  const common = { messageId: MessageId, receipt: ReceiptHandle };
  const target = MessageAttributes[targetAttribute]?.StringValue;
  if (target !== undefined) {
    const error = MessageAttributes[reasonAttribute]?.StringValue;
    return { ...common, route: routeOf(hub, target), event: body, error };
  }
  const record = recordSchema.safeParse(body);
  if (!record.success) return { ...common, ...queuedLetter(hub, message, body), error: undefined };
  const { requestContext, requestPayload, responsePayload } = record.data;
  return {
    ...common,
    route: routeOf(hub, requestContext.functionArn),
    event: requestPayload,
    error: responsePayload?.errorMessage,
  };
}

function routeOf({ environment }: Lifecycle['hub'], functionArn: string): string | undefined {
  const name = functionArn.split(':')[6] ?? '';
  return name.startsWith(environment) ? name.slice(environment.length) : undefined;
}

/** A message of a queue that was received too often: the queue itself has moved it. */
function queuedLetter(
  { environment }: Lifecycle['hub'],
  { MessageId = '', Body = '', Attributes }: Message,
  body: unknown,
): Pick<DeadLetter, 'route' | 'event'> {
  const source = Attributes?.[sourceAttribute]?.split(':').at(-1);
  const isAlert = source === `${environment}${alertsQueue}`;
  if (!isAlert && !accountMessageSchema.safeParse(body).success) {
    return { route: undefined, event: body };
  }
  const route: RouteName = isAlert ? 'OnAlertFromSqs' : 'OnAccountMessages';
  return { route, event: { Records: [{ messageId: MessageId, body: Body }] } };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function queueUrl(lifecycle: Lifecycle): Promise<string> {
  const QueueName = deadLetterQueue(lifecycle);
  const { QueueUrl } = await lifecycle.inHub('sqs').call('GetQueueUrl', { QueueName });
  return String(QueueUrl);
}
