/** Messages in the form of SQS: sent, and received. */

import { createHash } from 'node:crypto';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { checkFifoInput, deduplicationIdOf, isFifo } from './fifo.ts';
import {
  attributesDigest,
  checkMessageAttributes,
  type MessageAttributes,
  selectedAttributes,
  systemAttributes,
} from './message-attributes.ts';
import { enqueue } from './send.ts';
import type { Message, Queue } from './state.ts';

/** The SDK's types of attributes have lists that SQS does not implement. */
interface SendInput {
  readonly MessageBody: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Readonly<Record<string, unknown>> | undefined;
  readonly MessageSystemAttributes?: Readonly<Record<string, unknown>> | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

export function sent(context: CallContext, queue: Queue, input: SendInput) {
  const { MessageBody: body = '', DelaySeconds: delaySeconds, MessageGroupId: groupId } = input;
  const attributes = (input.MessageAttributes ?? {}) as MessageAttributes;
  const system = (input.MessageSystemAttributes ?? {}) as MessageAttributes;
  checkBody(queue, body);
  checkMessageAttributes(attributes);
  checkMessageAttributes(system);
  const fifo = { body, groupId, deduplicationId: input.MessageDeduplicationId, delaySeconds };
  checkFifoInput(queue, fifo);
  const message = enqueue(context.world, queue, {
    body,
    attributes,
    sender: context.caller.userId,
    delaySeconds,
    groupId,
    deduplicationId: isFifo(queue) ? deduplicationIdOf(queue, fifo) : undefined,
    traceHeader: system.AWSTraceHeader?.StringValue,
  });
  const [own, ofSystem] = [attributesDigest(attributes), attributesDigest(system)];
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(body),
    ...(own !== undefined && { MD5OfMessageAttributes: own }),
    ...(ofSystem !== undefined && { MD5OfMessageSystemAttributes: ofSystem }),
    ...(isFifo(queue) && { SequenceNumber: message.order?.sequenceNumber }),
  };
}

function checkBody({ attributes }: Queue, body: string): void {
  if (body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  const maxBytes = Number(attributes.get('MaximumMessageSize'));
  if (Buffer.byteLength(body) <= maxBytes) return;
  const text = `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`;
  throw new AwsError('InvalidParameterValue', text);
}

interface Selection {
  readonly AttributeNames?: readonly string[] | undefined;
  readonly MessageSystemAttributeNames?: readonly string[] | undefined;
  readonly MessageAttributeNames?: readonly string[] | undefined;
}

export function received(messages: readonly Message[], selection: Selection) {
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => toMessage(message, selection)) };
}

/** Attributes are returned only where they are requested. */
function toMessage(message: Message, selection: Selection) {
  const { AttributeNames = [], MessageSystemAttributeNames = [] } = selection;
  const names = [...AttributeNames, ...MessageSystemAttributeNames];
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  const own = selectedAttributes(message.attributes, selection.MessageAttributeNames ?? []);
  const digest = attributesDigest(own);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(digest !== undefined && { MessageAttributes: { ...own }, MD5OfMessageAttributes: digest }),
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
