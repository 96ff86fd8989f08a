import { expect, test } from 'vitest';
import { hourMs } from '../../../../testing/durations.ts';
import {
  commandLine,
  countStatuses,
  interruptAfter,
  recordsOf,
  releasedTags,
} from '../../../../testing/lifecycle-command-line.ts';
import { stateChangeSchema } from './record.ts';

test.for([
  ['expire', 'released', 'expired'],
  ['assign', 'released', 'assigned'],
  ['reset', 'released', 'assigned'],
  ['release', 'expired', 'released'],
] as const)(
  '%s sets the state of the selected accounts, from %s',
  async ([verb, before, after]) => {
    const { environment, run } = await commandLine();
    const tags = { ...releasedTags, 'account-state': before };
    const id = environment.addAccount('alice', tags);
    const other = environment.addAccount('bob', tags);

    const result = await run([verb, '--targets', id, '--yes', '--output', 'ndjson']);

    expect([result.code, result.stderr]).toEqual([0, '1 done, 0 failed in 0.0 s\n']);
    expect(recordsOf(result).map((record) => stateChangeSchema.parse(record))).toMatchObject([
      { accountId: id, name: 'alice', before, status: 'done' },
    ]);
    expect([environment.state(id), environment.state(other)]).toEqual([after, before]);
    await environment.advance(3 * hourMs);
    expect(environment.state(id)).toBe('released');
  },
);

test('without a terminal and without --yes the plan is shown, and nothing is changed', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('alice', releasedTags);

  const { code, stdout, stderr } = await run(['expire', '--targets', id]);

  expect([code, stdout]).toEqual([3, '']);
  expect(stderr.split('\n').slice(2)).toEqual([
    `${id}  alice  released  expired  planned  purged --force, then prepared, then released`,
    'flotilla: Set 1 account to expired? There is no terminal to ask on: add --yes; nothing was changed',
    '',
  ]);
  expect(environment.state(id)).toBe('released');
});

test('the operator decides', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('alice', releasedTags);
  const questions: string[] = [];
  const saying = (answer: boolean) => ({
    isTerminal: true,
    ask: async (question: string) => {
      questions.push(question);
      return answer;
    },
  });

  expect((await run(['expire', '--targets', id], saying(false))).code).toBe(3);
  expect(environment.state(id)).toBe('released');
  expect((await run(['expire', '--targets', id], saying(true))).code).toBe(0);
  expect(environment.state(id)).toBe('expired');
  expect(questions).toEqual(Array(2).fill('Set 1 account to expired? [y/N] '));
});

test('a selection is required, and must have managed accounts', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('alice', releasedTags);
  const { hub } = environment.lifecycle;

  expect(await run(['expire', '--yes'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no accounts are selected; give --targets, --name or --tag'),
  });
  expect(await run(['expire', '--yes', '--targets', hub.accountId])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('none of the selected accounts is managed and active'),
  });
  expect(environment.state(id)).toBe('released');
});

test('a malformed selection is refused by the name of its option', async () => {
  const { run } = await commandLine();

  expect(await run(['expire', '--yes', '--targets', '123'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^flotilla: --targets: "123" is not an account id/),
  });
});

test('--dry-run prints which accounts would change, and changes none', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('alice', releasedTags);

  const result = await run(['expire', '--targets', id, '--dry-run', '--output', 'ndjson']);

  expect([result.code, result.stderr]).toEqual([0, '1 account would become expired\n']);
  expect(recordsOf(result)).toEqual([
    {
      accountId: id,
      name: 'alice',
      before: 'released',
      after: 'expired',
      next: 'purged --force, then prepared, then released',
      status: 'planned',
    },
  ]);
  expect(environment.state(id)).toBe('released');
});

test('an account that cannot be changed is reported, and the exit code is 2', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('alice', releasedTags);
  environment.organization.deny({ service: 'organizations', operation: 'TagResource' });

  const result = await run(['expire', '--targets', id, '--yes', '--output', 'ndjson']);

  expect([result.code, result.stderr]).toEqual([2, '0 done, 1 failed in 0.0 s\n']);
  expect(recordsOf(result)).toMatchObject([{ accountId: id, status: 'failed' }]);
});

test('Ctrl-C stops within the accounts in progress, and says what was done', async () => {
  const { environment, run } = await commandLine();
  const ids = Array.from({ length: 25 }, (_, index) =>
    environment.addAccount(`account-${index}`, releasedTags),
  );

  const args = ['expire', '--name', 'account-*', '--yes', '--output', 'ndjson'];
  const result = await run(args, interruptAfter(5));

  expect(result.code).toBe(130);
  const { done = 0, interrupted = 0, ...rest } = countStatuses(result);
  expect(rest).toEqual({ 'not-started': 25 - done - interrupted });
  expect(result.stderr).toMatch(
    new RegExp(
      `^interrupted: ${done} done, 0 failed, ${interrupted} in progress \\(.*\\), ${rest['not-started']} not started in `,
      'm',
    ),
  );
  const changed = ids.filter((id) => environment.state(id) === 'expired').length;
  expect(changed).toBeGreaterThanOrEqual(done);
  expect(changed).toBeLessThanOrEqual(done + interrupted);
});
