/** Sends the result of an event to a queue, a topic, a bus or another function, with the permissions of the role. */

import { AwsError } from '../../../wire/aws-error.ts';
import { authorize } from '../../authorize.ts';
import { callAs } from '../../call-as.ts';
import type { CallContext } from '../../service.ts';
import type { World } from '../../world/world.ts';
import { eventsService } from '../events/service.ts';
import { snsService } from '../sns/service.ts';
import { sqsService } from '../sqs/service.ts';
import { findFunction, type ProcessedEvent, queueEvent } from './callable.ts';
import { executionRole, roleContext } from './execution-role.ts';
import { errorPayload, failureRecord, successRecord } from './invocation-record.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { recordCount } from './run/record-invocation.ts';

export function reportFailure(world: World, called: LambdaFunction, failed: ProcessedEvent): void {
  const { onFailureArn } = called.eventInvoke ?? {};
  if (onFailureArn !== undefined) {
    const record = failureRecord(failed, world.clock.now());
    const message = { body: JSON.stringify(record), detailType: 'Failure' };
    sendToDestination(world, called, {
      arn: onFailureArn,
      message,
      metric: 'DestinationDeliveryFailures',
    });
  }
  const { deadLetterArn } = called.settings;
  if (deadLetterArn === undefined) return;
  sendToDestination(world, called, {
    arn: deadLetterArn,
    message: { body: JSON.stringify(failed.event), attributes: letterAttributes(failed) },
    metric: 'DeadLetterErrors',
  });
}

export function reportSuccess(
  world: World,
  called: LambdaFunction,
  succeeded: ProcessedEvent,
): void {
  const { onSuccessArn } = called.eventInvoke ?? {};
  if (onSuccessArn === undefined) return;
  const body = JSON.stringify(successRecord(succeeded, world.clock.now()));
  const message = { body, detailType: 'Success' };
  sendToDestination(world, called, {
    arn: onSuccessArn,
    message,
    metric: 'DestinationDeliveryFailures',
  });
}

interface DestinationMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, { DataType: string; StringValue: string }>>;
  readonly detailType?: string;
}

interface Sending {
  readonly arn: string;
  readonly message: DestinationMessage;
  /** Counts what could not be sent. */
  readonly metric: string;
}

export function sendToDestination(
  world: World,
  called: LambdaFunction,
  { arn, message, metric }: Sending,
): void {
  const role = executionRole(world, called, called.settings.roleArn);
  try {
    if (!role) throw new AwsError('AccessDenied', 'The role cannot be assumed by Lambda.');
    sendTo(arn, message, roleContext(world, called, role));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    recordCount(world, called, metric);
  }
}

function sendTo(arn: string, message: DestinationMessage, context: CallContext): void {
  const { body, attributes = {}, detailType } = message;
  const [, , service = '', region = '', accountId = '', name = ''] = arn.split(':');
  const there = { ...context, region };
  const { world } = context;
  if (service === 'sqs') {
    const QueueUrl = `https://sqs.${region}.${world.partition.dnsSuffix}/${accountId}/${name}`;
    const input = { QueueUrl, MessageBody: body, MessageAttributes: attributes };
    callAs(sqsService, 'SendMessage', input, there);
  } else if (service === 'sns') {
    const input = { TopicArn: arn, Message: body, MessageAttributes: attributes };
    callAs(snsService, 'Publish', input, there);
  } else if (service === 'events') {
    const Entries = [
      {
        EventBusName: arn,
        Source: 'lambda',
        DetailType: `Lambda Function Invocation Result - ${detailType}`,
        Detail: body,
      },
    ];
    callAs(eventsService, 'PutEvents', { Entries }, there);
  } else {
    const next = findFunction(world, arn);
    const need = { action: 'lambda:InvokeFunction', resource: arn };
    if (!next || !authorize(there, need).allowed) throw new AwsError('AccessDenied', arn);
    queueEvent(world, next, JSON.parse(body));
  }
}

function letterAttributes({ attempt, error }: ProcessedEvent) {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  return {
    RequestID: text(attempt.requestId),
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: text(
      error === undefined ? 'Event expired' : errorPayload(error).errorMessage.slice(0, 1_024),
    ),
  };
}
