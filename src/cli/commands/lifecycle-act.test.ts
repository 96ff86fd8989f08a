import { expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../testing/durations.ts';
import { commandLine } from '../testing/lifecycle-bed.ts';

const settled = {
  'account-holder': 'alice@example.com',
  'account-state': 'released',
  'cost-center': 'sandbox',
};
const saturday = Date.UTC(2026, 0, 3);

test.for([
  ['expire', 'released', 'expired'],
  ['assign', 'released', 'assigned'],
  ['reset', 'released', 'assigned'],
  ['release', 'expired', 'released'],
] as const)('%s moves the accounts that were selected, from %s', async ([verb, before, after]) => {
  const { bed, run } = await commandLine();
  const tags = { ...settled, 'account-state': before };
  const id = bed.addAccount('alice', tags);
  const other = bed.addAccount('bob', tags);

  const told = await run([verb, '--targets', id, '--yes', '--output', 'ndjson']);

  expect(told.code).toBe(0);
  expect(JSON.parse(told.stdout)).toMatchObject({ accountId: id, status: 'done' });
  expect([bed.state(id), bed.state(other)]).toEqual([after, before]);
  await bed.advance(3 * hourMs);
  expect(bed.state(id)).toBe('released');
});

test('where nobody can be asked, nothing is changed without --yes', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice', settled);

  const { code, stderr } = await run(['expire', '--targets', id]);

  expect(code).toBe(3);
  expect(stderr).toContain(id);
  expect(stderr).toContain('nothing was changed; say --yes to do it without being asked');
  expect(bed.state(id)).toBe('released');
});

test('whoever is asked decides', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice', settled);
  const questions: string[] = [];
  const saying = (answer: boolean) => ({
    isTerminal: true,
    ask: async (question: string) => {
      questions.push(question);
      return answer;
    },
  });

  expect((await run(['expire', '--targets', id], saying(false))).code).toBe(3);
  expect(bed.state(id)).toBe('released');
  expect((await run(['expire', '--targets', id], saying(true))).code).toBe(0);
  expect(bed.state(id)).toBe('expired');
  expect(questions).toEqual(Array(2).fill('Make 1 account expired? [y/N] '));
});

test('nobody moves the whole organization by leaving something out', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice', settled);
  expect(await run(['expire', '--yes'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('which accounts? say --targets, --name or --tag'),
  });
  expect(await run(['expire', '--yes', '--targets', bed.lifecycle.hub.accountId])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('none of the selected accounts is managed and active'),
  });
  expect(bed.state(id)).toBe('released');
});

test('--dry-run shows who would be moved, and moves nobody', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice', settled);
  const told = await run(['expire', '--targets', id, '--dry-run', '--output', 'ndjson']);

  expect(told).toMatchObject({ code: 0, stderr: '1 account would become expired\n' });
  expect(JSON.parse(told.stdout)).toMatchObject({
    accountId: id,
    before: 'released',
    after: 'expired',
    status: 'planned',
  });
  expect(bed.state(id)).toBe('released');
});

test('an account that cannot be moved is told of, and the exit code says so', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice', settled);
  bed.organization.deny({ service: 'organizations', operation: 'TagResource' });
  const told = await run(['expire', '--targets', id, '--yes', '--output', 'ndjson']);

  expect(told.code).toBe(2);
  expect(JSON.parse(told.stdout)).toMatchObject({ accountId: id, status: 'failed' });
});

test('a sweep goes on with what was forgotten; dry, it only says so', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice', { 'account-state': 'vanilla' });
  bed.addAccount('bob', settled);
  const dry = await run(['sweep', '--dry-run', '--output', 'ndjson']);
  expect([dry.code, JSON.parse(dry.stdout), dry.stderr]).toEqual([
    0,
    { accountId: id, reason: 'forgotten', status: 'planned', detail: '' },
    '1 account would be looked at\n',
  ]);
  expect(bed.state(id)).toBe('vanilla');

  const told = await run(['sweep', '--output', 'ndjson']);
  expect(told.code).toBe(0);
  expect(JSON.parse(told.stdout)).toMatchObject({ accountId: id, status: 'done' });
  expect(told.stderr).toContain('3 accounts, 2 managed; 1 looked at, 0 failed\n');
  expect(bed.state(id)).toBe('assigned');
});

test('maintenance goes on with a window that is open, and with none when none is', async () => {
  const { bed, run } = await commandLine({ startMs: saturday + 17 * hourMs });
  const id = bed.addAccount('alice', settled);
  expect(await run(['maintenance', '--yes'])).toMatchObject({
    code: 0,
    stderr: 'no window is open; the next one opens at 2026-01-03T18:00:00.000Z\n',
  });
  const closed = bed.organization.fault({ event: {}, fault: { lose: true } });
  const unscheduled = bed.organization.deny({ service: 'dynamodb', operation: 'Scan' });
  await bed.advance(hourMs + 30 * minuteMs);
  unscheduled();
  closed();

  expect((await run(['maintenance'])).code).toBe(3);
  expect(bed.state(id)).toBe('released');
  const told = await run(['maintenance', '--yes']);
  expect([told.code, told.stdout]).toEqual([0, '1 account expired\n']);
  expect(bed.state(id)).toBe('expired');
});

test('events that were given up are shown, handled once more, and gone', async () => {
  const { bed, run } = await commandLine();
  const id = bed.addAccount('alice');
  const unread = bed.organization.deny({ service: 'organizations', operation: 'DescribeAccount' });
  await bed.tag(id, 'vanilla');
  await bed.advance(20 * minuteMs);
  unread();

  const shown = await run(['redrive']);
  expect(shown.code).toBe(3);
  expect(shown.stderr).toContain('OnVanillaAccountTag');
  // Whoever has looked keeps the letters out of sight for a quarter of an hour.
  await bed.advance(16 * minuteMs);
  const told = await run(['redrive', '--yes', '--output', 'ndjson']);
  expect([told.code, told.stderr.split('\n').at(-2)]).toEqual([
    0,
    '1 handled, 0 left in the queue',
  ]);
  expect(JSON.parse(told.stdout)).toMatchObject({ route: 'OnVanillaAccountTag', status: 'done' });
  expect(bed.state(id)).toBe('assigned');
  expect(await run(['redrive', '--yes'])).toMatchObject({
    code: 0,
    stderr: 'no event is waiting\n',
  });
});

test('install makes what the hub lacks, once', async () => {
  const { bed, run } = await commandLine();
  expect(await run(['install', '--yes'])).toMatchObject({
    code: 0,
    stderr: 'account 999999999999 has all that it needs in eu-west-1\n',
  });
  await bed.lifecycle.inHub('sqs').call('DeleteQueue', {
    QueueUrl: (await bed.lifecycle.inHub('sqs').call('GetQueueUrl', { QueueName: 'SpaDemoAlerts' }))
      .QueueUrl,
  });

  const dry = await run(['install', '--dry-run', '--output', 'ndjson']);
  expect([dry.code, JSON.parse(dry.stdout)]).toMatchObject([
    0,
    { resource: 'queue SpaDemoAlerts', action: 'create' },
  ]);
  expect((await run(['install'])).code).toBe(3);
  expect(await run(['install', '--yes'])).toMatchObject({ code: 0 });
  expect((await run(['install', '--yes'])).stderr).toContain('has all that it needs');
});
