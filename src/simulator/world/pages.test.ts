import { expect, test } from 'vitest';
import { type PageRequest, pageOf } from './pages.ts';

const letters = [...'abcdefgh'];

function page(options: Partial<PageRequest<string>>) {
  return pageOf({
    items: letters,
    key: (letter) => letter,
    token: undefined,
    size: 3,
    scope: 'letters',
    now: 0,
    ...options,
  });
}

test('pages follow each other until there is no next one', () => {
  const first = page({});
  const second = page({ token: first?.next });
  const third = page({ token: second?.next });
  expect([first?.items, second?.items, third?.items]).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e', 'f'],
    ['g', 'h'],
  ]);
  expect(third?.next).toBeUndefined();
});

test('an exact last page has no next one', () => {
  expect(page({ size: 8 })).toEqual({ items: letters });
});

test('deletions do not shift other clients’ pages', () => {
  const token = page({})?.next;
  const left = letters.filter((letter) => letter !== 'a');
  expect(page({ items: left, token })?.items).toEqual(['d', 'e', 'f']);
});

test('a foreign, a mangled and an expired token are refused', () => {
  const token = page({})?.next ?? '';
  expect(page({ token, scope: 'digits' })).toBeUndefined();
  expect(page({ token: `${token}x` })).toBeUndefined();
  expect(page({ token: 'nonsense' })).toBeUndefined();
  expect(page({ token, now: 3_600_001 })).toBeUndefined();
  expect(page({ token, now: 3_600_000 })?.items).toEqual(['d', 'e', 'f']);
});
