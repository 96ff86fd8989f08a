/** Alarms of one account and region. Seeded accounts have one at most. */

import { randomFrom } from '../../../model/random.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perRegion } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { topicsOf } from '../sns/state.ts';
import type { Alarm, AlarmDefinition, AlarmHistoryItem } from './alarm.ts';

export type Alarms = Map<string, Alarm>;

export const alarmsOf = perRegion(
  (world, account, region): Alarms =>
    new Map(seedAlarms(world, account, region).map((alarm) => [alarm.definition.AlarmName, alarm])),
);

export function callerAlarms(context: CallContext): Alarms {
  return alarmsOf.ofCall(context);
}

interface NewAlarm {
  readonly accountId: string;
  readonly region: string;
  readonly definition: AlarmDefinition;
  readonly now: number;
}

export function makeAlarm(
  { partition }: World,
  { accountId, region, definition, now }: NewAlarm,
): Alarm {
  return {
    accountId,
    region,
    arn: `arn:${partition.name}:cloudwatch:${region}:${accountId}:alarm:${definition.AlarmName}`,
    definition,
    definedAt: now,
    state: {
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      data: '',
      at: now,
    },
    changedAt: now,
    history: [],
    isWatched: false,
  };
}

const maxHistory = 1_000;

/** The newest items are kept. */
export function remember({ history }: Alarm, item: AlarmHistoryItem): void {
  history.push(item);
  if (history.length > maxHistory) history.shift();
}

function seedAlarms(world: World, account: SimulatedAccount, region: string): readonly Alarm[] {
  const random = randomFrom(world.seed, account.id, region, 'alarms');
  if (!account.seeded || !random.chance(0.35)) return [];
  const topics = [...topicsOf(world, account, region).keys()];
  const definition: AlarmDefinition = {
    AlarmName: 'errors',
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: topics.slice(0, 1),
    InsufficientDataActions: [],
    MetricName: 'Errors',
    Namespace: 'AWS/Lambda',
    Statistic: 'Sum',
    Dimensions: [],
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1 + random.integer(10),
    ComparisonOperator: 'GreaterThanThreshold',
  };
  return [makeAlarm(world, { accountId: account.id, region, definition, now: account.joinedAt })];
}
