import { appendFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type CommandLine,
  commandLine,
  interruptAtCall,
  recordsOf,
} from '../../../../testing/lifecycle-command-line.ts';

const queues = ['SpaDemoAlerts', 'SpaDemoDeadLetters'];

async function deleteQueues({ environment }: CommandLine, names: readonly string[] = queues) {
  const sqs = environment.lifecycle.inHub('sqs');
  for (const QueueName of names) {
    const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName });
    await sqs.call('DeleteQueue', { QueueUrl });
  }
}

test('install creates what the automation account lacks, once', async () => {
  const line = await commandLine();
  const { run } = line;
  const complete = {
    code: 0,
    stdout: '',
    stderr: 'account 999999999999, eu-west-1 has all that the life cycle needs\n',
  };
  expect(await run(['install', '--yes'])).toEqual(complete);
  await deleteQueues(line, ['SpaDemoAlerts']);
  const change = { resource: 'queue SpaDemoAlerts', action: 'create', differences: [] };

  const dry = await run(['install', '--dry-run', '--output', 'ndjson']);
  expect([dry.code, recordsOf(dry), dry.stderr]).toEqual([
    0,
    [change],
    '1 change would be made in account 999999999999, eu-west-1\n',
  ]);
  const refused = await run(['install', '--output', 'ndjson']);
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toContain('queue SpaDemoAlerts');
  expect(refused.stderr).toContain(
    'flotilla: Make 1 change in account 999999999999, eu-west-1? There is no terminal',
  );
  const made = await run(['install', '--yes', '--output', 'ndjson']);
  expect([made.code, recordsOf(made), made.stderr]).toEqual([
    0,
    [change],
    '1 done, 0 failed in 0.0 s\n',
  ]);
  expect(await run(['install', '--yes'])).toEqual(complete);
});

test('Ctrl-C stops after the resource in progress', async () => {
  const line = await commandLine();
  await deleteQueues(line);

  const args = ['install', '--yes', '--output', 'ndjson'];
  const result = await line.run(args, interruptAtCall(line.aws, 'CreateQueue', 1));

  expect([result.code, result.stderr]).toEqual([
    130,
    'interrupted: 1 done, 0 failed, 1 not started in 0.0 s\n',
  ]);
  expect(recordsOf(result)).toMatchObject([{ resource: 'queue SpaDemoDeadLetters' }]);
});

test('an error names what failed, and counts what was created before it', async () => {
  const line = await commandLine();
  await deleteQueues(line);
  line.environment.organization.fault({
    service: 'sqs',
    operation: 'CreateQueue',
    skip: 1,
    fault: { deny: true },
  });

  const { code, stderr } = await line.run(['install', '--yes']);

  expect(code).toBe(1);
  expect(stderr).toMatch(/^1 done, 1 failed in 0\.0 s\nflotilla: .*AccessDenied/);
});

test.each(['status', 'check', 'sweep', 'redrive'])(
  'before install, %s says that the life cycle is not installed',
  async (name) => {
    const line = await commandLine();
    await deleteQueues(line);
    const message = 'Requested resource not found: Table: SpaDemoTransactionsTable not found';
    const error = { code: 'ResourceNotFoundException', message, status: 400 };
    line.environment.organization.fault({ service: 'dynamodb', fault: { error } });

    const { code, stderr } = await line.run([name]);

    expect(code).toBe(1);
    expect(stderr).toContain('the life cycle is not installed in account 999999999999 (');
    expect(stderr).toContain('); run flotilla lifecycle install\n');
  },
);

test('install creates the key of acknowledgements once, and never prints it', async () => {
  const line = await commandLine();
  const url = 'with_acknowledgement_url: https://terms.example.com/';
  writeFileSync(join(dirname(line.settings), 'terms-of-test.md'), '# Terms\n');
  appendFileSync(
    line.settings,
    `features: {with_holder_notices: [terms], with_end_user_documents: {Terms: terms-of-test.md}, ${url}, with_origin_email_recipient: a@b.com}\n`,
  );
  const install = () => line.run(['install', '--yes', '--output', 'ndjson']);
  const readKey = async () => {
    const ssm = line.environment.lifecycle.inHub('ssm');
    const Name = '/SpaDemo/AcknowledgementKey';
    const { Parameter } = await ssm.call('GetParameter', { Name, WithDecryption: true });
    return Parameter as { readonly Type: string; readonly Value: string };
  };

  const first = await install();
  const key = await readKey();
  const second = await install();

  expect([first.code, recordsOf(first)]).toEqual([
    0,
    [{ resource: 'parameter /SpaDemo/AcknowledgementKey', action: 'create', differences: [] }],
  ]);
  expect([key.Type, Buffer.from(key.Value, 'base64url').length]).toEqual(['SecureString', 32]);
  expect(first.stdout + first.stderr).not.toContain(key.Value);
  expect([second.code, second.stdout]).toEqual([0, '']);
  expect((await readKey()).Value).toBe(key.Value);
});

test('a queue that admits senders of other organizations is corrected', async () => {
  const { environment, run } = await commandLine();
  const sqs = environment.lifecycle.inHub('sqs');
  const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: 'SpaDemoAlerts' });
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
    },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await sqs.call('SetQueueAttributes', { QueueUrl, Attributes: { Policy } });

  const { code, stdout } = await run(['install', '--yes', '--output', 'ndjson']);
  const { Attributes } = await sqs.call('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['Policy'],
  });

  expect(code).toBe(0);
  expect(stdout).toBe(
    '{"resource":"queue SpaDemoAlerts","action":"update","differences":["Policy"]}\n',
  );
  expect(JSON.stringify(Attributes)).toContain(environment.organization.id);
  expect((await run(['install', '--yes', '--output', 'ndjson'])).stdout).toBe('');
});
