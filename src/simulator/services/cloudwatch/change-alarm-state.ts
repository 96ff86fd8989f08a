/**
 * Changes the state of an alarm: history, the event for EventBridge, and a message to the topics of the new state.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */

import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { publishEvent } from '../events/publish.ts';
import { publishToTopic } from '../sns/publish.ts';
import type { Alarm, AlarmState } from './alarm.ts';
import { alarmMessage, alarmSubject } from './alarm-message.ts';
import { remember } from './alarms.ts';
import { timestamp } from './timestamp.ts';

export function changeAlarmState(world: World, alarm: Alarm, next: AlarmState): void {
  const previous = alarm.state;
  alarm.state = next;
  if (previous.value !== next.value) alarm.changedAt = next.at;
  remember(alarm, {
    at: next.at,
    type: 'StateUpdate',
    summary: `Alarm updated from ${previous.value} to ${next.value}`,
    data: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: previous.value, stateReason: previous.reason },
      newState: { stateValue: next.value, stateReason: next.reason },
    }),
  });
  publishChange(world, alarm, previous);
  if (alarm.definition.ActionsEnabled) performActions(world, alarm, previous);
}

function publishChange(world: World, alarm: Alarm, previous: AlarmState): void {
  const { definition, state, accountId, region, arn } = alarm;
  publishEvent(world, {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    account: accountId,
    region,
    at: state.at,
    resources: [arn],
    detail: {
      alarmName: definition.AlarmName,
      state: stateOf(state),
      previousState: stateOf(previous),
      configuration: {
        ...(definition.AlarmDescription !== undefined && {
          description: definition.AlarmDescription,
        }),
        metrics: [
          {
            id: uuid(world.random),
            metricStat: {
              metric: {
                namespace: definition.Namespace,
                name: definition.MetricName,
                dimensions: Object.fromEntries(
                  definition.Dimensions.map(({ Name, Value }) => [Name, Value]),
                ),
              },
              period: definition.Period,
              stat: definition.Statistic,
            },
            returnData: true,
          },
        ],
      },
    },
  });
}

function stateOf({ value, reason, data, at }: AlarmState) {
  return { value, reason, ...(data && { reasonData: data }), timestamp: timestamp(at) };
}

function performActions(world: World, alarm: Alarm, previous: AlarmState): void {
  const { definition, state, arn } = alarm;
  const actions = {
    OK: definition.OKActions,
    ALARM: definition.AlarmActions,
    INSUFFICIENT_DATA: definition.InsufficientDataActions,
  }[state.value];
  for (const topicArn of actions) {
    const isDelivered = publishToTopic(world, topicArn, {
      message: alarmMessage(alarm, previous),
      subject: alarmSubject(alarm),
      by: { service: 'cloudwatch.amazonaws.com', sourceArn: arn },
    });
    remember(alarm, {
      at: state.at,
      type: 'Action',
      summary: `${isDelivered ? 'Successfully executed' : 'Failed to execute'} action ${topicArn}`,
      data: JSON.stringify({ actionState: isDelivered ? 'Succeeded' : 'Failed' }),
    });
  }
}
