/** Sends messages to a queue, for clients and for other services. */

import { compiledPolicy } from '../../../policy/compiled.ts';
import { evaluateForPrincipal } from '../../../policy/evaluate.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { wakeConsumer } from './consumers.ts';
import { deduplicationIdOf, duplicateOf, isFifo, orderOf, remember } from './fifo.ts';
import { type Message, type MessageAttribute, type Queue, queueByArn } from './state.ts';

export interface MessageInput {
  readonly body: string;
  /** Texts, or whole attributes. */
  readonly attributes: Readonly<Record<string, string | MessageAttribute>>;
  /** Which messages of a service need in a FIFO queue. */
  readonly groupId?: string | undefined;
  /** Default: by content, where the queue has it. */
  readonly deduplicationId?: string | undefined;
}

/** False when the queue does not exist, or is a FIFO queue that cannot take the message. */
export function sendToQueue(
  world: World,
  arn: string,
  { body, attributes, groupId, deduplicationId: explicit }: MessageInput,
): boolean {
  const queue = queueByArn(world, arn);
  if (!queue) return false;
  const deduplicationId = deduplicationIdOf(queue, { body, deduplicationId: explicit });
  if (isFifo(queue) && (groupId === undefined || deduplicationId === undefined)) return false;
  const texts = Object.entries(attributes).map(
    ([name, value]) =>
      [
        name,
        typeof value === 'string' ? { DataType: 'String', StringValue: value } : value,
      ] as const,
  );
  const sent = { body, attributes: Object.fromEntries(texts), sender: 'AIDASERVICE' };
  enqueue(world, queue, { ...sent, ...(isFifo(queue) && { groupId, deduplicationId }) });
  return true;
}

interface NewMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sender: string;
  readonly delaySeconds?: number | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly traceHeader?: string | undefined;
}

/** Returns the earlier message when this one is a duplicate of it. */
export function enqueue(world: World, queue: Queue, options: NewMessage): Message {
  const now = world.clock.now();
  const { groupId, deduplicationId, traceHeader } = options;
  const known =
    groupId === undefined || deduplicationId === undefined
      ? undefined
      : duplicateOf(queue, { groupId, deduplicationId }, now);
  if (known) return known;
  const order = groupId === undefined ? undefined : orderOf(queue, groupId, deduplicationId ?? '');
  const delay = options.delaySeconds ?? Number(queue.attributes.get('DelaySeconds'));
  const message: Message = {
    id: uuid(world.random),
    body: options.body,
    attributes: options.attributes,
    sentAt: now,
    sender: options.sender,
    visibleAt: now + delay * 1000,
    receipt: undefined,
    received: 0,
    firstReceivedAt: undefined,
    ...(order && { order }),
    ...(traceHeader !== undefined && { traceHeader }),
  };
  if (order && deduplicationId !== undefined) remember(queue, message, order);
  queue.messages.push(message);
  wakeConsumer(world, queue, message.visibleAt);
  for (const wake of queue.waiting) wake();
  return message;
}

export interface ServicePrincipal {
  readonly service: string;
  readonly sourceArn: string;
}

/** Whether the queue's policy allows an AWS service to send to it. */
export function mayServiceSend(world: World, arn: string, by: ServicePrincipal): boolean {
  const policy = queueByArn(world, arn)?.attributes.get('Policy');
  return (
    policy !== undefined && admitsService(world, policy, { by, action: 'sqs:SendMessage', arn })
  );
}

interface Use {
  readonly by: ServicePrincipal;
  readonly action: string;
  readonly arn: string;
}

/** Services name the resource, account and organization on whose behalf they call. */
export function admitsService(world: World, policy: string, { by, action, arn }: Use): boolean {
  const { service, sourceArn } = by;
  const account = sourceArn.split(':')[4] ?? '';
  const keys: Readonly<Record<string, readonly string[]>> = {
    'aws:sourcearn': [sourceArn],
    'aws:sourceaccount': [account],
    ...(world.accounts.has(account) && { 'aws:sourceorgid': [world.organization.id] }),
  };
  const verdict = evaluateForPrincipal(compiledPolicy(policy, 'resource'), {
    action,
    resource: arn,
    principal: { accountId: account, names: [], service },
    lookUp: (key) => keys[key.toLowerCase()],
  });
  return verdict === 'allow';
}
