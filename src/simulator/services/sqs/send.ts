/** Sends messages to a queue, for clients and for other services. */

import { compiledPolicy } from '../../../policy/compiled.ts';
import { evaluateForPrincipal } from '../../../policy/evaluate.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { wakeConsumer } from './consumers.ts';
import { type Message, type MessageAttribute, type Queue, queueByArn } from './state.ts';

export interface MessageInput {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** False when the queue does not exist. */
export function sendToQueue(
  world: World,
  arn: string,
  { body, attributes }: MessageInput,
): boolean {
  const queue = queueByArn(world, arn);
  if (!queue) return false;
  const texts = Object.entries(attributes).map(
    ([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const,
  );
  enqueue(world, queue, { body, attributes: Object.fromEntries(texts), sender: 'AIDASERVICE' });
  return true;
}

interface NewMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sender: string;
  readonly delaySeconds?: number | undefined;
}

export function enqueue(world: World, queue: Queue, options: NewMessage): Message {
  const now = world.clock.now();
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
  };
  queue.messages.push(message);
  wakeConsumer(world, queue, message.visibleAt);
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
