/**
 * Filter policies of subscriptions, over the attributes of a message or its body.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */

import { compilePattern, type EventMatcher, PatternError } from '../events/pattern.ts';
import type { MessageAttributes } from '../sqs/message-attributes.ts';
import { invalid } from './find.ts';
import type { Subscription } from './state.ts';

/** Throws `InvalidParameter` for a policy that cannot be read. Undefined without a policy: every message matches. */
export function compileFilter(policy: string | undefined): EventMatcher | undefined {
  if (policy === undefined || policy === '' || policy === '{}') return undefined;
  try {
    return compilePattern(policy);
  } catch (error) {
    if (error instanceof PatternError) throw invalid(`FilterPolicy: ${error.message}`);
    throw error;
  }
}

export interface FilteredMessage {
  readonly message: string;
  readonly attributes: MessageAttributes;
}

export function passesFilter(
  { filter, attributes }: Subscription,
  { message, attributes: ofMessage }: FilteredMessage,
): boolean {
  if (!filter) return true;
  const isOfBody = attributes.get('FilterPolicyScope') === 'MessageBody';
  const filtered = isOfBody ? bodyOf(message) : valuesOf(ofMessage);
  return filtered !== undefined && filter(filtered);
}

/** A body that is not a JSON object matches no policy. */
function bodyOf(message: string): object | undefined {
  try {
    const body: unknown = JSON.parse(message);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Binary attributes are not filtered. */
function valuesOf(attributes: MessageAttributes): object {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { DataType, StringValue = '' }]) => {
      if (DataType.startsWith('Binary')) return [];
      if (DataType === 'Number') return [[name, Number(StringValue)]];
      return [[name, DataType === 'String.Array' ? listOf(StringValue) : StringValue]];
    }),
  );
}

function listOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
