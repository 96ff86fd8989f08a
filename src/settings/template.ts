/** Templates with variables in braces: `Costs of {month}`. `{{` and `}}` are braces. */

import { z } from 'zod';

const tokens = /\{\{|\}\}|\{(\w+)\}|[{}]/g;

/** Refuses other variables and single braces, so that a template never fails when it is filled. */
export function templateSchema(variables: readonly string[]) {
  const names = variables.map((name) => `{${name}}`).join(', ');
  return z
    .string()
    .refine(
      (template) =>
        [...template.matchAll(tokens)].every(
          ([token, name]) => token === '{{' || token === '}}' || variables.includes(name ?? ''),
        ),
      `must have no braces except ${names}`,
    );
}

export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(tokens, (token: string, name?: string) =>
    name === undefined ? token.slice(0, 1) : (values[name] ?? token),
  );
}
