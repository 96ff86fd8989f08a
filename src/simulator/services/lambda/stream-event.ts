/** The records of a stream as a function receives them. */

import type { AttributeValue, Item } from '../dynamodb/item.ts';
import { describedRecord, type StreamRecord, type TableStream } from '../dynamodb/stream.ts';

/** Lambda's event has times in seconds, and bytes as Base64. */
export function eventRecord(stream: TableStream, record: StreamRecord): object {
  const { dynamodb, userIdentity, ...rest } = describedRecord(stream, record);
  const { ApproximateCreationDateTime: at, Keys, NewImage, OldImage, ...facts } = dynamodb;
  return {
    ...rest,
    dynamodb: {
      ApproximateCreationDateTime: at.getTime() / 1_000,
      Keys: asJson(Keys),
      ...(NewImage && { NewImage: asJson(NewImage) }),
      ...(OldImage && { OldImage: asJson(OldImage) }),
      ...facts,
    },
    ...(userIdentity && {
      userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId },
    }),
    eventSourceARN: stream.arn,
  };
}

function asJson(item: Item): object {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, valueAsJson(value)]),
  );
}

function valueAsJson(value: AttributeValue): object {
  if ('B' in value) return { B: Buffer.from(value.B).toString('base64') };
  if ('BS' in value) return { BS: value.BS.map((one) => Buffer.from(one).toString('base64')) };
  if ('M' in value) return { M: asJson(value.M) };
  return 'L' in value ? { L: value.L.map(valueAsJson) } : value;
}
