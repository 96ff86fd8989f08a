/** Rules: patterns and schedules. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { eventsPage, findBus, findRule, invalid, setTags, type TagList } from './find.ts';
import { compilePattern, type EventMatcher, PatternError } from './pattern.ts';
import { scheduleRule } from './schedule.ts';
import type { Bus, EventRule } from './state.ts';

interface RuleInput extends TagList {
  readonly Name: string;
  readonly EventBusName?: string;
  readonly Description?: string;
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly RoleArn?: string;
  readonly State?: string;
  readonly NamePrefix?: string;
  readonly NextToken?: string;
  readonly Limit?: number;
}

export const ruleHandlers = {
  PutRule: (input: RuleInput, context: CallContext) => {
    const { EventPattern, ScheduleExpression, Name } = input;
    const bus = findBus(context, input.EventBusName);
    if (!/^[\w.-]{1,64}$/.test(Name)) throw invalid(`Rule name ${Name} is not valid.`);
    if (EventPattern === undefined && ScheduleExpression === undefined) {
      throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    }
    if (ScheduleExpression !== undefined && bus.name !== 'default') {
      throw invalid('ScheduleExpression is supported only on the default event bus.');
    }
    const matches = EventPattern === undefined ? undefined : compiled(EventPattern);
    const rule = bus.rules.get(Name) ?? makeRule(bus, Name);
    rule.description = input.Description;
    rule.pattern = EventPattern;
    rule.matches = matches;
    rule.roleArn = input.RoleArn;
    rule.enabled = input.State !== 'DISABLED';
    setTags(rule.tags, input);
    bus.rules.set(Name, rule);
    if (ScheduleExpression !== rule.schedule) {
      rule.schedule = ScheduleExpression;
      scheduleRule(context, bus, rule);
    }
    return { RuleArn: rule.arn };
  },

  DescribeRule: (input: RuleInput, context: CallContext) => {
    const bus = findBus(context, input.EventBusName);
    return described(bus, findRule(context, input.Name, input.EventBusName));
  },

  ListRules: (input: RuleInput, context: CallContext) => {
    const bus = findBus(context, input.EventBusName);
    const { NamePrefix = '' } = input;
    const { items, token } = eventsPage(context, input, {
      scope: `rules ${bus.name} ${NamePrefix}`,
      items: [...bus.rules.values()].filter(({ name }) => name.startsWith(NamePrefix)),
      key: ({ name }) => name,
    });
    return { Rules: items.map((rule) => described(bus, rule)), ...token };
  },

  DeleteRule: (input: RuleInput, context: CallContext) => {
    const { rules } = findBus(context, input.EventBusName);
    if ((rules.get(input.Name)?.targets.size ?? 0) > 0) {
      throw invalid("Rule can't be deleted since it has targets.");
    }
    rules.delete(input.Name);
    return {};
  },

  EnableRule: (input: RuleInput, context: CallContext) => {
    findRule(context, input.Name, input.EventBusName).enabled = true;
    return {};
  },

  DisableRule: (input: RuleInput, context: CallContext) => {
    findRule(context, input.Name, input.EventBusName).enabled = false;
    return {};
  },

  TestEventPattern: ({
    EventPattern,
    Event,
  }: {
    readonly EventPattern: string;
    readonly Event: string;
  }) => ({
    Result: compiled(EventPattern)(eventOf(Event)),
  }),
};

function eventOf(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError(
      'ValidationException',
      'Parameter Event is not valid. Reason: it is not JSON',
    );
  }
}

/** The same few patterns are used in thousands of accounts: each is parsed once. */
const maxPatterns = 10_000;
const patterns = new Map<string, EventMatcher>();

function compiled(text: string): EventMatcher {
  const known = patterns.get(text);
  if (known) return known;
  try {
    const matches = compilePattern(text);
    if (patterns.size >= maxPatterns) patterns.clear();
    patterns.set(text, matches);
    return matches;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new AwsError('InvalidEventPatternException', error.message);
  }
}

function makeRule(bus: Bus, name: string): EventRule {
  const path = bus.name === 'default' ? name : `${bus.name}/${name}`;
  return {
    name,
    arn: bus.arn.replace(/:event-bus\/.*$/, `:rule/${path}`),
    description: undefined,
    pattern: undefined,
    matches: undefined,
    schedule: undefined,
    roleArn: undefined,
    enabled: true,
    targets: new Map(),
    tags: new Map(),
  };
}

function described(bus: Bus, rule: EventRule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    ...(rule.pattern !== undefined && { EventPattern: rule.pattern }),
    ...(rule.schedule !== undefined && { ScheduleExpression: rule.schedule }),
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
    EventBusName: bus.name,
  };
}
