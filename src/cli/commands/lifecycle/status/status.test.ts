import { expect, test } from 'vitest';
import { minuteMs } from '../../../../testing/durations.ts';
import { commandLine, releasedTags } from '../../../../testing/lifecycle-command-line.ts';

test('status counts accounts by state and lists those in progress', async () => {
  const { environment, run } = await commandLine();
  environment.addAccount('bob', releasedTags);
  const id = environment.addAccount('alice');
  await environment.tag(id, 'vanilla');
  await environment.advance(3 * minuteMs);

  const { code, stdout, stderr } = await run(['status', '--output', 'json']);

  expect([code, stderr]).toEqual([0, '3 accounts, 2 managed; 1 open, 0 overdue, 0 failed\n']);
  expect(JSON.parse(stdout)).toMatchObject({
    accounts: 3,
    managed: 2,
    byState: { assigned: 1, released: 1 },
    moving: [{ id, name: 'alice', state: 'assigned', transaction: 'on-boarding', overdue: false }],
  });
  const table = (await run(['status'])).stdout;
  expect(table).toContain(id);
  expect(table).not.toContain('bob');
  expect((await run(['status', '--all'])).stdout).toContain('bob');
});

test('the accounts are rows of a spreadsheet', async () => {
  const { environment, run } = await commandLine();
  const id = environment.addAccount('bob', releasedTags);

  const { stdout } = await run(['status', '--all', '--output', 'csv']);

  expect(stdout).toBe(
    `id,name,state,active,since,ageSeconds,transaction,build,deadline,overdue,failed\n${id},bob,released,true,,,,,,false,\n`,
  );
});
