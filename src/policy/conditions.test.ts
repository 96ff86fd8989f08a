// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like placeholders

import { expect, test } from 'vitest';
import { conditionHolds, readConditions } from './conditions.ts';

const options = { variables: true, fail: (message: string) => new Error(message) };

test('keys are case-insensitive, and values may contain variables', () => {
  const stored = { StringEquals: { 'S3:Prefix': 'home/${aws:username}' } };
  const [one] = readConditions(stored, options);
  const keys: Record<string, readonly string[]> = {
    's3:prefix': ['home/ana'],
    'aws:username': ['ana'],
  };
  expect(one && conditionHolds(one, (key) => keys[key])).toBe(true);
});

test('an unknown operator is named', () => {
  const read = () => readConditions({ StringMatches: { a: 'b' } }, options);
  expect(read).toThrow('Invalid Condition type : StringMatches.');
});
