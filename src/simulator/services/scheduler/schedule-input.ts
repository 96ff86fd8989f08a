/** Checks what defines a schedule. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */

import { permit } from '../../call-as.ts';
import type { CallContext } from '../../service.ts';
import { invalid } from './errors.ts';
import { callOf, roleOfTarget } from './invoke-target.ts';
import type { ScheduleSettings, ScheduleTarget } from './state.ts';
import { timesOf } from './times.ts';

export interface ScheduleInput {
  readonly Name: string;
  readonly GroupName?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: Date;
  readonly EndDate?: Date;
  readonly Description?: string;
  readonly State?: string;
  readonly KmsKeyArn?: string;
  readonly ActionAfterCompletion?: string;
  readonly FlexibleTimeWindow: { readonly Mode: string; readonly MaximumWindowInMinutes?: number };
  readonly Target: ScheduleTarget;
}

const minuteMs = 60_000;
const maxWindowMinutes = 1_440;

const targetMembers = [
  'Arn',
  'RoleArn',
  'Input',
  'DeadLetterConfig',
  'RetryPolicy',
  'EventBridgeParameters',
  'SqsParameters',
];

/** An update replaces everything. Throws a ValidationException. */
export function settingsOf(
  context: CallContext,
  input: ScheduleInput,
  arn: string,
): ScheduleSettings {
  const { FlexibleTimeWindow, Target, KmsKeyArn } = input;
  if (KmsKeyArn !== undefined) throw invalid('The simulator does not know KmsKeyArn yet.');
  checkTarget(context, Target, arn);
  const settings: ScheduleSettings = {
    expression: input.ScheduleExpression,
    timeZone: input.ScheduleExpressionTimezone ?? 'UTC',
    startsAt: input.StartDate?.getTime(),
    endsAt: input.EndDate?.getTime(),
    description: input.Description,
    isEnabled: input.State !== 'DISABLED',
    windowMs: windowOf(FlexibleTimeWindow) * minuteMs,
    deletesItself: input.ActionAfterCompletion === 'DELETE',
    target: Target,
  };
  if (timesOf(settings, context.now)) return settings;
  throw invalid(
    `Invalid Schedule Expression ${settings.expression} in the time zone ${settings.timeZone}.`,
  );
}

function windowOf({
  Mode,
  MaximumWindowInMinutes: minutes = 0,
}: ScheduleInput['FlexibleTimeWindow']): number {
  if (Mode === 'OFF' && minutes === 0) return 0;
  if (Mode === 'FLEXIBLE' && minutes >= 1 && minutes <= maxWindowMinutes) return minutes;
  throw invalid(
    `MaximumWindowInMinutes must be 1 to ${maxWindowMinutes} with the mode FLEXIBLE, and absent with OFF.`,
  );
}

/** The caller passes the role, which must trust the scheduler. */
function checkTarget(context: CallContext, target: ScheduleTarget, arn: string): void {
  const other = Object.keys(target).find((member) => !targetMembers.includes(member));
  if (other !== undefined) throw invalid(`The simulator does not know ${other} of a target yet.`);
  try {
    JSON.parse(target.Input ?? '{}');
  } catch {
    if (needsJson(target)) throw invalid('The Input of the target is not valid JSON.');
  }
  if (!callOf(target)) throw invalid(`The simulator does not know the target ${target.Arn} yet.`);
  permit(
    {
      action: 'iam:PassRole',
      resource: target.RoleArn,
      conditions: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    },
    context,
  );
  if (roleOfTarget(context.world, target, arn)) return;
  throw invalid(
    'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  );
}

/** Queues and topics take any text. */
function needsJson({ Arn }: ScheduleTarget): boolean {
  return !/^arn:[\w-]+:(sqs|sns):/.test(Arn);
}
