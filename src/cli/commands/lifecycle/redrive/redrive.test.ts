import { expect, test } from 'vitest';
import { minuteMs } from '../../../../testing/durations.ts';
import {
  type CommandLine,
  commandLine,
  interruptAtCall,
  recordsOf,
} from '../../../../testing/lifecycle-command-line.ts';
import { deadLetterSchema } from './record.ts';

/** Events that no handler could process. */
async function addDeadLetters({ environment }: CommandLine, count: number) {
  const { organization } = environment;
  const ids = Array.from({ length: count }, (_, index) =>
    environment.addAccount(`account-${index}`),
  );
  const allow = organization.deny({ service: 'organizations', operation: 'DescribeAccount' });
  for (const id of ids) await environment.tag(id, 'vanilla');
  await environment.advance(20 * minuteMs);
  allow();
  return ids;
}

test('events that no handler could process are shown, handled again, and deleted', async () => {
  const line = await commandLine();
  const { environment, run } = line;
  const [id = ''] = await addDeadLetters(line, 1);

  const shown = await run(['redrive']);
  expect([shown.code, shown.stdout]).toEqual([3, '']);
  expect(shown.stderr).toContain('OnVanillaAccountTag');
  expect(shown.stderr).toContain('flotilla: Handle 1 event again? There is no terminal');
  expect(environment.state(id)).toBe('vanilla');
  // Messages that were read are invisible for a quarter of an hour.
  await environment.advance(16 * minuteMs);

  const result = await run(['redrive', '--yes', '--output', 'ndjson']);
  expect([result.code, result.stderr]).toEqual([0, '1 done, 0 failed in 0.0 s\n']);
  expect(recordsOf(result).map((record) => deadLetterSchema.parse(record))).toMatchObject([
    { route: 'OnVanillaAccountTag', status: 'done' },
  ]);
  expect(environment.state(id)).toBe('assigned');
  expect(await run(['redrive', '--yes'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'no events in the dead-letter queue\n',
  });
});

test('--dry-run prints what is waiting, and handles nothing', async () => {
  const line = await commandLine();
  const [id = ''] = await addDeadLetters(line, 1);

  const result = await line.run(['redrive', '--dry-run', '--output', 'ndjson']);

  expect([result.code, result.stderr]).toEqual([0, '1 event would be handled again\n']);
  expect(recordsOf(result)).toMatchObject([{ route: 'OnVanillaAccountTag', status: 'waiting' }]);
  expect(line.environment.state(id)).toBe('vanilla');
});

test('an event that fails again stays in the queue', async () => {
  const line = await commandLine();
  await addDeadLetters(line, 1);
  line.environment.organization.deny({ service: 'organizations', operation: 'TagResource' });

  const result = await line.run(['redrive', '--yes', '--output', 'ndjson']);

  expect([result.code, result.stderr]).toEqual([2, '0 done, 1 failed in 0.0 s\n']);
  expect(recordsOf(result)).toMatchObject([{ status: 'failed' }]);
});

test('Ctrl-C ends with the event in progress; the others stay in the queue', async () => {
  const line = await commandLine();
  const { environment, run, aws } = line;
  await addDeadLetters(line, 3);

  const args = ['redrive', '--yes', '--output', 'ndjson'];
  const result = await run(args, interruptAtCall(aws, 'TagResource', 1));

  expect([result.code, result.stderr]).toEqual([
    130,
    'interrupted: 1 done, 0 failed, 2 not started in 0.0 s\n',
  ]);
  expect(recordsOf<{ status: string }>(result).map(({ status }) => status)).toEqual([
    'done',
    'not-started',
    'not-started',
  ]);
  await environment.advance(16 * minuteMs);
  expect((await run(args)).stderr).toContain('2 done, 0 failed');
});

test('a message of the alerts queue that always fails becomes a dead letter, which is handled again', async () => {
  const line = await commandLine();
  const { organization, lifecycle, advance } = line.environment;
  const allow = organization.deny({ service: 'events', operation: 'PutEvents' });
  const sqs = lifecycle.inHub('sqs');
  const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: 'SpaDemoAlerts' });
  await sqs.call('SendMessage', { QueueUrl, MessageBody: 'not an alert' });
  await advance(120 * minuteMs);
  allow();

  const result = await line.run(['redrive', '--yes', '--output', 'ndjson']);

  expect([result.code, result.stderr]).toEqual([0, '1 done, 0 failed in 0.0 s\n']);
  expect(recordsOf(result)).toMatchObject([{ route: 'OnAlertFromSqs', status: 'done' }]);
});

test('an event that EventBridge could not deliver is listed with the function that was missing', async () => {
  const line = await commandLine();
  const { environment } = line;
  const { lifecycle } = environment;
  const id = environment.addAccount('alice');
  const rules = lifecycle.inHub('events');
  const Rule = 'SpaDemoOnVanillaAccountTag';
  const { Targets } = await rules.call('ListTargetsByRule', { Rule });
  const [target] = Targets as readonly { readonly Arn: string }[];
  const Arn = `arn:aws:sqs:eu-west-1:${lifecycle.hub.accountId}:SpaDemoDeadLetters`;
  const missing = { ...target, Arn: `${target?.Arn}Missing`, DeadLetterConfig: { Arn } };
  await rules.call('PutTargets', { Rule, Targets: [missing] });
  await environment.tag(id, 'vanilla');
  await environment.advance(minuteMs);

  const result = await line.run(['redrive', '--dry-run', '--output', 'ndjson']);

  expect(environment.state(id)).toBe('vanilla');
  expect(recordsOf(result)).toMatchObject([
    { route: 'OnVanillaAccountTagMissing', status: 'waiting' },
  ]);
});
