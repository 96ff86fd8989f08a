/**
 * The dashboard of operators. A search finds metrics with exactly its dimensions, and values between quotes match whole:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */

import { deadLetterQueue, functionName, tableKinds, tableName } from '../lifecycle/hub/names.ts';
import { metricNamespace } from '../lifecycle/metering/meter.ts';
import { accountsQueue, alertsQueue } from '../lifecycle/routes/routes.ts';
import type { DeployedDashboard, DeployedFunction } from './deployment.ts';
import type { LifecycleInstallation } from './lifecycle-installation.ts';

const daySeconds = 86_400;
const fiveMinutes = 300;

type Metric = readonly unknown[];

interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
  readonly seconds: number;
  readonly stacked?: boolean;
  readonly label?: string;
}

interface Widget {
  readonly type: 'metric' | 'text';
  readonly width: number;
  readonly height: number;
  readonly properties: object;
}

const fullWidth = 24;
const graphHeight = 6;

export function deployedDashboard(
  installation: LifecycleInstallation,
  functions: readonly DeployedFunction[],
): DeployedDashboard {
  const { hub, settings } = installation;
  const graphs = (row: readonly Graph[]) =>
    row.map((graph) => graphWidget(graph, hub.region, fullWidth / row.length));
  const banner: Widget = {
    type: 'text',
    width: fullWidth,
    height: 2,
    properties: { markdown: settings.automation.cockpitMarkdownText },
  };
  const rows = [
    [banner],
    graphs(transactionGraphs(installation)),
    graphs(eventGraphs(installation)),
    graphs(fleetGraphs(installation)),
    graphs(queueGraphs(installation)),
    graphs(functionGraphs(functions)),
    graphs(tableGraphs(installation)),
  ];
  return {
    name: `${functionName(installation, 'Cockpit')}-${hub.region}`,
    body: { start: '-P4W', widgets: placed(rows) },
  };
}

/** Rows below each other, and widgets of a row beside each other. */
function placed(rows: readonly (readonly Widget[])[]): readonly object[] {
  let y = 0;
  return rows.flatMap((row) => {
    let x = 0;
    const widgets = row.map((widget) => {
      const one = { ...widget, x, y };
      x += widget.width;
      return one;
    });
    y += Math.max(0, ...row.map(({ height }) => height));
    return widgets;
  });
}

function graphWidget(
  { title, metrics, seconds, stacked = false, label }: Graph,
  region: string,
  width: number,
): Widget {
  return {
    type: 'metric',
    width,
    height: graphHeight,
    properties: {
      view: 'timeSeries',
      title,
      region,
      period: seconds,
      stacked,
      metrics,
      yAxis: { left: label === undefined ? { showUnits: false } : { label, showUnits: false } },
    },
  };
}

interface Search {
  readonly metric: string;
  /** The dimension that has a line for each of its values. */
  readonly by: string;
  readonly statistic: 'Sum' | 'Maximum';
  readonly seconds: number;
  /** Of the dimension; default all. */
  readonly values?: readonly string[];
}

function searchText(
  { hub }: LifecycleInstallation,
  { metric, by, statistic, seconds, values = [] }: Search,
): string {
  const only = values.length === 0 ? '' : ` ${by}=(${quoted(values)})`;
  const filter = `{${metricNamespace},${by},Environment} MetricName="${metric}" Environment="${hub.environment}"${only}`;
  return `SEARCH('${filter}', '${statistic}', ${seconds})`;
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(' OR ');
}

function found(installation: LifecycleInstallation, search: Search): readonly Metric[] {
  return [[{ expression: searchText(installation, search), label: '' }]];
}

function transactionGraphs(installation: LifecycleInstallation): readonly Graph[] {
  const hasCosts = installation.settings.features.withCostManagementTag !== undefined;
  const perDay = (title: string, metric: string, by: string): Graph => ({
    title,
    metrics: found(installation, { metric, by, statistic: 'Sum', seconds: daySeconds }),
    seconds: daySeconds,
  });
  return [
    ...(hasCosts ? [dailyCosts(installation), costPerTransaction(installation)] : []),
    perDay('Transactions by cost center', 'TransactionsByCostCenter', 'CostCenter'),
    perDay('Transactions by label', 'TransactionsByLabel', 'Label'),
  ];
}

const costs: Search = {
  metric: 'DailyCostsByCostCenter',
  by: 'CostCenter',
  statistic: 'Maximum',
  seconds: daySeconds,
};

function dailyCosts(installation: LifecycleInstallation): Graph {
  return {
    title: 'Daily costs by cost center',
    metrics: found(installation, costs),
    seconds: daySeconds,
    stacked: true,
    label: 'USD',
  };
}

/** Costs of the accounts on a day, by its on-boardings and maintenances. */
function costPerTransaction(installation: LifecycleInstallation): Graph {
  const transactions: Search = {
    metric: 'TransactionsByLabel',
    by: 'Label',
    statistic: 'Sum',
    seconds: daySeconds,
    values: ['OnBoardingTransaction', 'MaintenanceTransaction'],
  };
  const hidden = (id: string, search: Search): Metric => [
    { id, expression: searchText(installation, search), visible: false },
  ];
  return {
    title: 'Cost per transaction',
    metrics: [
      hidden('costs', costs),
      hidden('transactions', transactions),
      [{ id: 'share', expression: 'SUM(costs)/SUM(transactions)', label: 'USD' }],
    ],
    seconds: daySeconds,
    label: 'USD',
  };
}

function eventGraphs(installation: LifecycleInstallation): readonly Graph[] {
  const byLabel = (title: string, metric: string): Graph => ({
    title,
    metrics: found(installation, { metric, by: 'Label', statistic: 'Sum', seconds: 60 }),
    seconds: fiveMinutes,
    stacked: true,
  });
  return [
    byLabel('Events by label', 'AccountEventsByLabel'),
    byLabel('Exceptions by label', 'ExceptionsByLabel'),
  ];
}

/** Measured by sweeps and by maintenance windows. */
function fleetGraphs({ hub }: LifecycleInstallation): readonly Graph[] {
  const measured = (metric: string): Metric => [
    metricNamespace,
    metric,
    'Environment',
    hub.environment,
    { stat: 'Maximum' },
  ];
  const seconds = 3_600;
  return [
    {
      title: 'Overdue and failed accounts',
      metrics: [measured('OverdueAccounts'), measured('FailedAccounts')],
      seconds,
    },
    {
      title: 'Failed share of the maintenance window',
      metrics: [measured('WindowFailedShare')],
      seconds,
      label: '%',
    },
  ];
}

function queueGraphs(installation: LifecycleInstallation): readonly Graph[] {
  const ofQueue = (metric: string, queue: string): Metric => [
    'AWS/SQS',
    metric,
    'QueueName',
    queue,
    { stat: 'Maximum' },
  ];
  const queues = [accountsQueue, alertsQueue].map((name) => functionName(installation, name));
  return [
    {
      title: 'Age of the oldest message',
      metrics: queues.map((queue) => ofQueue('ApproximateAgeOfOldestMessage', queue)),
      seconds: fiveMinutes,
      label: 'seconds',
    },
    {
      title: 'Dead letters',
      metrics: [ofQueue('ApproximateNumberOfMessagesVisible', deadLetterQueue(installation))],
      seconds: fiveMinutes,
    },
  ];
}

function functionGraphs(functions: readonly DeployedFunction[]): readonly Graph[] {
  const ofFunctions = (title: string, metric: string, stat: string): Graph => ({
    title,
    metrics: functions.map(({ name }) => ['AWS/Lambda', metric, 'FunctionName', name, { stat }]),
    seconds: fiveMinutes,
    stacked: true,
  });
  return [
    ofFunctions('Lambda invocations', 'Invocations', 'Sum'),
    ofFunctions('Lambda durations', 'Duration', 'Average'),
    ofFunctions('Lambda errors', 'Errors', 'Sum'),
  ];
}

/** Errors have the operation as a second dimension, and those of callers belong to the whole account. */
function tableGraphs(installation: LifecycleInstallation): readonly Graph[] {
  const tables = tableKinds.map((kind) => tableName(installation, kind));
  const consumed = (title: string, metric: string): Graph => ({
    title,
    metrics: tables.map((table) => [
      'AWS/DynamoDB',
      metric,
      'TableName',
      table,
      { stat: 'Sum', period: 60 },
    ]),
    seconds: fiveMinutes,
    stacked: true,
  });
  const failing = `{AWS/DynamoDB,Operation,TableName} MetricName="SystemErrors" TableName=(${quoted(tables)})`;
  return [
    consumed('DynamoDB read capacity units', 'ConsumedReadCapacityUnits'),
    consumed('DynamoDB write capacity units', 'ConsumedWriteCapacityUnits'),
    {
      title: 'DynamoDB errors',
      metrics: [
        [{ expression: `SEARCH('${failing}', 'Sum', ${fiveMinutes})`, label: '' }],
        ['AWS/DynamoDB', 'UserErrors', { stat: 'Sum', label: 'UserErrors of the account' }],
      ],
      seconds: fiveMinutes,
      stacked: true,
    },
  ];
}
