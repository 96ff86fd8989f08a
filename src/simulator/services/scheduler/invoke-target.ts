/**
 * Invokes the target of a schedule with the permissions of its role: tried again with growing pauses, then sent to the
 * dead-letter queue.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
 */

import { serviceModel } from '../../../aws/models/service-model.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { callAs, permit } from '../../call-as.ts';
import type { CallContext, SimulatedService } from '../../service.ts';
import { trustsService } from '../../service-trust.ts';
import type { World } from '../../world/world.ts';
import { codebuildService } from '../codebuild/service.ts';
import { uuid } from '../events/event.ts';
import { eventsService } from '../events/service.ts';
import type { Role } from '../iam/resources.ts';
import { findRole, iamOf } from '../iam/state.ts';
import { findFunction, queueEvent } from '../lambda/callable.ts';
import { snsService } from '../sns/service.ts';
import { sqsService } from '../sqs/service.ts';
import { ssmService } from '../ssm/service.ts';
import type { ScheduleTarget, TargetSchedule } from './state.ts';

const services: ReadonlyMap<string, SimulatedService> = new Map(
  [codebuildService, eventsService, snsService, sqsService, ssmService].map((one) => [
    one.name,
    one,
  ]),
);

/** Undefined for a role that does not exist, or does not trust the scheduler. */
export function roleOfTarget(
  world: World,
  { RoleArn }: Pick<ScheduleTarget, 'RoleArn'>,
  sourceArn: string,
): Role | undefined {
  const [, , , , accountId = ''] = RoleArn.split(':');
  const account = world.accounts.get(accountId);
  const role = account && findRole(iamOf(world, account), RoleArn.split('/').at(-1));
  if (role?.arn !== RoleArn) return undefined;
  const call = { service: 'scheduler.amazonaws.com', accountId, sourceArn };
  return trustsService(role, call) ? role : undefined;
}

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}

/** Undefined for a target that the simulator does not support. */
export function callOf({ Arn, Input = '{}', ...more }: ScheduleTarget): Call | undefined {
  const [, , service = '', region = '', accountId = '', name = ''] = Arn.split(':');
  if (service === 'scheduler') return universalCall(Arn, Input);
  if (service === 'sqs') {
    const QueueUrl = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    const { MessageGroupId } = more.SqsParameters ?? {};
    const input = { QueueUrl, MessageBody: Input, ...(MessageGroupId && { MessageGroupId }) };
    return { service, operation: 'SendMessage', input };
  }
  if (service === 'sns') {
    return { service, operation: 'Publish', input: { TopicArn: Arn, Message: Input } };
  }
  if (service === 'events' && more.EventBridgeParameters) {
    const { DetailType, Source } = more.EventBridgeParameters;
    const Entries = [{ EventBusName: Arn, Source, DetailType, Detail: Input }];
    return { service, operation: 'PutEvents', input: { Entries } };
  }
  if (service === 'codebuild') {
    const input = { ...JSON.parse(Input), projectName: name.replace(/^project\//, '') };
    return { service, operation: 'StartBuild', input };
  }
  return service === 'lambda' ? { service, operation: 'Invoke', input: { Arn, Input } } : undefined;
}

/** `arn:aws:scheduler:::aws-sdk:sqs:sendMessage`: any call of the API. */
function universalCall(arn: string, input: string): Call | undefined {
  const [, service = '', action = ''] = /:::aws-sdk:(\w+):(\w+)$/.exec(arn) ?? [];
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  if (!services.has(service) || !serviceModel(service).operations.has(operation)) return undefined;
  return { service, operation, input: JSON.parse(input) };
}

const defaultRetries = 185;
const defaultAgeSeconds = 86_400;
const maxPauseMs = 15 * 60_000;

export function invokeTarget(world: World, schedule: TargetSchedule, dueAt: number): void {
  attempt(world, { schedule, target: schedule.settings.target, dueAt }, 1);
}

interface Invocation {
  readonly schedule: TargetSchedule;
  /** As it was when the schedule was due. */
  readonly target: ScheduleTarget;
  readonly dueAt: number;
}

function attempt(world: World, invocation: Invocation, attempts: number): void {
  const { target, schedule, dueAt } = invocation;
  try {
    perform(world, schedule, target);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { MaximumRetryAttempts = defaultRetries, MaximumEventAgeInSeconds = defaultAgeSeconds } =
      target.RetryPolicy ?? {};
    const pauseMs = Math.min(maxPauseMs, 1_000 * 2 ** (attempts - 1));
    const now = world.clock.now();
    const isTooOld = now + pauseMs - dueAt > MaximumEventAgeInSeconds * 1_000;
    if (attempts > MaximumRetryAttempts || isTooOld) giveUp(world, invocation, attempts, error);
    else
      world.timeline.schedule(now + pauseMs, 'the retry of a schedule', () =>
        attempt(world, invocation, attempts + 1),
      );
  }
}

function perform(world: World, schedule: TargetSchedule, target: ScheduleTarget): void {
  const call = callOf(target);
  if (!call)
    throw new AwsError('ValidationException', `The target ${target.Arn} is not supported.`);
  const context = contextOf(world, schedule, target);
  const { service, operation, input } = call;
  if (service !== 'lambda') {
    callAs(services.get(service) as SimulatedService, operation, input, context);
    return;
  }
  permit({ action: 'lambda:InvokeFunction', resource: target.Arn }, context);
  const called = findFunction(world, target.Arn);
  if (!called) {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${target.Arn}`);
  }
  queueEvent(world, called, JSON.parse(target.Input ?? '{}'));
}

function contextOf(
  world: World,
  { arn, name }: TargetSchedule,
  target: ScheduleTarget,
): CallContext {
  const [, , , ownRegion = '', accountId = ''] = arn.split(':');
  const region = target.Arn.split(':')[3] || ownRegion;
  const role = roleOfTarget(world, target, arn);
  if (!role) {
    throw new AwsError('AccessDenied', `The role ${target.RoleArn} cannot be assumed.`);
  }
  return {
    world,
    region,
    host: '',
    requestId: uuid(world.random),
    now: world.clock.now(),
    caller: {
      accountId,
      kind: 'role',
      arn: `arn:${world.partition.name}:sts::${accountId}:assumed-role/${role.name}/${name}`,
      userId: `${role.id}:${name}`,
      name: role.name,
      accessKeyId: '',
    },
  };
}

/** With the attributes that say why: they are documented for the dead-letter queues of schedules. */
function giveUp(
  world: World,
  { schedule, target }: Invocation,
  attempts: number,
  { code, message }: AwsError,
): void {
  const queueArn = target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return;
  const [, , , region = '', accountId = '', name = ''] = queueArn.split(':');
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  try {
    const input = {
      QueueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/${name}`,
      MessageBody: target.Input ?? '{}',
      MessageAttributes: {
        ERROR_CODE: text(code),
        ERROR_MESSAGE: text(message),
        RETRY_ATTEMPTS: text(String(attempts - 1)),
        SCHEDULE_ARN: text(schedule.arn),
        TARGET_ARN: text(target.Arn),
      },
    };
    callAs(sqsService, 'SendMessage', input, { ...contextOf(world, schedule, target), region });
  } catch (error) {
    // A letter that cannot be sent is lost on AWS too.
    if (!(error instanceof AwsError)) throw error;
  }
}
