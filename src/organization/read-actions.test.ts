import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOrganizationActions } from './read-actions.ts';

test("the README's policy, under which the documents are tested, lists the same actions", () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const policy = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '');

  expect(policy.Statement[0].Action).toEqual(readOrganizationActions);
});
