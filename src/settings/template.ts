/** Templates with variables in braces: `Costs of {month}`. `{{` and `}}` are braces. */

import * as z from 'zod';

const tokens = /\{\{|\}\}|\{(\w+)\}|[{}]/g;

/** Refuses other variables and single braces, so that a template never fails when it is filled. */
export function templateSchema(variables: readonly string[]) {
  const names = variables.map((name) => `{${name}}`).join(', ');
  return z
    .string()
    .refine(
      (template) => strayBraces(template, variables).length === 0,
      `must have no braces except ${names}`,
    );
}

/** Returns single braces and unknown variables. */
export function strayBraces(
  template: string,
  variables: readonly string[],
): readonly { readonly token: string; readonly index: number }[] {
  return [...template.matchAll(tokens)]
    .filter(([token, name]) => token !== '{{' && token !== '}}' && !variables.includes(name ?? ''))
    .map(({ 0: token, index }) => ({ token, index }));
}

export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(tokens, (token: string, name?: string) =>
    name === undefined ? token.slice(0, 1) : (values[name] ?? token),
  );
}
