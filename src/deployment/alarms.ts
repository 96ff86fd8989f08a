/** Alarms. Each says what it means and what to do, because that is what its mail shows. */

import { deadLetterQueue, functionName } from '../lifecycle/hub/names.ts';
import { metricNamespace } from '../lifecycle/metering/meter.ts';
import { accountsQueue, alertsQueue, inventoryQueue } from '../lifecycle/routes/routes.ts';
import { parseExpression } from '../model/schedule-expression.ts';
import type { AlarmMetric, DeployedAlarm, DeployedFunction } from './deployment.ts';
import type { LifecycleInstallation } from './lifecycle-installation.ts';

const minuteSeconds = 60;
const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;
const fiveMinutes = 5 * minuteSeconds;

export function deployedAlarms(
  installation: LifecycleInstallation,
  functions: readonly DeployedFunction[],
): readonly DeployedAlarm[] {
  return [
    ...functions.map(errorsOf),
    throttles(installation),
    deadLetters(installation),
    ageOf(installation, accountsQueue, {
      seconds: 2 * hourSeconds,
      meaning: 'Accounts wait for a worker. Look for throttled or failing calls in the log of',
      route: 'OnAccountMessages',
    }),
    ageOf(installation, alertsQueue, {
      seconds: hourSeconds,
      meaning: 'Alerts of budgets are not handled. Look at the log of',
      route: 'OnAlertFromSqs',
    }),
    ...(functions.some(({ route }) => route === 'OnInventoryAccount')
      ? [
          ageOf(installation, inventoryQueue, {
            seconds: daySeconds,
            meaning: 'Accounts of an inventory wait for a worker. Look at the log of',
            route: 'OnInventoryAccount',
          }),
        ]
      : []),
    ...sweepMissing(installation),
    overdueAccounts(installation),
    failedAccounts(installation),
    manyExceptions(installation),
  ];
}

const above = { comparison: 'above', threshold: 0, evaluationPeriods: 1 } as const;

function errorsOf({ name }: DeployedFunction): DeployedAlarm {
  return {
    ...above,
    name: `${name}Errors`,
    description: `${name} failed. Events are tried again, and then wait as dead letters. Its log is /aws/lambda/${name}.`,
    metric: lambdaMetric('Errors', { FunctionName: name }),
    missingDataIsAlarm: false,
  };
}

/** Of the whole account: functions of an account share its concurrency. */
function throttles(installation: LifecycleInstallation): DeployedAlarm {
  return {
    ...above,
    name: functionName(installation, 'Throttles'),
    description:
      'Lambda has throttled functions of this account for 15 minutes. Have its quota of concurrent executions raised.',
    metric: lambdaMetric('Throttles', {}),
    evaluationPeriods: 3,
    missingDataIsAlarm: false,
  };
}

function lambdaMetric(name: string, dimensions: AlarmMetric['dimensions']): AlarmMetric {
  return {
    namespace: 'AWS/Lambda',
    name,
    dimensions,
    statistic: 'Sum',
    periodSeconds: fiveMinutes,
  };
}

function deadLetters(installation: LifecycleInstallation): DeployedAlarm {
  const queue = deadLetterQueue(installation);
  return {
    ...above,
    name: queue,
    description: `Events were given up after retries. Run: flotilla lifecycle redrive. They are in the queue ${queue}.`,
    metric: queueMetric('ApproximateNumberOfMessagesVisible', queue),
    missingDataIsAlarm: false,
  };
}

interface QueueAge {
  readonly seconds: number;
  readonly meaning: string;
  readonly route: string;
}

function ageOf(
  installation: LifecycleInstallation,
  queue: string,
  { seconds, meaning, route }: QueueAge,
): DeployedAlarm {
  const name = functionName(installation, queue);
  return {
    ...above,
    name: `${name}QueueAge`,
    description: `${meaning} ${functionName(installation, route)}.`,
    metric: queueMetric('ApproximateAgeOfOldestMessage', name),
    threshold: seconds,
    evaluationPeriods: 3,
    missingDataIsAlarm: false,
  };
}

function queueMetric(name: string, QueueName: string): AlarmMetric {
  return {
    namespace: 'AWS/SQS',
    name,
    dimensions: { QueueName },
    statistic: 'Maximum',
    periodSeconds: fiveMinutes,
  };
}

/** Two sweeps in a row did not start. Alarms look back a day: sweeps that are rarer have none. */
function sweepMissing(installation: LifecycleInstallation): readonly DeployedAlarm[] {
  const expression = parseExpression(installation.settings.automation.sweepExpression);
  if (!('every' in expression)) return [];
  const periodSeconds = Math.ceil(expression.every / 1000 / minuteSeconds) * minuteSeconds;
  if (2 * periodSeconds > daySeconds) return [];
  const name = functionName(installation, 'OnSweep');
  return [
    {
      name: `${name}Missing`,
      description: `${name} did not run twice in a row. Check that its rule ${name}TriggerRule is enabled.`,
      metric: { ...lambdaMetric('Invocations', { FunctionName: name }), periodSeconds },
      comparison: 'below',
      threshold: 1,
      evaluationPeriods: 2,
      missingDataIsAlarm: true,
    },
  ];
}

function overdueAccounts(installation: LifecycleInstallation): DeployedAlarm {
  return {
    ...above,
    name: functionName(installation, 'OverdueAccounts'),
    description:
      'Accounts are past the deadline of their transaction in two sweeps in a row. Run: flotilla lifecycle status.',
    metric: ownMetric(installation, 'OverdueAccounts'),
    evaluationPeriods: 2,
    missingDataIsAlarm: false,
  };
}

function failedAccounts(installation: LifecycleInstallation): DeployedAlarm {
  return {
    ...above,
    name: functionName(installation, 'FailedTransactions'),
    description:
      'Accounts failed to be on-boarded or maintained, and stay so until an operator acts. Run: flotilla lifecycle status.',
    metric: ownMetric(installation, 'FailedAccounts'),
    missingDataIsAlarm: false,
  };
}

function ownMetric({ hub }: LifecycleInstallation, name: string): AlarmMetric {
  return {
    namespace: metricNamespace,
    name,
    dimensions: { Environment: hub.environment },
    statistic: 'Maximum',
    periodSeconds: hourSeconds,
  };
}

/** Each is notified on its own; so many are one cause. */
const exceptionsPerHour = 50;

function manyExceptions(installation: LifecycleInstallation): DeployedAlarm {
  const name = functionName(installation, 'OnException');
  return {
    ...above,
    name: functionName(installation, 'ManyExceptions'),
    description: `More than ${exceptionsPerHour} exceptions within an hour have one cause, as a rule. Run: flotilla lifecycle status.`,
    metric: {
      ...lambdaMetric('Invocations', { FunctionName: name }),
      periodSeconds: hourSeconds,
    },
    threshold: exceptionsPerHour,
    missingDataIsAlarm: false,
  };
}
