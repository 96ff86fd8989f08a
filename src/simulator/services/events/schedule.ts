/** Scheduled rules. */

import { Cron } from 'croner';
import { parseExpression } from '../../../model/schedule-expression.ts';
import type { CallContext } from '../../service.ts';
import type { World } from '../../world/world.ts';
import { deliver } from './deliver.ts';
import { makeEvent } from './event.ts';
import { invalid } from './find.ts';
import type { Bus, EventRule } from './state.ts';

/** A deleted or rescheduled rule no longer fires by its old schedule. */
export function scheduleRule({ world, now }: CallContext, bus: Bus, rule: EventRule): void {
  const { schedule } = rule;
  if (schedule === undefined) return;
  const next = nextTime(schedule);
  const plan = (after: number) => {
    const at = next(after);
    if (at !== undefined) world.timeline.schedule(at, `the rule ${rule.name}`, call);
  };
  const call = (at: number) => {
    if (bus.rules.get(rule.name) !== rule || rule.schedule !== schedule) return;
    if (rule.enabled) fire(world, bus, rule, at);
    plan(at);
  };
  plan(now);
}

function fire(world: World, bus: Bus, rule: EventRule, at: number): void {
  const [, , , region = '', account = ''] = bus.arn.split(':');
  const event = makeEvent(world.random, {
    source: 'aws.events',
    detailType: 'Scheduled Event',
    account,
    region,
    at,
    resources: [rule.arn],
    detail: {},
  });
  for (const target of rule.targets.values()) deliver(world, { bus, rule, target, event }, at);
}

/** The first scheduled time after a moment. */
function nextTime(text: string): (after: number) => number | undefined {
  const expression = parseExpression(text);
  if ('problem' in expression) throw invalid('Parameter ScheduleExpression is not valid.');
  if ('every' in expression) return (after) => after + expression.every;
  const cron = new Cron(expression.cron, { timezone: 'UTC' });
  return (after) => cron.nextRun(new Date(after))?.getTime();
}
