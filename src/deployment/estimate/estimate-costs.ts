/** Estimates what an installation costs in a month, for a number of accounts. Pure. */

import { buildMinutes } from '../../lifecycle/windows/plan-maintenance.ts';
import { nextWindows } from '../../settings/next-windows.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Deployment } from '../deployment.ts';
import { type Price, prices } from './prices.ts';
import { assumed, cycleUsage } from './usage.ts';

export interface EstimateFacts {
  readonly settings: Settings;
  readonly deployment: Deployment;
  readonly accounts: number;
  /** Windows and sweeps of the thirty days after it are counted. */
  readonly atMs: number;
}

export interface EstimateLine {
  readonly service: string;
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
  /** Where it is billed: `automation`, or in each of the `accounts`. */
  readonly billedIn: 'automation' | 'accounts';
  readonly page: string;
}

const monthMs = 30 * 86_400_000;
const gigabyte = 1024 ** 3;
const maxOccurrences = 50_000;

export function estimateCosts(facts: EstimateFacts): readonly EstimateLine[] {
  const { settings, deployment } = facts;
  const counts = countMonth(facts);
  const line = lineOf('automation');
  return [
    ...lambdaLines(facts, counts),
    ...dynamodbLines(facts, counts),
    line('SQS', 'polling and messages', counts.queueRequests, prices.sqsRequests),
    line('EventBridge', 'events of ours and from accounts', counts.events, prices.events),
    ...cloudwatchLines(facts, counts),
    line('X-Ray', 'traces', counts.invocations, prices.traces),
    line(
      'S3',
      'reports',
      (facts.accounts * assumed.bytesOfReportsPerAccount) / gigabyte,
      prices.s3Storage,
    ),
    line('S3', 'writes', counts.reports * 10, prices.s3Writes),
    line(
      'Systems Manager',
      'advanced parameters',
      deployment.parameters.filter(({ tier }) => tier === 'Advanced').length,
      prices.parameters,
    ),
    ...(settings.features.withCostManagementTag === undefined
      ? []
      : [
          line(
            'Cost Explorer',
            'requests',
            assumed.costReportsPerMonth * assumed.costRequestsPerReport,
            prices.costRequests,
          ),
        ]),
    lineOf('accounts')('CodeBuild', 'purges and preparations', counts.buildMinutes, prices.builds),
  ];
}

export function totalOf(lines: readonly EstimateLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

interface MonthCounts {
  readonly cycles: number;
  readonly sweeps: number;
  readonly reports: number;
  readonly invocations: number;
  readonly queueRequests: number;
  readonly events: number;
  readonly buildMinutes: number;
}

function countMonth({ settings, deployment, accounts, atMs }: EstimateFacts): MonthCounts {
  const { maintenanceWindowExpression: windows, sweepExpression } = settings.automation;
  const perAccount = windows === undefined ? 0 : occurrences(windows, atMs);
  const cycles = accounts * perAccount;
  const sweeps = occurrences(sweepExpression, atMs);
  const hasCosts = settings.features.withCostManagementTag !== undefined;
  const reports = assumed.reportsPerMonth + (hasCosts ? assumed.costReportsPerMonth : 0);
  const polled = deployment.functions.filter(({ on }) => 'queue' in on).length;
  const polls = (polled * assumed.pollersPerQueue * monthMs) / 1000 / assumed.pollSeconds;
  return {
    cycles,
    sweeps,
    reports,
    invocations: cycles * cycleUsage.invocations + sweeps + reports,
    queueRequests: cycles * cycleUsage.queueRequests + polls,
    events: cycles * cycleUsage.events,
    buildMinutes: cycles * minutesOfCycle(settings),
  };
}

/** Where some accounts are purged and others not, as if all were. */
function minutesOfCycle({ organizationalUnits, accounts }: Settings): number {
  const items = [...organizationalUnits.values(), ...accounts.values()];
  const isEnabled = (purpose: 'preparation' | 'purge') =>
    items.some((item) => item[purpose].feature === 'enabled');
  return (
    (isEnabled('purge') ? buildMinutes.purge : 0) +
    (isEnabled('preparation') ? buildMinutes.preparation : 0)
  );
}

function occurrences(maintenanceWindowExpression: string, atMs: number): number {
  const schedule = { maintenanceWindowExpression, timeZone: 'UTC', blackoutDates: [] };
  return nextWindows(schedule, atMs, maxOccurrences).filter((at) => at < atMs + monthMs).length;
}

function lambdaLines(
  { deployment, accounts }: EstimateFacts,
  { cycles, sweeps, reports, invocations }: MonthCounts,
): readonly EstimateLine[] {
  const memoryOf = (route: string) =>
    (deployment.functions.find((one) => one.route === route)?.memoryMb ?? 128) / 1024;
  const sweepSeconds =
    assumed.sweepSeconds + (accounts / 100) * assumed.sweepSecondsPerHundredAccounts;
  const reportSeconds = assumed.reportSeconds + accounts * assumed.reportSecondsPerAccount;
  const gigabyteSeconds =
    cycles * cycleUsage.invocations * assumed.secondsPerInvocation * memoryOf('OnAccountMessages') +
    sweeps * sweepSeconds * memoryOf('OnSweep') +
    reports * reportSeconds * memoryOf('OnInventoryReport');
  const { lambdaArm, lambdaX86, lambdaRequests } = prices;
  const line = lineOf('automation');
  return [
    line('Lambda', 'requests', invocations, lambdaRequests),
    line(
      'Lambda',
      'duration',
      gigabyteSeconds,
      deployment.architecture === 'arm64' ? lambdaArm : lambdaX86,
    ),
  ];
}

/** At rest, a sweep reads a table that is almost empty. */
function dynamodbLines(
  { accounts }: EstimateFacts,
  { cycles, sweeps }: MonthCounts,
): readonly EstimateLine[] {
  const stored = (accounts * assumed.bytesPerAccount) / gigabyte;
  const line = lineOf('automation');
  return [
    line('DynamoDB', 'writes', cycles * cycleUsage.writes, prices.dynamodbWrites),
    line('DynamoDB', 'reads', cycles * cycleUsage.reads + sweeps, prices.dynamodbReads),
    line('DynamoDB', 'storage', stored, prices.dynamodbStorage),
    line('DynamoDB', 'point-in-time recovery', stored, prices.dynamodbRecovery),
  ];
}

function cloudwatchLines(
  { settings, deployment, accounts }: EstimateFacts,
  { invocations }: MonthCounts,
): readonly EstimateLine[] {
  const ofAccounts = settings.metering.metricsPerAccount ? accounts : 0;
  const logged = (invocations * assumed.bytesOfLogPerInvocation) / gigabyte;
  const line = lineOf('automation');
  return [
    line('CloudWatch', 'metrics', assumed.metrics + ofAccounts, prices.metrics),
    line('CloudWatch', 'calls that send metrics', invocations, prices.metricCalls),
    line('CloudWatch', 'alarms', deployment.alarms.length, prices.alarms),
    line('CloudWatch', 'dashboards', 1, prices.dashboards),
    line('CloudWatch', 'logs', logged, prices.logs),
  ];
}

function lineOf(billedIn: EstimateLine['billedIn']) {
  return (
    service: string,
    item: string,
    quantity: number,
    { dollars, unit, per, page }: Price,
  ): EstimateLine => ({
    service,
    item,
    quantity: quantity / per,
    unit,
    dollars: (quantity / per) * dollars,
    billedIn,
    page,
  });
}
