/** Rules that send an account's events to the automation account, each with one target. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Session } from '../../aws/session.ts';
import { type ConvergeContext, type ResourceChange, sameDocument } from '../../converge/change.ts';
import { retryUntilRoleIsKnown } from '../../converge/retry-until-role-is-known.ts';
import type { Clock } from '../../model/clock.ts';
import type { Baseline, DesiredRule } from './baseline.ts';
import { originTag, targetId } from './baseline-names.ts';

interface Rule {
  readonly Name?: string;
  readonly EventPattern?: string;
  readonly State?: string;
}

interface Target {
  readonly Id?: string;
  readonly Arn?: string;
  readonly RoleArn?: string;
}

type Timed = ConvergeContext & { readonly clock: Clock };

interface RuleContext extends Timed {
  /** For people. */
  readonly resource: string;
  readonly found: Rule | undefined;
}

export async function convergeRules(
  session: Pick<Session, 'generic'>,
  { rules, rulePrefix, region: home }: Baseline,
  converging: Timed,
): Promise<readonly ResourceChange[]> {
  const changes: ResourceChange[] = [];
  for (const [region, ofRegion] of Map.groupBy(rules, (rule) => rule.region)) {
    const events = session.generic('events', region);
    const found = await listRules(events, rulePrefix);
    for (const desired of ofRegion) {
      const change = await convergeRule(events, desired, {
        ...converging,
        resource: `rule ${desired.name}${region === home ? '' : ` in ${region}`}`,
        found: found.get(desired.name),
      });
      if (change) changes.push(change);
    }
  }
  return changes;
}

async function listRules(events: GenericCalls, NamePrefix: string): Promise<Map<string, Rule>> {
  const found = new Map<string, Rule>();
  for await (const { Rules } of events.pages('ListRules', { NamePrefix })) {
    for (const rule of (Rules ?? []) as readonly Rule[]) found.set(rule.Name ?? '', rule);
  }
  return found;
}

async function convergeRule(
  events: GenericCalls,
  desired: DesiredRule,
  { dry, clock, resource, found }: RuleContext,
): Promise<ResourceChange | undefined> {
  if (!found) {
    if (!dry) {
      await putRule(events, desired);
      await putTarget(events, desired, clock);
    }
    return { resource, action: 'create', differences: [] };
  }
  const isSame = sameDocument(found.EventPattern, desired.pattern);
  const isEnabled = found.State?.startsWith('ENABLED') ?? false;
  if (!(isSame && isEnabled) && !dry) await putRule(events, desired);
  const isTargeted = await hasTarget(events, desired);
  if (!isTargeted && !dry) await putTarget(events, desired, clock);
  const differences = [
    ...(isSame ? [] : ['event pattern']),
    ...(isEnabled ? [] : ['state']),
    ...(isTargeted ? [] : ['target']),
  ];
  return differences.length > 0 ? { resource, action: 'update', differences } : undefined;
}

async function hasTarget(events: GenericCalls, { name, target }: DesiredRule): Promise<boolean> {
  const { Targets } = await events.call('ListTargetsByRule', { Rule: name });
  return ((Targets ?? []) as readonly Target[]).some(
    ({ Id, Arn, RoleArn }) =>
      Id === targetId && Arn === target.busArn && RoleArn === target.roleArn,
  );
}

async function putRule(events: GenericCalls, desired: DesiredRule): Promise<void> {
  await events.call('PutRule', {
    Name: desired.name,
    Description: desired.description,
    EventPattern: JSON.stringify(desired.pattern),
    State: 'ENABLED',
    Tags: [{ Key: originTag.key, Value: originTag.value }],
  });
}

async function putTarget(
  events: GenericCalls,
  { name, target }: DesiredRule,
  clock: Clock,
): Promise<void> {
  const Targets = [{ Id: targetId, Arn: target.busArn, RoleArn: target.roleArn }];
  const put = () => events.call('PutTargets', { Rule: name, Targets });
  const { FailedEntryCount } = await retryUntilRoleIsKnown(clock, put);
  if (FailedEntryCount) throw new Error(`the target of rule ${name} was refused`);
}
