import { expect, test } from 'vitest';
import { isHolderAddress } from './holder.ts';

test.for([
  'a@b.com',
  'first_last@example.com',
  'alpha-nc.aws.cloudops.fr@example.com',
  'a@sub.example.co.uk',
  'a;b@b.com',
  'a/b@c.com',
  'a.@b.com',
])('%s can hold an account', (address) => {
  expect(isHolderAddress(address)).toBe(true);
});

test.for([
  'aws+alice@example.com',
  'a_b.com',
  'a@ex1.y2.com',
  'a@b.c',
  'a@localhost',
  '',
  'héllo@b.com',
  'a b@b.com',
  '_a@b.com',
  'a__b@c.com',
])('"%s" cannot hold an account', (address) => {
  expect(isHolderAddress(address)).toBe(false);
});

test('a long address is refused as fast as a short one', () => {
  expect(isHolderAddress(`${'A'.repeat(256)}!`)).toBe(false);
});
