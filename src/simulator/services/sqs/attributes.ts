/**
 * The values that attributes of queues may have.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */

import { ownEntry } from '../../../model/own-entry.ts';
import { policyMistake } from '../../../policy/policy-mistake.ts';
import { AwsError } from '../../../wire/aws-error.ts';

const ranges: Readonly<Record<string, readonly [min: number, max: number] | undefined>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};

/** Throws `InvalidAttributeValue`. An empty text removes an attribute. */
export function checkAttribute(name: string, value: string): void {
  if (value === '' || isValid(name, value)) return;
  throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

function isValid(name: string, value: string): boolean {
  if (name === 'Policy') return policyMistake(value, 'resource') === undefined;
  if (name === 'RedrivePolicy') return isRedrivePolicy(value);
  const range = ownEntry(ranges, name);
  if (!range) return true;
  return /^\d{1,9}$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1];
}

function isRedrivePolicy(text: string): boolean {
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
    const count = Number(maxReceiveCount);
    return typeof deadLetterTargetArn === 'string' && count >= 1 && count <= 1_000;
  } catch {
    return false;
  }
}
