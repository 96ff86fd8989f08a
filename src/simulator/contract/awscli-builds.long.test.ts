/**
 * Requirements of personal accounts, tested with Debian's AWS CLI over HTTP: tables, parameters, budgets, metrics,
 * and a build that is really run and calls the CLI itself. Skipped with a notice where the CLI is not installed.
 */

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulateOrganization } from '../index.ts';

const aws = '/usr/bin/aws';
const isInstalled = existsSync(aws);
const execute = promisify(execFile);

describe.skipIf(!isInstalled)(`awscli${isInstalled ? '' : ' (not installed: skipped)'}`, () => {
  let url = '';
  const organization = simulateOrganization({ pageSize: 2, realBuilds: { endpoint: () => url } });
  const AccountId = organization.managementAccountId;
  const { credentials } = organization.access();
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-awscli-'));
  let close = async () => {};

  beforeAll(async () => {
    const served = await organization.serve();
    url = served.url;
    close = served.close;
  });

  afterAll(async () => {
    organization.stopBuilds();
    await close();
    rmSync(folder, { recursive: true });
  });

  const run = async (...args: string[]): Promise<string> => {
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: folder, // An empty configuration.
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    };
    const { stdout } = await execute(aws, [...args, '--endpoint-url', url, '--output', 'json'], {
      env,
    });
    return stdout;
  };
  const send = async <T>(...args: string[]): Promise<T> => JSON.parse(await run(...args)) as T;
  const refusal = (...args: string[]) =>
    run(...args).then(
      () => 'it was not refused',
      (thrown: { readonly stderr: string }) => thrown.stderr.trim(),
    );

  const createTable = (name: string) =>
    run(
      ...['dynamodb', 'create-table', '--table-name', name, '--billing-mode', 'PAY_PER_REQUEST'],
      ...['--attribute-definitions', 'AttributeName=Identifier,AttributeType=S'],
      ...['--key-schema', 'AttributeName=Identifier,KeyType=HASH'],
    );

  test('makes a table, writes to it under a condition, and scans it', async () => {
    const key = (id: string) => JSON.stringify({ Identifier: { S: id } });
    await createTable('Work');
    const put = (id: string) => [
      ...['dynamodb', 'put-item', '--table-name', 'Work', '--item', key(id)],
      ...['--condition-expression', 'attribute_not_exists(Identifier)'],
    ];
    for (const id of ['one', 'two', 'three']) await run(...put(id));
    const again = await refusal(...put('one'));
    const { Items, Count } = await send<{ Items: object[]; Count: number }>(
      ...['dynamodb', 'scan', '--table-name', 'Work', '--page-size', '1'],
    );

    expect(again).toContain('(ConditionalCheckFailedException)');
    expect(Count).toBe(3);
    expect(Items).toEqual(
      expect.arrayContaining(['one', 'two', 'three'].map((id) => ({ Identifier: { S: id } }))),
    );
  });

  test('updates an item, and reads back binaries and numbers as they are', async () => {
    await createTable('Other');
    const table = ['--table-name', 'Other', '--key', '{"Identifier":{"S":"four"}}'];
    const values = { ':n': { N: '1.50' }, ':b': { B: 'AAEC' }, ':s': { SS: ['b', 'a'] } };
    await run(
      ...['dynamodb', 'update-item', ...table],
      ...['--update-expression', 'SET Amount = :n, Blobs = :b ADD Tags :s'],
      ...['--expression-attribute-values', JSON.stringify(values)],
    );

    expect(await send('dynamodb', 'get-item', ...table)).toEqual({
      Item: {
        Identifier: { S: 'four' },
        Amount: { N: '1.5' },
        Blobs: { B: 'AAEC' },
        Tags: { SS: ['b', 'a'] },
      },
    });
  });

  test('puts parameters and reads them by their path, page by page', async () => {
    for (const id of ['1', '2', '3']) {
      await run(
        ...['ssm', 'put-parameter', '--name', `/env/Accounts/${id}`, '--value', `{"id": ${id}}`],
        ...['--type', 'String'],
      );
    }
    const { Parameters } = await send<{ Parameters: { Name: string; Value: string }[] }>(
      ...['ssm', 'get-parameters-by-path', '--path', '/env/Accounts'],
    );

    expect(Parameters.map(({ Name, Value }) => [Name, Value])).toEqual(
      ['1', '2', '3'].map((id) => [`/env/Accounts/${id}`, `{"id": ${id}}`]),
    );
    expect(await refusal('ssm', 'get-parameter', '--name', '/env/Other')).toContain(
      '(ParameterNotFound)',
    );
  });

  test('creates a budget with a notification, and describes it', async () => {
    const account = ['--account-id', AccountId];
    const budget = {
      BudgetName: 'SPA-budget',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '500', Unit: 'USD' },
      TimePeriod: { Start: 1577836800, End: 3471292800 },
    };
    const Subscribers = [{ SubscriptionType: 'EMAIL', Address: 'maria@example.com' }];
    const Notification = {
      NotificationType: 'ACTUAL',
      ComparisonOperator: 'GREATER_THAN',
      Threshold: 80,
    };
    const create = [
      ...['budgets', 'create-budget', ...account, '--budget', JSON.stringify(budget)],
      '--notifications-with-subscribers',
      JSON.stringify([{ Notification, Subscribers }]),
    ];
    await run(...create);
    const { Budgets } = await send<{ Budgets: object[] }>(
      'budgets',
      'describe-budgets',
      ...account,
    );

    expect(Budgets).toMatchObject([
      { BudgetName: 'SPA-budget', BudgetLimit: { Amount: '500.0', Unit: 'USD' } },
    ]);
    expect(await refusal(...create)).toContain('(DuplicateRecordException)');
  });

  test('puts metrics and gets their statistics', async () => {
    const names = ['--namespace', 'Contract', '--metric-name', 'Transactions'];
    const now = Date.now();
    const minute = (offset: number) => new Date(now + offset * 60_000).toISOString();
    for (const value of ['1', '2']) {
      await run('cloudwatch', 'put-metric-data', ...names, '--value', value, '--unit', 'Count');
    }
    const { Datapoints } = await send<{ Datapoints: object[] }>(
      ...['cloudwatch', 'get-metric-statistics', ...names, '--statistics', 'Sum', 'Average'],
      ...['--start-time', minute(-120), '--end-time', minute(60), '--period', '86400'],
    );
    const { Metrics } = await send<{ Metrics: object[] }>(
      ...['cloudwatch', 'list-metrics', '--namespace', 'Contract'],
    );

    expect(Datapoints).toMatchObject([{ Sum: 3, Average: 1.5, Unit: 'Count' }]);
    expect(Metrics).toEqual([
      { Namespace: 'Contract', MetricName: 'Transactions', Dimensions: [] },
    ]);
  });

  test('starts a build that is really run, and reads its log', async () => {
    const service = { Service: 'codebuild.amazonaws.com' };
    const statement = { Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' };
    await run(
      ...['iam', 'create-role', '--role-name', 'Builder', '--assume-role-policy-document'],
      JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    );
    await run(
      ...['iam', 'attach-role-policy', '--role-name', 'Builder', '--policy-arn'],
      'arn:aws:iam::aws:policy/AdministratorAccess',
    );
    const buildspec = `
version: 0.2
phases:
  build:
    commands:
      - aws --endpoint-url "$AWS_ENDPOINT_URL" sts get-caller-identity --query Arn --output text
`;
    const environment = {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
    };
    await run(
      ...['codebuild', 'create-project', '--name', 'Purge', '--artifacts', 'type=NO_ARTIFACTS'],
      ...['--source', JSON.stringify({ type: 'NO_SOURCE', buildspec })],
      ...['--environment', JSON.stringify(environment)],
      ...['--service-role', `arn:aws:iam::${AccountId}:role/Builder`],
    );
    const { build } = await send<{ build: { id: string } }>(
      ...['codebuild', 'start-build', '--project-name', 'Purge'],
    );
    while (organization.running() > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { builds } = await send<{
      builds: { buildStatus: string; logs: { groupName: string; streamName: string } }[];
    }>('codebuild', 'batch-get-builds', '--ids', build.id);
    const { groupName = '', streamName = '' } = builds[0]?.logs ?? {};
    const { events } = await send<{ events: { message: string }[] }>(
      ...['logs', 'get-log-events', '--log-group-name', groupName],
      ...['--log-stream-name', streamName],
    );

    expect(builds[0]?.buildStatus).toBe('SUCCEEDED');
    expect(events.map(({ message }) => message)).toContain(
      `arn:aws:sts::${AccountId}:assumed-role/Builder/AWSCodeBuild-${streamName}`,
    );
  }, 30_000);
});
