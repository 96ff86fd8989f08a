/**
 * Attributes of messages, and the digest by which clients verify them.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */

import { createHash } from 'node:crypto';
import { AwsError } from '../../../wire/aws-error.ts';
import type { Message, MessageAttribute } from './state.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const maxAttributes = 10;

export function checkMessageAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > maxAttributes) {
    const message = `Number of message attributes [${entries.length}] exceeds the allowed maximum [${maxAttributes}].`;
    throw new AwsError('InvalidParameterValue', message);
  }
  for (const [name, attribute] of entries) checkMessageAttribute(name, attribute);
}

function checkMessageAttribute(name: string, { DataType, ...values }: MessageAttribute): void {
  const [kind = ''] = DataType.split('.');
  if (!['String', 'Number', 'Binary'].includes(kind)) {
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = kind === 'Binary' ? values.BinaryValue : values.StringValue;
  if (value === undefined || value.length === 0) {
    throw invalid(
      `The message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`,
    );
  }
  if (kind === 'Number' && Number.isNaN(Number(value))) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

/** Names, `All`, and prefixes (`trace.*`) select attributes; nothing is returned that was not requested. */
export function selectedAttributes(
  attributes: MessageAttributes,
  names: readonly string[],
): MessageAttributes {
  const isSelected = (name: string) =>
    names.some(
      (one) =>
        one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isSelected(name)));
}

/** Undefined without attributes. */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) digestOne(hash, name, attributes[name] as MessageAttribute);
  return hash.digest('hex');
}

/** Name, type, the kind of the value as one byte, and the value; all but that byte with their lengths. */
function digestOne(
  hash: ReturnType<typeof createHash>,
  name: string,
  { DataType, StringValue, BinaryValue }: MessageAttribute,
): void {
  const withLength = (value: string | Uint8Array) => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    hash.update(length).update(bytes);
  };
  withLength(name);
  withLength(DataType);
  hash.update(Buffer.from([BinaryValue === undefined ? 1 : 2]));
  withLength(BinaryValue ?? StringValue ?? '');
}

/** By SQS's names, all of them text. */
export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  const { sentAt, received, firstReceivedAt, sender, movedFrom, order, traceHeader } = message;
  return {
    SenderId: sender,
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(received),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt ?? sentAt),
    ...(movedFrom !== undefined && { DeadLetterQueueSourceArn: movedFrom }),
    ...(traceHeader !== undefined && { AWSTraceHeader: traceHeader }),
    ...(order && { MessageGroupId: order.groupId }),
    ...(order?.deduplicationId && {
      MessageDeduplicationId: order.deduplicationId,
      SequenceNumber: order.sequenceNumber,
    }),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
