import { expect, test } from 'vitest';
import { baselineNames } from '../../../../lifecycle/baseline/baseline-names.ts';
import { hourMs } from '../../../../testing/durations.ts';
import {
  type CommandLine,
  commandLine,
  interruptAtCall,
  recordsOf,
  releasedTags,
} from '../../../../testing/lifecycle-command-line.ts';
import { accountChangeSchema } from '../change.ts';

const all = ['--name', 'account-*'];

interface Change {
  readonly accountId: string;
  readonly resource: string;
}

/** Accounts with two rules each. */
async function addAccounts({ environment }: CommandLine, count: number) {
  const { lifecycle } = environment;
  const ids = Array.from({ length: count }, (_, index) =>
    environment.addAccount(`account-${index}`, releasedTags),
  );
  const { buildRule, loginRule } = baselineNames(lifecycle.settings);
  for (const id of ids) {
    for (const Name of [buildRule, loginRule]) {
      const EventPattern = '{"source":["aws.codebuild"]}';
      await lifecycle.enter(id).generic('events').call('PutRule', { Name, EventPattern });
    }
  }
  return ids;
}

test('withdraw deletes what a preparation has put into an account, after showing it', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('account-0');
  await environment.tag(id, 'vanilla');
  await environment.advance(2 * hourMs);
  const args = ['withdraw', '--targets', id];

  const dry = await run([...args, '--dry-run', '--output', 'ndjson']);
  const planned = recordsOf<Change>(dry).map((record) => accountChangeSchema.parse(record));
  expect(planned.length).toBeGreaterThan(4);
  expect([dry.code, dry.stderr]).toEqual([0, `${planned.length} resources would be deleted\n`]);

  const refused = await run(args);
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toContain('project SpaProjectForAccountPreparation');
  expect(refused.stderr).toContain(
    `flotilla: Delete ${planned.length} resources in 1 account? There is no terminal`,
  );

  const result = await run([...args, '--yes', '--output', 'ndjson']);
  expect(result.code).toBe(0);
  expect(result.stderr).toBe(`1 done, 0 failed in 0.0 s; ${planned.length} resources deleted\n`);
  expect(recordsOf(result)).toEqual(planned);
  expect(environment.state(id)).toBe('released');
  expect((await run([...args, '--yes'])).stderr).toBe('0 resources would be deleted\n');
});

test('an account that cannot be read is reported, and the others are done', async () => {
  const line = await commandLine();
  const [first = '', second = ''] = await addAccounts(line, 2);
  line.environment.organization.deny({
    service: 'events',
    operation: 'DescribeRule',
    account: first,
  });

  const result = await line.run(['withdraw', ...all, '--yes', '--output', 'ndjson']);

  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(
    new RegExp(
      `^${first}: .*\\(AccessDenied.*\\)\\n1 done, 1 failed in 0\\.0 s; 2 resources deleted\\n$`,
    ),
  );
  expect(recordsOf<Change>(result).map(({ accountId }) => accountId)).toEqual([second, second]);
});

test('Ctrl-C stops within the accounts in progress, and what was deleted is printed', async () => {
  const line = await commandLine();
  const ids = await addAccounts(line, 14);

  const args = ['withdraw', ...all, '--yes', '--output', 'ndjson'];
  const result = await line.run(args, interruptAtCall(line.aws, 'DeleteRule', 1));

  expect(result.code).toBe(130);
  const { journal } = line.environment.organization;
  const deleted = recordsOf<Change>(result);
  expect(deleted.length).toBe(journal.count('events:DeleteRule'));
  expect(deleted.length).toBeGreaterThan(0);
  expect(result.stderr.replace(/\([^)]*\)/, '(…)')).toBe(
    `interrupted: 0 done, 0 failed, 10 in progress (…), 4 not started in 0.0 s; ${deleted.length} ${deleted.length === 1 ? 'resource' : 'resources'} deleted\n`,
  );
  expect((await line.run(['withdraw', ...all, '--yes'])).stderr).toContain(
    `${2 * ids.length - deleted.length} resources deleted`,
  );
});
