// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like placeholders

import { expect, test } from 'vitest';
import {
  matchesAction,
  matchesArn,
  matchesPattern,
  substitute,
  substitutePattern,
} from './pattern.ts';

test.each([
  ['*', '', true],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbbd', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['*.txt', 'a.txt.txt', true],
  ['abc', 'abcd', false],
  ['', '', true],
  ['', 'a', false],
  ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/', true],
])('pattern %j on %j is %j', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

test('actions are case-insensitive, resources are not', () => {
  expect(matchesAction('IAM:get*', 'iam:GetRole')).toBe(true);
  expect(matchesPattern('arn:aws:s3:::Bucket', 'arn:aws:s3:::bucket')).toBe(false);
});

test.each([
  ['arn:aws:iam::*:role/x', 'arn:aws:iam::111122223333:role/x', true],
  ['arn:aws:iam::*:role/x', 'arn:aws:iam::1:role/y:role/x', false],
  ['arn:aws:iam::1:role/*', 'arn:aws:iam::1:role/a/b', true],
])('ARN pattern %j on %j is %j', (pattern, arn, expected) => {
  expect(matchesArn(pattern, arn)).toBe(expected);
});

test('variables take values of the request, defaults, and literal wildcards', () => {
  const keys: Record<string, readonly string[]> = { 'aws:username': ['a*b'] };
  const lookUp = (key: string) => keys[key];
  const own = substitutePattern('home/${aws:username}/*', lookUp) ?? '';
  expect(matchesPattern(own, 'home/a*b/file')).toBe(true);
  expect(matchesPattern(own, 'home/axxb/file')).toBe(false);
  expect(substitute("${aws:PrincipalTag/team, 'none'}", lookUp)).toBe('none');
  expect(substitute('${aws:userid}', lookUp)).toBeUndefined();
  const star = substitutePattern('a${*}', lookUp) ?? '';
  expect([matchesPattern(star, 'a*'), matchesPattern(star, 'abc')]).toEqual([true, false]);
});
