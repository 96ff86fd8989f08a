/** Errors in DynamoDB's words. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { Item } from './item.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function noTable(name: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${name} not found`,
  );
}

/** With the item, where the caller requests it. */
export function conditionFailed(item: Item | undefined): AwsError {
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
    members: item ? { Item: item } : {},
  });
}
