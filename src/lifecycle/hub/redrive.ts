/** Events that no handler could take, even after it had tried again: they wait in a queue until somebody sends them once more. */

import { classify } from '../../aws/failures.ts';
import type { Failure } from '../../model/outcome.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { routes } from '../routes.ts';

export interface DeadLetter {
  readonly messageId: string;
  /** Name of the route that could not handle it, where it says so. */
  readonly route: string | undefined;
  readonly event: unknown;
  readonly error: string | undefined;
  readonly receipt: string;
}

export type Redriven =
  | { readonly status: 'done'; readonly letter: DeadLetter; readonly answer: string }
  | { readonly status: 'failed'; readonly letter: DeadLetter; readonly failure: Failure }
  /** No route takes it: it stays. */
  | { readonly status: 'unroutable'; readonly letter: DeadLetter };

export function deadLetterQueueName({ hub }: Pick<Lifecycle, 'hub'>): string {
  return `${hub.environment}DeadLetters`;
}

export async function queueUrl(lifecycle: Lifecycle, QueueName: string): Promise<string> {
  const { QueueUrl } = await lifecycle.inHub('sqs').call('GetQueueUrl', { QueueName });
  return String(QueueUrl);
}

/** Takes letters out of sight for as long as they are handled; whoever reads on gets the others. */
export async function* readDeadLetters(lifecycle: Lifecycle): AsyncGenerator<DeadLetter> {
  const QueueUrl = await queueUrl(lifecycle, deadLetterQueueName(lifecycle));
  const sqs = lifecycle.inHub('sqs');
  for (;;) {
    const { Messages = [] } = (await sqs.call('ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 300,
      MessageAttributeNames: ['All'],
    })) as { readonly Messages?: readonly Message[] };
    if (Messages.length === 0) return;
    for (const message of Messages) yield toLetter(message);
  }
}

interface Message {
  readonly MessageId?: string;
  readonly ReceiptHandle?: string;
  readonly Body?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

function toLetter({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  MessageAttributes = {},
}: Message): DeadLetter {
  return {
    messageId: MessageId,
    route: MessageAttributes.Route?.StringValue,
    event: parse(Body),
    error: MessageAttributes.ErrorMessage?.StringValue,
    receipt: ReceiptHandle,
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What is handled leaves the queue; what fails again stays in it. */
export async function redrive(lifecycle: Lifecycle, letter: DeadLetter): Promise<Redriven> {
  const route = routes(lifecycle).find(({ name }) => name === letter.route);
  if (!route) return { status: 'unroutable', letter };
  try {
    const answer = await route.handle(lifecycle, letter.event);
    const QueueUrl = await queueUrl(lifecycle, deadLetterQueueName(lifecycle));
    const ReceiptHandle = letter.receipt;
    await lifecycle.inHub('sqs').call('DeleteMessage', { QueueUrl, ReceiptHandle });
    return { status: 'done', letter, answer };
  } catch (error) {
    return { status: 'failed', letter, failure: classify(error) };
  }
}
