import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type LambdaEnvironment,
  openLambdaEnvironment,
} from '../../../../testing/lambda-environment.ts';
import { driveUntil } from '../../../drive.ts';

let env: LambdaEnvironment;

beforeEach(async () => {
  env = await openLambdaEnvironment();
});
afterEach(() => env.organization.close());

/** Of the machine, in texts that change from run to run. */
const withoutFigures = (line: string) =>
  line
    .replaceAll(/[0-9a-f-]{36}/g, '<id>')
    .replaceAll(/\d+(\.\d+)? (ms|MB)/g, '<n> $2')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');

test('a function receives its event and its context, and returns its result', async () => {
  const arn = await env.deploy(
    'greet',
    `export const handler = async (event, context) => ({
      greeting: 'hello ' + event.name,
      function: context.functionName,
      arn: context.invokedFunctionArn,
      memory: context.memoryLimitInMB,
      group: context.logGroupName,
      hasTime: context.getRemainingTimeInMillis() > 1000,
    });`,
    { MemorySize: 256 },
  );

  expect(await env.invoke('greet', { name: 'fleet' })).toEqual({
    error: undefined,
    payload: {
      greeting: 'hello fleet',
      function: 'greet',
      arn,
      memory: '256',
      group: '/aws/lambda/greet',
      hasTime: true,
    },
  });
});

test('a function reads the key that SNS signs with, without a network', async () => {
  const url = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'0'.repeat(32)}`;
  await env.deploy(
    'read',
    `export const handler = async () => (await fetch('${url}.pem')).text();`,
  );

  const { payload } = await env.invoke('read');

  expect(payload).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
});

test('a rule does not invoke a function that permits nothing', async () => {
  const arn = await env.deploy('listen', 'export const handler = async () => {};');
  const events = env.client('events');
  await events.call('PutRule', { Name: 'all', EventPattern: '{"source":["test"]}' });
  await events.call('PutTargets', { Rule: 'all', Targets: [{ Id: 'listen', Arn: arn }] });
  const Entries = [{ Source: 'test', DetailType: 'Test', Detail: '{}' }];
  await events.call('PutEvents', { Entries });
  await driveUntil(env, env.clock.now() + 3_600_000);

  const { Metrics } = await env.client('cloudwatch').call('ListMetrics', {
    Namespace: 'AWS/Lambda',
    MetricName: 'Invocations',
  });

  expect(Metrics).toEqual([]);
});

test('its process sees the variables of the function, those of Lambda, and nothing of the host', async () => {
  await env.deploy('look', 'export const handler = async () => process.env;', {
    Environment: { Variables: { TABLE: 'records' } },
  });
  const { payload } = await env.invoke('look');
  const seen = payload as Record<string, string>;

  expect(Object.keys(seen).sort()).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_DEFAULT_REGION',
    'AWS_ENDPOINT_URL',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_LAMBDA_FUNCTION_VERSION',
    'AWS_LAMBDA_INITIALIZATION_TYPE',
    'AWS_LAMBDA_LOG_GROUP_NAME',
    'AWS_LAMBDA_LOG_STREAM_NAME',
    'AWS_REGION',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'HOME',
    'LAMBDA_RUNTIME_DIR',
    'LAMBDA_TASK_ROOT',
    'LANG',
    'NODE_PATH',
    'PATH',
    'TABLE',
    'TZ',
    '_HANDLER',
    '_X_AMZN_TRACE_ID',
  ]);
  expect([seen.TABLE, seen.AWS_EXECUTION_ENV]).toEqual(['records', 'AWS_Lambda_nodejs24.x']);
});

test('it sees the time of the organization, which continues while it runs', async () => {
  await env.clock.advance(36 * 3_600_000);
  await env.deploy(
    'clock',
    `export const handler = async () => {
      const started = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 30));
      const day = new Date().toISOString().slice(0, 10);
      return { day, passed: Date.now() - started >= 29, real: new Date(0).getTime() };
    };`,
  );
  const first = await env.invoke('clock');
  await env.clock.advance(48 * 3_600_000);
  const second = await env.invoke('clock');

  expect([first.payload, second.payload]).toEqual([
    { day: '2026-01-02', passed: true, real: 0 },
    { day: '2026-01-04', passed: true, real: 0 },
  ]);
});

const whoAmI = `
  const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
  const { S3Client, ListBucketsCommand } = require('@aws-sdk/client-s3');
  exports.handler = async () => {
    const { Arn } = await new STSClient().send(new GetCallerIdentityCommand());
    const listed = await new S3Client().send(new ListBucketsCommand()).catch(({ name }) => name);
    return [Arn, listed];
  };`;

test('its calls reach the organization as its role, with the permissions of the role alone', async () => {
  const limited = await openLambdaEnvironment({
    statements: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
  });
  await limited.clock.advance(24 * 3_600_000);
  await limited.deploy('who', whoAmI, { Code: { ZipFile: limited.zip('index.js', whoAmI) } });
  const { payload } = await limited.invoke('who');
  await limited.organization.close();

  expect(payload).toEqual([
    `arn:aws:sts::${limited.accountId}:assumed-role/function-role/who`,
    'AccessDenied',
  ]);
});

test('an environment is used again, and a changed function gets a new one', async () => {
  const source = (text: string) => `
    let count = 0;
    export const handler = async () => '${text} ' + ++count;`;
  await env.deploy('count', source('old'));
  const before = [await env.invoke('count'), await env.invoke('count')];
  await env.lambda.call('UpdateFunctionCode', {
    FunctionName: 'count',
    ZipFile: env.zip('index.mjs', source('new')),
  });
  const updated = await env.invoke('count');
  await env.lambda.call('UpdateFunctionConfiguration', { FunctionName: 'count', MemorySize: 512 });
  const configured = await env.invoke('count');

  expect([...before, updated, configured].map(({ payload }) => payload)).toEqual([
    'old 1',
    'old 2',
    'new 1',
    'new 1',
  ]);
});

test.for<[string, string, object]>([
  [
    'an error that is thrown',
    "export const handler = async () => { throw new TypeError('no such account'); };",
    { errorType: 'TypeError', errorMessage: 'no such account' },
  ],
  [
    'an exit',
    'export const handler = async () => { process.exit(3); };',
    {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: <id> Error: Runtime exited with error: exit status 3',
    },
  ],
  [
    'an exit without a status',
    'export const handler = async () => { process.exit(); };',
    {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: <id> Error: Runtime exited without providing a reason',
    },
  ],
  [
    'a rejection without a handler',
    "export const handler = () => new Promise(() => { Promise.reject(new Error('lost')); });",
    { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
  ],
  [
    'a missing export',
    'export const other = 1;',
    {
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
    },
  ],
  [
    'a syntax error',
    'export const = ;',
    { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: "SyntaxError: Unexpected token '='" },
  ],
  [
    'a handler with a callback, which this runtime no longer knows',
    'export const handler = (event, context, callback) => callback(null, 1);',
    {
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage:
        'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    },
  ],
])('%s is a failure, and the next invocation starts anew', async ([, source, expected]) => {
  await env.deploy('fails', source);
  const outcomes = [await env.invoke('fails'), await env.invoke('fails')];
  const seen = outcomes.map(({ payload, error }) => {
    const { trace, ...rest } = payload as { errorMessage: string; trace?: unknown };
    return [error, { ...rest, errorMessage: withoutFigures(rest.errorMessage) }];
  });

  expect(seen).toEqual([
    ['Unhandled', expected],
    ['Unhandled', expected],
  ]);
});

test('a module that does not exist is an import error', async () => {
  await env.deploy('fails', "import 'left-out'; export const handler = async () => 1;");
  const { payload, error } = await env.invoke('fails');

  expect([error, (payload as { errorType: string }).errorType]).toEqual([
    'Unhandled',
    'Runtime.ImportModuleError',
  ]);
});

test('a function that does not end in time is ended, with the processes that it started', async () => {
  const source = `
    import { spawn } from 'node:child_process';
    export const handler = () => {
      console.log(String(spawn('sleep', ['600']).pid));
      return new Promise(() => {});
    };`;
  await env.deploy('hangs', source, { Timeout: 1 });
  const { payload, error } = await env.invoke('hangs');
  const { errorMessage } = payload as { errorMessage: string };
  const [printed = '', last = ''] = await env.log('hangs');

  expect([error, withoutFigures(errorMessage), withoutFigures(last)]).toEqual([
    'Unhandled',
    'RequestId: <id> Error: Task timed out after 1.00 seconds',
    '<time> <id> Task timed out after 1.00 seconds',
  ]);
  await expect.poll(() => isAlive(Number(printed.split('\t').at(-1)))).toBe(false);
});

/** In a container without an init process, a zombie still accepts signals although it does not run. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const state = `/proc/${pid}/stat`;
    return !existsSync(state) || !/\) Z /.test(readFileSync(state, 'utf8'));
  } catch {
    return false;
  }
}

test('an older runtime knows handlers with callbacks', async () => {
  const source = "exports.handler = (event, context, callback) => callback(null, 'called back');";
  await env.deploy('old', source, {
    Runtime: 'nodejs22.x',
    Code: { ZipFile: env.zip('index.js', source) },
  });

  expect((await env.invoke('old')).payload).toBe('called back');
});

test('the log has what the function prints, between the lines of Lambda', async () => {
  await env.deploy(
    'talks',
    `export const handler = async () => {
      console.log('one %s', 'line');
      console.error('two\\nlines');
      process.stdout.write('raw\\n');
    };`,
  );
  await env.invoke('talks');
  const { events } = await env.client('logs').call('FilterLogEvents', {
    logGroupName: '/aws/lambda/talks',
  });
  const lines = (events as { message: string }[]).map(({ message }) => withoutFigures(message));

  expect(lines.toSorted()).toEqual(
    [
      'START RequestId: <id> Version: $LATEST',
      '<time>\t<id>\tINFO\tone line',
      '<time>\t<id>\tERROR\ttwo\nlines',
      'raw',
      'END RequestId: <id>',
      'REPORT RequestId: <id>\tDuration: <n> ms\tBilled Duration: <n> ms\tMemory Size: <n> MB\tMax Memory Used: <n> MB\tInit Duration: <n> ms',
    ].toSorted(),
  );
  expect([lines[0], lines.at(-2)]).toEqual([
    'START RequestId: <id> Version: $LATEST',
    'END RequestId: <id>',
  ]);
});

test('a log in JSON has a level in each line, and only those that are wanted', async () => {
  await env.deploy(
    'talks',
    `export const handler = async () => {
      console.debug('hidden');
      console.warn('seen');
      console.info({ account: 'alpha' });
    };`,
    { LoggingConfig: { LogFormat: 'JSON', LogGroup: '/shared' } },
  );
  await env.invoke('talks');
  const { events } = await env.client('logs').call('FilterLogEvents', { logGroupName: '/shared' });
  const lines = (events as { message: string }[]).map(({ message }) => JSON.parse(message));

  expect(lines.map(({ type, level, message }) => type ?? [level, message])).toEqual([
    'platform.start',
    ['WARN', 'seen'],
    ['INFO', { account: 'alpha' }],
    'platform.report',
  ]);
});

test('a role that may not write leaves no log, and the function runs', async () => {
  const silent = await openLambdaEnvironment({
    statements: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  });
  await silent.deploy(
    'quiet',
    "export const handler = async () => { console.log('x'); return 1; };",
  );
  const { payload } = await silent.invoke('quiet');
  const { logGroups } = await silent.client('logs').call('DescribeLogGroups', {});
  await silent.organization.close();

  expect([payload, logGroups]).toEqual([1, []]);
});

test('invocations, errors and durations are metrics', async () => {
  await env.deploy('works', 'export const handler = async ({ fail }) => { if (fail) throw 1; };');
  await env.invoke('works', { fail: false });
  await env.invoke('works', { fail: true });
  const sumOf = async (MetricName: string) => {
    const { Datapoints } = await env.client('cloudwatch').call('GetMetricStatistics', {
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: 'works' }],
      StartTime: new Date('2026-01-01T00:00:00Z'),
      EndTime: new Date('2026-01-01T01:00:00Z'),
      Period: 3_600,
      Statistics: ['Sum', 'SampleCount'],
    });
    const [{ Sum = 0, SampleCount = 0 } = {}] = Datapoints as Record<string, number>[];
    return { Sum, SampleCount };
  };
  const { Sum: duration, SampleCount: durations } = await sumOf('Duration');

  expect([await sumOf('Invocations'), await sumOf('Errors'), durations, duration > 0]).toEqual([
    { Sum: 2, SampleCount: 2 },
    { Sum: 1, SampleCount: 2 },
    2,
    true,
  ]);
});
