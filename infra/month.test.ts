/**
 * A month on the deployed stack: the app is synthesized, its stack and those of the management account are created, and
 * the functions run as they are bundled, each in a process of its own under the role of the template.
 */

import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hourMs } from '../src/testing/durations.ts';
import {
  type DeployedInstallation,
  openDeployedInstallation,
} from './testing/deployed-installation.ts';
import { type FunctionLog, readFunctionLog } from './testing/function-logs.ts';
import { liveThroughMonth, type MonthAccounts } from './testing/month.ts';
import { queuedMessages, readMonth } from './testing/month-records.ts';
import { aws, hasAwsCli, hasTerraform, readWithTerraform } from './testing/other-clients.ts';
import {
  type DeployedRole,
  deployedNames,
  readRoles,
  unusedActions,
  withoutStatements,
} from './testing/role-permissions.ts';

let env: DeployedInstallation;
let accounts: MonthAccounts;
let records: Awaited<ReturnType<typeof readMonth>>;
let functionNames: readonly string[];

beforeAll(async () => {
  env = await openDeployedInstallation();
  accounts = await liveThroughMonth(env);
  records = await readMonth(env, accounts);
  functionNames = await deployedNames(env);
}, 1_200_000);

afterAll(() => env?.close());

test('every account is released in the end, and no transaction is open', () => {
  const tags = { 'account-state': 'released', 'cost-center': 'sandboxes' };

  expect(records.tags).toEqual({
    alice: { ...tags, 'account-holder': 'alice@example.com' },
    bob: { ...tags, 'account-holder': 'bob@example.com' },
    carol: { ...tags, 'account-holder': 'carol@example.com' },
  });
  expect(records.openTransactions).toEqual([]);
});

test('activities are the transactions of all accounts, a login and an acknowledgement', () => {
  expect(records.activities).toEqual([
    '2026-01-15 alice console-login',
    '2026-01-15 alice maintenance',
    '2026-01-15 alice notification',
    '2026-01-15 alice on-boarding',
    '2026-01-15 alice on-boarding',
    '2026-01-15 bob on-boarding',
    '2026-01-15 carol on-boarding',
    '2026-02-07 alice maintenance',
    '2026-02-07 bob maintenance',
    '2026-02-07 carol maintenance',
  ]);
});

test('exceptions are incidents, and the release of an account resolves that of its build', () => {
  expect(records.incidents).toEqual([
    "open BudgetAlertException: Budget alert on account 'bob (bob)', 0 more",
    'open ConsoleLoginWithRootException: Console login on account alice (alice) with account root credentials, 0 more',
    "open UnacknowledgedNotificationException: Document 'Rules' is not acknowledged for account 'bob', 0 more",
    "open UnacknowledgedNotificationException: Document 'Rules' is not acknowledged for account 'carol', 0 more",
    'resolved FailedCodebuildException: Codebuild event for account alice, 0 more',
  ]);
});

test('holders, operators and the finance team are mailed', () => {
  expect(records.mails).toEqual([
    '2026-01-15 ses to alice@example.com: Resources of your AWS account alice (alice) were deleted',
    '2026-01-15 ses to alice@example.com: Rules',
    '2026-01-15 ses to alice@example.com: Your AWS account alice (alice) is ready',
    '2026-01-15 ses to bob@example.com: Rules',
    '2026-01-15 ses to bob@example.com: Your AWS account bob (bob) is ready',
    '2026-01-15 ses to carol@example.com: Rules',
    '2026-01-15 ses to carol@example.com: Your AWS account carol (carol) is ready',
    '2026-01-15 sns to sre@example.com: AWS Notification - Subscription Confirmation',
    '2026-01-15 sns to sre@example.com: Codebuild event for account alice',
    '2026-01-15 sns to sre@example.com: Console login on account alice (alice) with account root credentials',
    '2026-01-16 budgets to bob@example.com: AWS Budgets: SpaBudget has exceeded your alert threshold',
    '2026-01-16 ses to bob@example.com: Your AWS account bob (bob) has exceeded a budget',
    "2026-01-16 sns to sre@example.com: Budget alert on account 'bob (bob)'",
    "2026-01-30 sns to sre@example.com: Document 'Rules' is not acknowledged for account 'bob'",
    "2026-01-30 sns to sre@example.com: Document 'Rules' is not acknowledged for account 'carol'",
    '2026-02-05 ses to alice@example.com: Resources of your AWS account alice (alice) will be deleted',
    '2026-02-05 ses to bob@example.com: Resources of your AWS account bob (bob) will be deleted',
    '2026-02-05 ses to carol@example.com: Resources of your AWS account carol (carol) will be deleted',
    '2026-02-07 ses to alice@example.com: Resources of your AWS account alice (alice) were deleted',
    '2026-02-07 ses to bob@example.com: Resources of your AWS account bob (bob) were deleted',
    '2026-02-07 ses to carol@example.com: Resources of your AWS account carol (carol) were deleted',
    '2026-02-14 ses to finance@example.com: Summary cost report for 2026-01',
  ]);
});

test('the channel receives exceptions, and the message of an operator', () => {
  expect(records.chat).toEqual([
    '2026-01-15 Codebuild event for account alice',
    '2026-01-15 Console login on account alice (alice) with account root credentials',
    '2026-01-15 Hello',
    "2026-01-16 Budget alert on account 'bob (bob)'",
    "2026-01-30 Document 'Rules' is not acknowledged for account 'bob'",
    "2026-01-30 Document 'Rules' is not acknowledged for account 'carol'",
  ]);
});

test('the reports of the month are in the bucket', () => {
  expect(records.reports).toEqual([
    'SpaReports/Activities/sandboxes/2026/2026-01-sandboxes-activities.csv',
    'SpaReports/Activities/sandboxes/2026/2026-02-sandboxes-activities.csv',
    'SpaReports/Costs/Summary/2026/2026-01-Summary-charges.csv',
    'SpaReports/Costs/Summary/2026/2026-01-Summary-charges.xlsx',
    'SpaReports/Costs/Summary/2026/2026-01-Summary-mail.json',
    'SpaReports/Costs/Summary/2026/2026-01-Summary-services.csv',
    'SpaReports/Costs/Summary/2026/2026-01-Summary-services.xlsx',
    'SpaReports/Costs/Summary/2026/2026-01-Summary-statement.json',
    'SpaReports/Costs/sandboxes/2026/2026-01-sandboxes-services.csv',
    'SpaReports/Costs/sandboxes/2026/2026-01-sandboxes-services.xlsx',
    'SpaReports/Costs/sandboxes/2026/2026-01-sandboxes-usages.csv',
    'SpaReports/Exceptions/alice/2026/2026-01-alice-cost-and-usage.xlsx',
    'SpaReports/Exceptions/bob/2026/2026-01-bob-cost-and-usage.xlsx',
    'SpaReports/Exceptions/carol/2026/2026-01-carol-cost-and-usage.xlsx',
    'SpaReports/Inventories/2026/01/2026-01-17-inventory.csv',
    'SpaReports/Inventories/2026/01/2026-01-24-inventory.csv',
    'SpaReports/Inventories/2026/01/2026-01-31-inventory.csv',
    'SpaReports/Inventories/2026/02/2026-02-07-inventory.csv',
    'SpaReports/Inventories/2026/02/2026-02-14-inventory.csv',
  ]);
});

test('every function of the stack was invoked, and none has failed', async () => {
  const logs = new Map<string, FunctionLog>();
  for (const name of functionNames) logs.set(name, await readFunctionLog(env, name));
  const all = [...logs.values()];
  expect(functionNames.filter((name) => logs.get(name)?.invocations === 0)).toEqual([]);
  expect([env.bugs, all.flatMap(({ failures }) => failures)]).toEqual([[], []]);
  // The report of the first Saturday comes before the first maintenance.
  expect(all.flatMap(({ warnings }) => warnings)).toEqual(['[WARNING] no activities in 2026-02']);
  expect(records.queuedMessages).toEqual({
    SpaDemoAccounts: 0,
    SpaDemoAlerts: 0,
    SpaDemoDeadLetters: 0,
  });
});

test('no function is denied what it calls', () => {
  const denied = env.checked.filter(
    ({ principal, allowed }) => !allowed && /assumed-role\/SpaDemo-/.test(principal),
  );

  expect(denied).toEqual([]);
});

/** Of every role: failures of functions, and traces, which the simulator does not record. */
const neverNeeded = ['SendDeadLetters', 'WriteTraces'];

/** An account that a function advances may need any step. These are taken elsewhere in this month. */
const steps = {
  end: 'LeaseAccounts dynamodb:DeleteItem',
  record: 'RecordActivities dynamodb:PutItem',
  subscribe: 'SubscribeAlerts sns:Subscribe',
  readShadow: 'UpdateShadows dynamodb:GetItem',
  writeShadow: 'UpdateShadows dynamodb:PutItem',
  count: 'PutMetrics cloudwatch:PutMetricData',
  publish: 'PublishEvents events:PutEvents',
} as const;

/** Another invocation has claimed the event, or has stopped while it handled it. */
const readClaim = 'ClaimEvents dynamodb:GetItem';
/** A mail that SES refuses is an exception. */
const reportRefusal = steps.publish;
/** The table is younger than a window that nothing has opened. */
const findInstallation = 'KeepWindows dynamodb:DescribeTable';

const unused: Readonly<Record<string, readonly string[]>> = {
  OnVanillaAccount: [steps.record],
  OnVanillaAccountTag: [steps.end, steps.record],
  OnAssignedAccountFromQueue: [steps.end, steps.record],
  OnReleasedAccount: [steps.record, steps.subscribe],
  OnExpiredAccount: [steps.end, steps.record, steps.subscribe],
  OnPreparedAccountFromCodebuild: [steps.subscribe],
  OnPurgedAccountFromCodebuild: [steps.record],
  OnAlertFromCodebuild: [steps.end, steps.readShadow, steps.writeShadow, steps.record, steps.count],
  OnAccountMessages: [steps.end, steps.record, steps.subscribe],
  // A window that is late, or is closed with accounts that are not released.
  OnMaintenanceWindow: [findInstallation, 'ListShadows dynamodb:Scan', steps.publish, steps.count],
  // The only sweep finds every account at rest, and the window closed.
  OnSweep: [
    findInstallation,
    'KeepWindows dynamodb:GetItem',
    'KeepWindows dynamodb:PutItem',
    'ReadShadows dynamodb:GetItem',
    'ListShadows dynamodb:Scan',
    'SendAccounts sqs:GetQueueUrl',
    'SendAccounts sqs:SendMessage',
    steps.publish,
  ],
  OnConsoleLogin: [readClaim],
  // The link to the report of an incident has the permissions of the function, and is opened by a person.
  OnException: [readClaim, 'LinkReports s3:GetObject'],
  OnHolderNotice: [reportRefusal],
  OnExpiryReport: [readClaim, reportRefusal],
  OnHolderDocument: [readClaim, reportRefusal],
  OnAcknowledgement: [readClaim],
  // The rates of currencies that an earlier report has used.
  OnEarlyCostReport: ['ReadReports s3:GetObject', 'FindReports s3:ListBucket'],
};

test('every action of every role was needed, besides those with a reason', async () => {
  const roles = await readRoles(env, functionNames);
  const found = roles.map((role) => {
    const names = unusedActions(role, env.checked);
    return [
      role.functionName.replace('SpaDemo', ''),
      names.filter((name) => !neverNeeded.includes(name.split(' ')[0] ?? '')),
    ] as const;
  });

  expect(Object.fromEntries(found.filter(([, names]) => names.length > 0))).toEqual(unused);
});

test.skipIf(!hasAwsCli)('the AWS CLI describes the stack, and invokes a function', async () => {
  const described = await aws(env, 'cloudformation', 'describe-stacks', '--stack-name', 'SpaDemo');
  const file = join(tmpdir(), `flotilla-${process.pid}.json`);
  const invoke = ['lambda', 'invoke', '--function-name', 'SpaDemoOnInventoryReport', file];
  const invoked = await aws(env, ...invoke);
  const response: unknown = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);

  expect(described).toMatchObject({
    Stacks: [
      {
        StackName: 'SpaDemo',
        StackStatus: 'UPDATE_COMPLETE',
        Outputs: expect.arrayContaining([
          { OutputKey: 'DeadLetterQueue', OutputValue: 'SpaDemoDeadLetters' },
        ]),
      },
    ],
  });
  expect(invoked).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(response).toMatchObject({
    did: 'report',
    keys: ['SpaReports/Inventories/2026/02/2026-02-15-inventory.csv'],
  });
});

test.skipIf(!hasTerraform)('Terraform reads what was deployed', async () => {
  const read = await readWithTerraform(
    env,
    `data "aws_cloudformation_stack" "stack" { name = "SpaDemo" }
data "aws_dynamodb_table" "shadows" { name = "SpaDemoShadowsTable" }
data "aws_sqs_queue" "accounts" { name = "SpaDemoAccounts" }
output "stack" { value = data.aws_cloudformation_stack.stack.outputs["DeadLetterQueue"] }
output "shadows" { value = [data.aws_dynamodb_table.shadows.hash_key, data.aws_dynamodb_table.shadows.range_key] }
output "accounts" { value = data.aws_sqs_queue.accounts.arn }
`,
  );

  expect(read).toEqual({
    stack: 'SpaDemoDeadLetters',
    shadows: ['Identifier', 'Order'],
    accounts: 'arn:aws:sqs:eu-west-1:999999999999:SpaDemoAccounts',
  });
});

/** Only the process of a new day reads the settings again. */
const newProcessMs = 13 * hourMs;

async function roleOf(route: string): Promise<DeployedRole> {
  const [role] = await readRoles(env, [`SpaDemo${route}`]);
  if (!role) throw new Error(`no role of ${route}`);
  return role;
}

test('what Lambda does in the name of a function needs the permissions of its role', async () => {
  const role = await roleOf('OnActivityEvent');
  const { functionName: FunctionName } = role;
  const invokeWithout = async (...sids: readonly string[]) => {
    const before = await readFunctionLog(env, FunctionName);
    const work = async () => {
      await env.inHub('lambda').call('Invoke', { FunctionName, InvocationType: 'Event' });
      await env.advance(newProcessMs);
    };
    await withoutStatements(env, role, { sids, work });
    const after = await readFunctionLog(env, FunctionName);
    return {
      logged: after.invocations - before.invocations,
      failures: after.failures.length - before.failures.length,
      deadLetters: (await queuedMessages(env)).SpaDemoDeadLetters,
    };
  };

  expect(await invokeWithout('ReadSettings', 'WriteLog', 'SendDeadLetters')).toEqual({
    logged: 0,
    failures: 0,
    deadLetters: 0,
  });
  expect(await invokeWithout('ReadSettings', 'SendDeadLetters')).toEqual({
    logged: 3,
    failures: 3,
    deadLetters: 0,
  });
  expect(await invokeWithout('ReadSettings')).toEqual({ logged: 3, failures: 3, deadLetters: 1 });
});

test('messages stay in the queue while the role of the worker may not receive them', async () => {
  const sqs = env.inHub('sqs');
  let waiting: number | undefined;
  const work = async () => {
    const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: 'SpaDemoAccounts' });
    await sqs.call('SendMessage', { QueueUrl, MessageBody: '{}' });
    await env.advance(hourMs);
    waiting = (await queuedMessages(env)).SpaDemoAccounts;
  };

  await withoutStatements(env, await roleOf('OnAccountMessages'), {
    sids: ['ReceiveMessages'],
    work,
  });

  expect(waiting).toBe(1);
});
