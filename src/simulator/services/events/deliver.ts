/** Delivers an event to a target: another bus, a function, a queue, a topic. */

import { compiledPolicy } from '../../../policy/compiled.ts';
import { evaluateDocuments, evaluateForPrincipal } from '../../../policy/evaluate.ts';
import { identityPolicies } from '../../authorize.ts';
import { trustsService } from '../../service-trust.ts';
import type { World } from '../../world/world.ts';
import { findRole, iamOf } from '../iam/state.ts';
import { invokeFunction } from '../lambda/callable.ts';
import { publishToTopic } from '../sns/publish.ts';
import { mayServiceSend, sendToQueue } from '../sqs/send.ts';
import type { SimulatedEvent } from './event.ts';
import { transformed } from './input.ts';
import { type Bus, busesOf, type EventRule, type RuleTarget } from './state.ts';

const service = 'events.amazonaws.com';

/** Failed deliveries are sent to the target's dead-letter queue, if it has one. */
export function deliver(world: World, delivery: Delivery, now: number): void {
  if (attempt(world, delivery, now)) return;
  const { DeadLetterConfig } = delivery.target;
  if (!DeadLetterConfig?.Arn) return;
  sendToQueue(world, DeadLetterConfig.Arn, {
    body: JSON.stringify(delivery.event),
    attributes: { RULE_ARN: delivery.rule.arn, TARGET_ARN: delivery.target.Arn },
  });
}

function attempt(world: World, delivery: Delivery, now: number): boolean {
  const { target, rule, event } = delivery;
  const [, , kind] = target.Arn.split(':');
  if (kind === 'events') return toBus(world, delivery, now);
  const input = transformed(target, event);
  if (kind === 'lambda') {
    const by = { service, sourceArn: rule.arn };
    return invokeFunction(world, target.Arn, { event: input, by });
  }
  const body = typeof input === 'string' ? input : JSON.stringify(input);
  if (kind === 'sqs') {
    const may = mayServiceSend(world, target.Arn, { service, sourceArn: rule.arn });
    const groupId = target.SqsParameters?.MessageGroupId;
    return may && sendToQueue(world, target.Arn, { body, attributes: {}, groupId });
  }
  if (kind === 'sns') {
    return publishToTopic(world, target.Arn, {
      message: body,
      by: { service, sourceArn: rule.arn },
    });
  }
  return false;
}

function toBus(world: World, { target, rule, event, bus }: Delivery, now: number): boolean {
  const there = busNamed(world, target.Arn);
  if (!there) return false;
  const source = bus.arn.split(':')[4] ?? '';
  const isForeign = source !== target.Arn.split(':')[4];
  if (
    isForeign &&
    !mayForward(world, { source, roleArn: target.RoleArn, ruleArn: rule.arn, there })
  )
    return false;
  dispatch(world, there, event, now);
  return true;
}

export function busNamed(world: World, arn: string): Bus | undefined {
  const [, , , region = '', accountId = '', path = ''] = arn.split(':');
  const account = world.accounts.get(accountId);
  return account && busesOf(world, account, region).get(path.replace(/^event-bus\//, ''));
}

interface ForwardOptions {
  readonly source: string;
  readonly roleArn: string | undefined;
  readonly ruleArn: string;
  readonly there: Bus;
}

/** The rule's role must trust EventBridge and may put events there, and the bus must allow it. */
function mayForward(world: World, { source, roleArn, ruleArn, there }: ForwardOptions): boolean {
  const account = world.accounts.get(source);
  if (!account || roleArn === undefined) return false;
  const state = iamOf(world, account);
  const role = findRole(state, roleArn.split('/').at(-1) ?? '');
  if (!role || role.arn !== roleArn) return false;
  if (!trustsService(role, { service, accountId: source, sourceArn: ruleArn })) return false;
  const putting = {
    action: 'events:PutEvents',
    resource: there.arn,
    principal: { accountId: source, names: [], service },
    lookUp: () => undefined,
  };
  if (evaluateDocuments(identityPolicies(state, role), putting) !== 'allow') return false;
  return admits(world, there, source);
}

/** Its policy names the account, or all accounts of this organization. */
export function admits(world: World, bus: Bus, accountId: string): boolean {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [...bus.policy.values()] });
  if (bus.policy.size === 0) return false;
  const verdict = evaluateForPrincipal(compiledPolicy(text, 'resource'), {
    action: 'events:PutEvents',
    resource: bus.arn,
    principal: { accountId, names: [] },
    lookUp: (key) =>
      key.toLowerCase() === 'aws:principalorgid' ? [world.organization.id] : undefined,
  });
  return verdict === 'allow' || verdict === 'account';
}

export function dispatch(world: World, bus: Bus, event: SimulatedEvent, now: number): void {
  for (const rule of bus.rules.values()) {
    if (!rule.enabled || rule.targets.size === 0 || !rule.matches?.(event)) continue;
    for (const target of rule.targets.values()) send(world, { bus, rule, target, event }, now);
  }
}

export interface Delivery {
  readonly bus: Bus;
  readonly rule: EventRule;
  readonly target: RuleTarget;
  readonly event: SimulatedEvent;
}

/** The usual half second; faults lose, delay or duplicate the event. */
const delayMs = 500;

function send(world: World, delivery: Delivery, now: number): void {
  for (const extraMs of world.eventFaults(delivery.event)) {
    world.timeline.schedule(now + delayMs + extraMs, 'the delivery of an event', (at) =>
      deliver(world, delivery, at),
    );
  }
}
