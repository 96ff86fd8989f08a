import { expect, test } from 'vitest';
import { count, duration, oneLine, printable, wrapped } from './text.ts';

test('numbers of things agree with their noun', () => {
  expect([0, 1, 2, 1204].map((number) => count(number, 'account'))).toEqual([
    '0 accounts',
    '1 account',
    '2 accounts',
    '1,204 accounts',
  ]);
});

test('times are as fine as they are short', () => {
  expect([0, 430, 9_960, 12_400, 119_600, 200_000].map(duration)).toEqual([
    '0.0 s',
    '0.4 s',
    '10 s',
    '12 s',
    '2 min 0 s',
    '3 min 20 s',
  ]);
});

test('a value becomes one line that cannot move the cursor', () => {
  expect(oneLine('  two\n lines\t')).toBe('two lines');
  expect(oneLine('\u001b[31mred\u001b[0m\u0007\u009b2J')).toBe('red');
  expect(oneLine({ users: ['ana'] })).toBe('{"users":["ana"]}');
  expect(oneLine(undefined)).toBe('');
});

test('text of several lines keeps them, and cannot move the cursor', () => {
  expect(printable('a\tb\nc\u001b[31md\u001b]0;title\u0007\r\u009b2J')).toBe('a\tb\ncd');
});

test('lines break between words, and a long word stands alone', () => {
  expect(wrapped('a bb ccc dddddddd e', 6)).toEqual(['a bb', 'ccc', 'dddddddd', 'e']);
});
