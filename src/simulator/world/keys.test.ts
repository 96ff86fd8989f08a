import { expect, test } from 'vitest';
import { createKeys } from './keys.ts';

const hour = 3_600_000;

function session(id: string, expiresAt: number) {
  return {
    caller: {
      accountId: '111122223333',
      kind: 'role',
      arn: 'arn',
      userId: 'id',
      name: 'name',
      accessKeyId: id,
      session: {
        issuedAt: 0,
        expiresAt,
        policies: [],
        tags: {},
        transitiveTagKeys: [],
        hasMfa: false,
      },
    },
    secretAccessKey: 'secret',
    active: true,
  } as const;
}

test('ended sessions are removed, so memory stays flat for any number of them', () => {
  const keys = createKeys();
  for (let index = 0; index < 50_000; index++) {
    const now = index * 10_000;
    keys.put(session(`key-${index}`, now + hour), now);
  }
  // An hour of validity, an hour of grace, and keys since the last sweep.
  expect(keys.size).toBeLessThan(2 * 360 + 1_000 + 1);
});

test('a session that has just ended is still known', () => {
  const keys = createKeys();
  keys.put(session('ended', 1), 0);
  for (let index = 0; index < 1_500; index++) keys.put(session(`other-${index}`, hour), 2);
  expect(keys.find('ended')?.secretAccessKey).toBe('secret');
});
