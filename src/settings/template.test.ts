import { expect, test } from 'vitest';
import { fillTemplate, templateSchema } from './template.ts';

test('variables are filled, double braces are braces, and a value is not read as a template again', () => {
  const template = '# Costs of {month} {{month}} {total}';

  expect(fillTemplate(template, { month: '{total}', total: '1' })).toBe(
    '# Costs of {total} {month} 1',
  );
});

test('a template with another variable or a single brace is refused', () => {
  const schema = templateSchema(['month', 'total']);
  const verdict = (template: string) => schema.safeParse(template).error?.issues[0]?.message;

  expect(['{month}', '{{year}}', 'plain', '{month}{total}'].map(verdict)).toEqual([
    ...[undefined, undefined, undefined, undefined],
  ]);
  const message = 'must have no braces except {month}, {total}';
  expect(['{year}', '{', 'a } b', '{{{year}}}', '{month'].map(verdict)).toEqual([
    ...[message, message, message, message, message],
  ]);
});
