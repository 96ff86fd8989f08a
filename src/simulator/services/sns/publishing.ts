/** Publish and PublishBatch. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */

import { AwsError } from '../../../wire/aws-error.ts';
import { unsupported } from '../../refusals.ts';
import type { CallContext } from '../../service.ts';
import { batch } from '../sqs/batch.ts';
import { checkMessageAttributes, type MessageAttributes } from '../sqs/message-attributes.ts';
import { invalid, topicAt } from './find.ts';
import { notify } from './publish.ts';
import type { Topic } from './state.ts';

interface MessageInput {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** A phone number may take the place of both ARNs. */
interface PublishInput extends MessageInput {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly PhoneNumber?: string;
}

interface BatchInput {
  readonly TopicArn: string;
  readonly PublishBatchRequestEntries: readonly (MessageInput & { readonly Id: string })[];
}

export const publishHandlers = {
  Publish: (input: PublishInput, context: CallContext) => {
    const { TopicArn, TargetArn = TopicArn, PhoneNumber } = input;
    if (PhoneNumber !== undefined) throw unsupported('messages of SNS to a phone number');
    if (TargetArn === undefined) {
      throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
    }
    return publish(context, topicAt(context, TargetArn), input);
  },

  PublishBatch: (
    { TopicArn, PublishBatchRequestEntries: entries }: BatchInput,
    context: CallContext,
  ) => {
    const topic = topicAt(context, TopicArn);
    return batch(entries, (entry) => publish(context, topic, entry));
  },
};

function publish({ world }: CallContext, topic: Topic, input: MessageInput) {
  const { Message: message, Subject: subject, MessageAttributes: attributes = {} } = input;
  if (subject !== undefined && !/^[\x20-\x7e]{1,100}$/.test(subject)) throw invalid('Subject');
  checkAttributes(attributes);
  const byProtocol = input.MessageStructure === 'json' ? messagesOf(message) : undefined;
  const fifo = fifoOf(topic, input);
  const MessageId = notify(world, topic, { message, subject, attributes, byProtocol, ...fifo });
  return { MessageId };
}

/** Attributes are those of SQS, and lists besides. */
function checkAttributes(attributes: MessageAttributes): void {
  try {
    checkMessageAttributes(attributes);
  } catch (error) {
    if (error instanceof AwsError) throw invalid(error.message);
    throw error;
  }
}

/** One message for each protocol, and one for all others. */
function messagesOf(text: string): Readonly<Record<string, string>> {
  const messages = parsed(text);
  if (typeof messages.default === 'string') return messages as Record<string, string>;
  throw invalid('Message Structure - No default entry in JSON message body');
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below.
  }
  throw invalid('Message Structure - JSON message body failed to parse');
}

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-message-grouping.html */
function fifoOf({ name, attributes }: Topic, input: MessageInput) {
  const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = input;
  if (!name.endsWith('.fifo')) return {};
  if (groupId === undefined) {
    throw invalid('The MessageGroupId parameter is required for FIFO topics');
  }
  if (deduplicationId === undefined && attributes.get('ContentBasedDeduplication') !== 'true') {
    throw invalid(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { groupId, deduplicationId };
}
