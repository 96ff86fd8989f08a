import { expect, test } from 'vitest';
import { randomFrom } from '../../model/random.ts';
import { accessKeyId, accountId, accountOfAccessKeyId, ec2Id, ouId, rootId } from './ids.ts';

test('the account can be read from a key id', () => {
  const random = randomFrom('ids');
  for (const account of ['000000000001', '111122223333', '999999999999']) {
    const id = accessKeyId('ASIA', account, random);
    expect(id).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(accountOfAccessKeyId(id)).toBe(account);
  }
});

test('other texts are not key ids and name no account', () => {
  expect(accountOfAccessKeyId('test')).toBeUndefined();
  expect(accountOfAccessKeyId('AKIA0000000000000000')).toBeUndefined();
});

test('a taken id is not assigned again', () => {
  const [first] = [accountId(randomFrom('same'), () => false)];
  expect(accountId(randomFrom('same'), (id) => id === first)).not.toBe(first);
});

test('ids have AWS’s formats', () => {
  const random = randomFrom(1);
  const root = rootId(random);
  expect(root).toMatch(/^r-[0-9a-z]{4}$/);
  expect(ouId(root, random)).toMatch(new RegExp(`^ou-${root.slice(2)}-[0-9a-z]{8}$`));
  expect(ec2Id('i', random)).toMatch(/^i-[0-9a-f]{17}$/);
});
