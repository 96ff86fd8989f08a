/**
 * Protocols of subscriptions, and what their endpoints look like.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */

import { ownEntry } from '../../../model/own-entry.ts';
import { invalid } from './find.ts';

const endpoints: Readonly<Record<string, readonly [pattern: RegExp, mistake: string]>> = {
  http: [/^http:\/\/./, 'Endpoint must match the specified protocol'],
  https: [/^https:\/\/./, 'Endpoint must match the specified protocol'],
  email: [/^[^\s@]+@[^\s@]+$/, 'Email address'],
  'email-json': [/^[^\s@]+@[^\s@]+$/, 'Email address'],
  sms: [/^\+?[\d\s().-]{3,}$/, 'Invalid SMS endpoint'],
  sqs: [/^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w.-]+$/, 'SQS endpoint ARN'],
  lambda: [/^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:.+$/, 'Lambda endpoint ARN'],
  application: [/^arn:[\w-]+:sns:[\w-]+:\d{12}:endpoint\/.+$/, 'Application endpoint ARN'],
  firehose: [/^arn:[\w-]+:firehose:[\w-]+:\d{12}:deliverystream\/.+$/, 'Firehose endpoint ARN'],
};

export function checkEndpoint(protocol: string, endpoint: string): void {
  const known = ownEntry(endpoints, protocol);
  if (!known) {
    throw invalid(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  const [pattern, mistake] = known;
  if (!pattern.test(endpoint)) throw invalid(mistake);
}
