/** Messages: send, receive for a while, delete. */

import { createHash } from 'node:crypto';
import type { SQS } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { queueAt } from './queues.ts';
import { receive, remove } from './receive.ts';
import { enqueue } from './send.ts';
import type { Message, MessageAttribute, Queue } from './state.ts';

const maxBytes = 1_048_576;

interface Body {
  readonly MessageBody: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Readonly<Record<string, unknown>> | undefined;
}

export const messageHandlers: Handlers<SQS> = {
  SendMessage: (input, context) => sent(context, queueAt(context, input.QueueUrl), input),

  SendMessageBatch: ({ QueueUrl, Entries }, context) => {
    checkBatch(Entries);
    const queue = queueAt(context, QueueUrl);
    const Successful = Entries.map((entry) => ({ Id: entry.Id, ...sent(context, queue, entry) }));
    return { Successful, Failed: [] };
  },

  // Long polling returns immediately: a waiting client would depend on a manually advanced clock.
  ReceiveMessage: (input, context) => {
    const received = receive(context.world, queueAt(context, input.QueueUrl), {
      max: input.MaxNumberOfMessages ?? 1,
      visibilitySeconds: input.VisibilityTimeout,
    });
    return received.length === 0 ? {} : { Messages: received.map(toAnswer) };
  },

  DeleteMessage: ({ QueueUrl, ReceiptHandle }, context) => {
    remove(queueAt(context, QueueUrl), ReceiptHandle);
    return {};
  },

  DeleteMessageBatch: ({ QueueUrl, Entries }, context) => {
    checkBatch(Entries);
    const queue = queueAt(context, QueueUrl);
    for (const { ReceiptHandle = '' } of Entries) remove(queue, ReceiptHandle);
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  },

  ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }, context) => {
    const queue = queueAt(context, QueueUrl);
    const message = queue.messages.find(({ receipt }) => receipt === ReceiptHandle);
    if (!message) {
      const text = `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid.`;
      throw new AwsError('InvalidParameterValue', text);
    }
    message.visibleAt = context.now + VisibilityTimeout * 1000;
    return {};
  },
};

function sent(context: CallContext, queue: Queue, input: Body) {
  const { MessageBody: body = '', MessageAttributes = {}, DelaySeconds } = input;
  if (body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > maxBytes) {
    const text = `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`;
    throw new AwsError('InvalidParameterValue', text);
  }
  const attributes = MessageAttributes as Readonly<Record<string, MessageAttribute>>;
  const sender = context.caller.userId;
  const requested = { body, attributes, sender, delaySeconds: DelaySeconds };
  const { id } = enqueue(context.world, queue, requested);
  return { MessageId: id, MD5OfMessageBody: md5(body) };
}

function checkBatch(entries: readonly { readonly Id?: string | undefined }[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10) {
    const text = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', text);
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  }
}

function toAnswer(message: Message) {
  const { id, body, receipt, attributes, sentAt, received, firstReceivedAt, sender, movedFrom } =
    message;
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: md5(body),
    Attributes: {
      SenderId: sender,
      SentTimestamp: String(sentAt),
      ApproximateReceiveCount: String(received),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
      ...(movedFrom !== undefined && { DeadLetterQueueSourceArn: movedFrom }),
    },
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: { ...attributes } }),
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
