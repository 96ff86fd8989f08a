import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

test('a change has its path and both values', () => {
  const before = { State: { Name: 'running', Code: 16 }, Gone: 1 };
  const after = { State: { Code: 16, Name: 'stopped' }, Come: [1] };

  expect(changedFields(before, after)).toEqual([
    { path: 'State.Name', before: 'running', after: 'stopped' },
    { path: 'Gone', before: 1 },
    { path: 'Come', after: [1] },
  ]);
});

test('a different order of a list or of members is not a change', () => {
  const before = { Groups: [{ Id: 'a', On: true }, { Id: 'b' }, { Id: 'b' }] };
  const after = { Groups: [{ Id: 'b' }, { On: true, Id: 'a' }, { Id: 'b' }] };

  expect(changedFields(before, after)).toEqual([]);
});

test('a changed element is compared with its replacement', () => {
  const before = { Groups: [{ Id: 'a', Rule: { Port: 1 } }, { Id: 'b' }] };
  const after = { Groups: [{ Id: 'b' }, { Id: 'a', Rule: { Port: 2 } }] };

  expect(changedFields(before, after)).toEqual([
    { path: 'Groups[].Rule.Port', before: 1, after: 2 },
  ]);
});

test('added and removed elements are reported as such, as often as they occur', () => {
  expect(changedFields({ List: ['a', 'b', 'b'] }, { List: ['b'] })).toEqual([
    { path: 'List[]', before: ['a', 'b'] },
  ]);
  expect(changedFields({ List: [] }, { List: ['a'] })).toEqual([{ path: 'List[]', after: ['a'] }]);
});

test('members that are ignored are ignored at any depth', () => {
  const isIgnored = (member: string) => member === 'LastUsed';
  const picture = (time: number) => ({ LastUsed: time, Keys: [{ Id: 'k', LastUsed: time }] });

  expect(changedFields(picture(1), picture(2), { isIgnored })).toEqual([]);
});

test('elements that differ in ignored members alone are the same, also beside one that is new', () => {
  const isIgnored = (member: string) => member === 'LastUsed';
  const before = [{ Id: 'k', LastUsed: 1 }];
  const after = [{ Id: 'k', LastUsed: 2 }, { Id: 'l' }];

  expect(changedFields({ Keys: before }, { Keys: after }, { isIgnored })).toEqual([
    { path: 'Keys[]', after: [{ Id: 'l' }] },
  ]);
});

test('another kind of value is a change', () => {
  expect(changedFields({ A: [1], B: null }, { A: { x: 1 }, B: 0 })).toEqual([
    { path: 'A', before: [1], after: { x: 1 } },
    { path: 'B', before: null, after: 0 },
  ]);
});
