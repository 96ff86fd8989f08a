import { expect, test } from 'vitest';
import {
  commandLine,
  recordsOf,
  releasedTags,
} from '../../../../testing/lifecycle-command-line.ts';

interface Finding {
  readonly accountId: string;
  readonly code: string;
}

test('check lists what needs attention, and exits with 2', async () => {
  const { environment, run } = await commandLine();
  const good = environment.addAccount('good', releasedTags);
  expect(await run(['check'])).toMatchObject({
    code: 0,
    stderr: '2 accounts, 1 managed; 1 account checked, 0 of them need attention\n',
  });
  const bad = environment.addAccount('bad', {
    ...releasedTags,
    'account-holder': 'a b@example.com',
    'cost-center': 'x',
  });
  const odd = environment.addAccount('odd', { ...releasedTags, 'account-state': 'frozen' });
  const bare = environment.addAccount('bare', {
    'account-holder': 'bob@example.com',
    'cost-center': 'sandbox',
  });
  environment.organization.setState(environment.addAccount('gone', {}), 'SUSPENDED');

  const result = await run(['check', '--output', 'ndjson']);

  const found = recordsOf<Finding>(result).map(({ accountId, code }) => [accountId, code]);
  expect(found.sort()).toEqual(
    [
      [bad, 'invalid-holder'],
      [bad, 'tag-differs'],
      [odd, 'unknown-state'],
      [bare, 'no-state'],
    ].sort(),
  );
  expect([result.code, result.stderr]).toEqual([
    2,
    '6 accounts, 5 managed (1 of them closed); 4 accounts checked, 3 of them need attention\n',
  ]);
  expect(result.stdout).not.toContain(good);
});
