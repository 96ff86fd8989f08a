/** Messages: send, receive for a while, delete. */

import type { SQS } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { batch } from './batch.ts';
import { receiveLater } from './long-poll.ts';
import { queueAt } from './queues.ts';
import { receive, remove } from './receive.ts';
import { received, sent } from './shapes.ts';
import type { Queue } from './state.ts';

export const messageHandlers: Handlers<SQS> = {
  SendMessage: (input, context) => sent(context, queueAt(context, input.QueueUrl), input),

  SendMessageBatch: ({ QueueUrl, Entries }, context) => {
    const queue = queueAt(context, QueueUrl);
    return batch(Entries, (entry) => sent(context, queue, entry));
  },

  ReceiveMessage: (input, context) => {
    const { world, signal } = context;
    if (input.ReceiveRequestAttemptId !== undefined) {
      const message = 'The simulator does not know ReceiveRequestAttemptId of SQS yet.';
      throw new AwsError('InvalidParameterValue', message);
    }
    const queue = queueAt(context, input.QueueUrl);
    const options = {
      max: input.MaxNumberOfMessages ?? 1,
      visibilitySeconds: input.VisibilityTimeout,
    };
    const atOnce = receive(world, queue, options);
    const wait = queue.attributes.get('ReceiveMessageWaitTimeSeconds');
    const waitMs = (input.WaitTimeSeconds ?? Number(wait)) * 1000;
    if (atOnce.length > 0 || waitMs === 0) return received(atOnce, input);
    return receiveLater(world, queue, { ...options, waitMs, signal }).then((later) =>
      received(later, input),
    );
  },

  DeleteMessage: ({ QueueUrl, ReceiptHandle }, context) => {
    deleteByHandle(queueAt(context, QueueUrl), ReceiptHandle);
    return {};
  },

  DeleteMessageBatch: ({ QueueUrl, Entries }, context) => {
    const queue = queueAt(context, QueueUrl);
    return batch(Entries, ({ ReceiptHandle = '' }) => deleteByHandle(queue, ReceiptHandle));
  },

  ChangeMessageVisibility: ({ QueueUrl, ...change }, context) => {
    changeVisibility(context, queueAt(context, QueueUrl), change);
    return {};
  },

  ChangeMessageVisibilityBatch: ({ QueueUrl, Entries }, context) => {
    const queue = queueAt(context, QueueUrl);
    return batch(Entries, (entry) => changeVisibility(context, queue, entry));
  },
};

function deleteByHandle(queue: Queue, handle: string): object {
  checkHandle(handle);
  remove(queue, handle);
  return {};
}

interface VisibilityChange {
  readonly ReceiptHandle?: string | undefined;
  readonly VisibilityTimeout?: number | undefined;
}

function changeVisibility(
  { now }: CallContext,
  queue: Queue,
  { ReceiptHandle = '', VisibilityTimeout = 0 }: VisibilityChange,
): object {
  if (VisibilityTimeout < 0 || VisibilityTimeout > 43_200) {
    const message = `Value ${VisibilityTimeout} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.`;
    throw new AwsError('InvalidParameterValue', message);
  }
  checkHandle(ReceiptHandle);
  const message = queue.messages.find(({ receipt }) => receipt === ReceiptHandle);
  if (!message) {
    const text = `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`;
    throw new AwsError('InvalidParameterValue', text);
  }
  message.visibleAt = now + VisibilityTimeout * 1000;
  for (const wake of queue.waiting) wake();
  return {};
}

/** Handles that are over are accepted; what was never one is not. */
function checkHandle(handle: string): void {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(handle)) return;
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  throw new AwsError('ReceiptHandleIsInvalid', message);
}
