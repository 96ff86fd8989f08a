/** Alarms on one metric: put, describe, delete, set, and their history. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { callerAccount } from '../../caller-account.ts';
import type { CallContext } from '../../service.ts';
import type { Alarm, AlarmHistoryItem, StateValue } from './alarm.ts';
import { definitionOf, type PutAlarmInput } from './alarm-definition.ts';
import { callerAlarms, makeAlarm, remember } from './alarms.ts';
import { changeAlarmState } from './change-alarm-state.ts';
import { invalidValue, resourceNotFound, validation } from './errors.ts';
import { setTags } from './tags.ts';
import { watchAlarm } from './watch-alarms.ts';

interface NamesInput {
  readonly AlarmNames: readonly string[];
}

interface DescribeInput {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: string;
  readonly ActionPrefix?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

interface SetStateInput {
  readonly AlarmName: string;
  readonly StateValue: string;
  readonly StateReason: string;
  readonly StateReasonData?: string;
}

interface HistoryInput {
  readonly AlarmName?: string;
  readonly HistoryItemType?: string;
  readonly StartDate?: Date;
  readonly EndDate?: Date;
  readonly ScanBy?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

export const alarmHandlers = {
  /** An alarm that exists keeps its state. */
  PutMetricAlarm: (input: PutAlarmInput, context: CallContext) => {
    const { world, caller, region, now } = context;
    const definition = definitionOf(input);
    const alarms = callerAlarms(context);
    const known = alarms.get(definition.AlarmName);
    const made = { accountId: caller.accountId, region, definition, now };
    const alarm = known ?? makeAlarm(world, made);
    alarms.set(definition.AlarmName, alarm);
    alarm.definition = definition;
    alarm.definedAt = now;
    remember(alarm, {
      at: now,
      type: 'ConfigurationUpdate',
      summary: `Alarm "${definition.AlarmName}" ${known ? 'updated' : 'created'}`,
      data: JSON.stringify({ version: '1.0', type: known ? 'Update' : 'Create' }),
    });
    if (input.Tags) setTags(context, alarm.arn, input.Tags);
    watchAlarm(world, callerAccount(context), alarm);
    return {};
  },

  DescribeAlarms: (input: DescribeInput, context: CallContext) => {
    const { AlarmTypes = ['MetricAlarm'], AlarmNames, AlarmNamePrefix = '' } = input;
    const listed = AlarmTypes.includes('MetricAlarm') ? [...callerAlarms(context).values()] : [];
    const items = listed.filter(
      ({ definition, state }) =>
        (!AlarmNames || AlarmNames.includes(definition.AlarmName)) &&
        definition.AlarmName.startsWith(AlarmNamePrefix) &&
        (input.StateValue === undefined || input.StateValue === state.value) &&
        (input.ActionPrefix === undefined ||
          hasAction(definition.AlarmActions, input.ActionPrefix)),
    );
    const page = alarmsPage(context, input, {
      items,
      key: ({ arn }) => arn,
      scope: `alarms ${JSON.stringify({ ...input, NextToken: '', MaxRecords: 0 })}`,
    });
    return {
      MetricAlarms: page.items.map(described),
      CompositeAlarms: [],
      ...page.token,
    };
  },

  /** All or none. */
  DeleteAlarms: ({ AlarmNames }: NamesInput, context: CallContext) => {
    const alarms = callerAlarms(context);
    for (const name of AlarmNames) alarmAt(context, name);
    for (const name of AlarmNames) alarms.delete(name);
    return {};
  },

  SetAlarmState: (input: SetStateInput, context: CallContext) => {
    const alarm = alarmAt(context, input.AlarmName);
    const { StateValue: value, StateReason: reason, StateReasonData: data = '' } = input;
    if (!isStateValue(value)) throw validation(`StateValue ${value} is not valid.`);
    if (data && !isJson(data)) {
      throw new AwsError('InvalidFormatFault', 'StateReasonData was not valid JSON.');
    }
    changeAlarmState(context.world, alarm, { value, reason, data, at: context.now });
    watchAlarm(context.world, callerAccount(context), alarm);
    return {};
  },

  EnableAlarmActions: ({ AlarmNames }: NamesInput, context: CallContext) =>
    setActionsEnabled(context, AlarmNames, true),

  DisableAlarmActions: ({ AlarmNames }: NamesInput, context: CallContext) =>
    setActionsEnabled(context, AlarmNames, false),

  /** Deleted alarms have no history here. */
  DescribeAlarmHistory: (input: HistoryInput, context: CallContext) => {
    const { AlarmName, HistoryItemType, StartDate, EndDate, ScanBy } = input;
    const alarms = [...callerAlarms(context).values()].filter(
      ({ definition }) => AlarmName === undefined || definition.AlarmName === AlarmName,
    );
    const items = alarms
      .flatMap((alarm) => alarm.history.map((item, index) => ({ alarm, item, index })))
      .filter(
        ({ item }) =>
          (HistoryItemType === undefined || item.type === HistoryItemType) &&
          (!StartDate || item.at >= StartDate.getTime()) &&
          (!EndDate || item.at <= EndDate.getTime()),
      )
      .sort((a, b) => a.item.at - b.item.at);
    const page = alarmsPage(context, input, {
      items: ScanBy === 'TimestampAscending' ? items : items.toReversed(),
      key: ({ alarm, index }) => `${alarm.arn} ${index}`,
      scope: `history ${JSON.stringify({ ...input, NextToken: '', MaxRecords: 0 })}`,
    });
    return {
      AlarmHistoryItems: page.items.map(({ alarm, item }) => describeItem(alarm, item)),
      ...page.token,
    };
  },
};

function hasAction(actions: readonly string[], prefix: string): boolean {
  return actions.some((arn) => arn.startsWith(prefix));
}

function alarmAt(context: CallContext, name: string): Alarm {
  const alarm = callerAlarms(context).get(name);
  if (!alarm) throw resourceNotFound(`Alarm ${name} does not exist`);
  return alarm;
}

/** Names of alarms that do not exist are ignored, as on AWS. */
function setActionsEnabled(context: CallContext, names: readonly string[], isEnabled: boolean) {
  for (const name of names) {
    const alarm = callerAlarms(context).get(name);
    if (alarm) alarm.definition = { ...alarm.definition, ActionsEnabled: isEnabled };
  }
  return {};
}

function isStateValue(value: string): value is StateValue {
  return ['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function described({ definition, definedAt, state, changedAt, arn }: Alarm) {
  return {
    ...definition,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(definedAt),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.data && { StateReasonData: state.data }),
    StateUpdatedTimestamp: new Date(state.at),
    StateTransitionedTimestamp: new Date(changedAt),
  };
}

function describeItem({ definition }: Alarm, { at, type, summary, data }: AlarmHistoryItem) {
  return {
    AlarmName: definition.AlarmName,
    AlarmType: 'MetricAlarm',
    Timestamp: new Date(at),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  };
}

interface AlarmsToPage<T> {
  readonly items: readonly T[];
  readonly key: (item: T) => string;
  readonly scope: string;
}

const maxRecords = 100;

function alarmsPage<T>(
  context: CallContext,
  { MaxRecords = 50, NextToken }: { readonly MaxRecords?: number; readonly NextToken?: string },
  { items, key, scope }: AlarmsToPage<T>,
) {
  if (MaxRecords < 1 || MaxRecords > maxRecords) {
    throw invalidValue(`MaxRecords must be 1 to ${maxRecords}.`);
  }
  const page = callPage(context, {
    items,
    key,
    token: NextToken,
    size: MaxRecords,
    scope,
    invalidToken: () => new AwsError('InvalidNextToken', 'The next token is not valid.'),
  });
  return { items: page.items, token: page.token };
}
