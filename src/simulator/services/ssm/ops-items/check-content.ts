/**
 * The limits of OpsItems.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html
 */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { OpsItemContent } from './ops-item.ts';

const maxLengths = { Title: 1_024, Description: 2_048, Source: 128, Category: 64, Severity: 64 };
/** Keys of operational data, and bytes of a value. */
const maxKeyLength = 128;
const maxValueBytes = 20_480;
/** The keys of AWS's own that callers may set. */
const awsKeys: ReadonlySet<string> = new Set(['/aws/dedup', '/aws/resources', '/aws/automations']);

export function checkContent(content: Partial<OpsItemContent>): void {
  for (const [name, max] of Object.entries(maxLengths)) {
    const value = content[name as keyof typeof maxLengths];
    if (value === undefined) continue;
    if (value.length < 1 || value.length > max) {
      throw invalidParameter(name, `${name} must have 1 to ${max} characters.`);
    }
  }
  const { Priority, Status } = content;
  if (Priority !== undefined && !(Priority >= 1 && Priority <= 5)) {
    throw invalidParameter('Priority', 'Priority must be between 1 and 5.');
  }
  if (Status !== undefined && !['Open', 'InProgress', 'Resolved'].includes(Status)) {
    throw invalidParameter('Status', `Status ${Status} is not valid for this type of OpsItem.`);
  }
  checkData(content.OperationalData ?? {});
}

function checkData(data: OpsItemContent['OperationalData']): void {
  for (const [key, { Value = '' }] of Object.entries(data)) {
    const isReserved = /^\/?(aws|amzn|amazon|ssm)/i.test(key) && !awsKeys.has(key);
    if (isReserved || key === '' || key.length > maxKeyLength) {
      throw invalidParameter('OperationalData', `The operational data key ${key} is not valid.`);
    }
    if (Buffer.byteLength(Value) > maxValueBytes) {
      throw invalidParameter('OperationalData', `The value of ${key} exceeds 20 KB.`);
    }
  }
}

export function invalidParameter(name: string, message: string): AwsError {
  return new AwsError('OpsItemInvalidParameterException', message, {
    members: { ParameterNames: [name] },
  });
}
