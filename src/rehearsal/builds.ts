/**
 * The modelled builds of a rehearsal: a preparation creates or repairs the budget, a purge deletes what is too old or
 * marked. Both report to the automation account with the build's permissions, through the simulated AWS.
 */

import { classify } from '../aws/failures.ts';
import type { GenericCalls } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { baselineNames } from '../lifecycle/baseline/baseline-names.ts';
import type { Settings } from '../settings/settings.ts';
import type { BuildModel, ModelledBuild } from '../simulator/index.ts';

/** Minutes that builds take, minimum and maximum. */
const minutes = { preparation: [4, 10], purge: [6, 30] } as const;

export interface ModelOptions {
  readonly settings: Settings;
  readonly random: () => number;
  /** Deletes what a purge should delete. Returns the text of its report. */
  readonly purge?: (build: ModelledBuild, open: OpenService) => Promise<string>;
}

export type OpenService = (service: string) => GenericCalls;

export function buildModel({ settings, random, purge }: ModelOptions): BuildModel {
  const names = baselineNames(settings);
  return (build) => {
    const isPurge = build.project === names.purge;
    if (!isPurge && build.project !== names.preparation) return undefined;
    const [least, most] = minutes[isPurge ? 'purge' : 'preparation'];
    const durationMs = 60_000 * (least + random() * (most - least));
    if (isPurge && !isPurgeMode(build.environment.PURGE_MODE))
      return { durationMs, status: 'FAILED' };
    const effect = isPurge ? () => purgeAccount(build, purge) : () => prepareAccount(build);
    return { durationMs, effect };
  };
}

/** The buildspec refuses others. */
function isPurgeMode(mode = '--dry-run'): boolean {
  return mode === '--dry-run' || mode === '--force';
}

function opener({ access, region }: ModelledBuild): OpenService {
  const fleet = openFleet(access);
  return (service) => fleet.generic(service, region);
}

async function prepareAccount(build: ModelledBuild): Promise<void> {
  const open = opener(build);
  await budget(build, open('budgets'));
  await report(build, open('events'), {
    label: 'PreparationReport',
    message: 'budget is in place',
  });
}

async function budget({ accountId, environment }: ModelledBuild, budgets: GenericCalls) {
  const Budget = {
    BudgetName: environment.BUDGET_NAME ?? 'SpaBudget',
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: environment.BUDGET_AMOUNT ?? '200', Unit: 'USD' },
  };
  try {
    const NotificationsWithSubscribers = [alertOf(environment)];
    await budgets.call('CreateBudget', {
      AccountId: accountId,
      Budget,
      NotificationsWithSubscribers,
    });
  } catch (error) {
    if (classify(error).code !== 'DuplicateRecordException') throw error;
    await budgets.call('UpdateBudget', { AccountId: accountId, NewBudget: Budget });
  }
}

/** To the topic of the account and to its holder, as the buildspec has it. */
function alertOf({
  ALERT_THRESHOLD = '80',
  BUDGET_EMAIL,
  TOPIC_ARN,
}: ModelledBuild['environment']) {
  const Notification = {
    NotificationType: 'ACTUAL',
    ComparisonOperator: 'GREATER_THAN',
    Threshold: Number(ALERT_THRESHOLD),
    ThresholdType: 'PERCENTAGE',
  };
  const Subscribers = [
    ...(BUDGET_EMAIL ? [{ SubscriptionType: 'EMAIL', Address: BUDGET_EMAIL }] : []),
    ...(TOPIC_ARN ? [{ SubscriptionType: 'SNS', Address: TOPIC_ARN }] : []),
  ];
  return { Notification, Subscribers };
}

async function purgeAccount(
  build: ModelledBuild,
  purge: ModelOptions['purge'] = async () => 'nothing to purge',
): Promise<void> {
  const open = opener(build);
  const message = await purge(build, open);
  await report(build, open('events'), { label: 'PurgeReport', message });
}

interface Report {
  readonly label: 'PreparationReport' | 'PurgeReport';
  readonly message: string;
}

async function report(
  { accountId, environment }: ModelledBuild,
  events: GenericCalls,
  { label, message }: Report,
): Promise<void> {
  const detail = {
    Account: accountId,
    Environment: environment.ENVIRONMENT_IDENTIFIER,
    Message: message,
  };
  const entry = {
    EventBusName: environment.EVENT_BUS_ARN,
    Source: 'SustainablePersonalAccounts',
    DetailType: label,
    Detail: JSON.stringify(detail),
  };
  await events.call('PutEvents', { Entries: [entry] });
}
