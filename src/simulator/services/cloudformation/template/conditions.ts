/** Conditions by name: each is evaluated once, when it is first needed. */

import { evaluateCondition, type TemplateScope } from './evaluate.ts';
import { TemplateError } from './template-error.ts';
import type { TemplateMembers } from './value.ts';

/** A scope without resources: conditions and rules depend on parameters only. */
export type ParameterScope = Omit<TemplateScope, 'condition' | 'attribute'>;

export function conditionsOf(
  conditions: TemplateMembers,
  scope: ParameterScope,
): (name: string) => boolean {
  const results = new Map<string, boolean | 'pending'>();
  const condition = (name: string): boolean => {
    const known = results.get(name);
    if (known === 'pending') {
      throw new TemplateError(`Circular dependency between conditions: [${name}]`);
    }
    if (known !== undefined) return known;
    results.set(name, 'pending');
    const result = evaluateCondition(conditions[name], conditionScope(scope, condition));
    results.set(name, result);
    return result;
  };
  return condition;
}

export function conditionScope(
  scope: ParameterScope,
  condition: (name: string) => boolean,
): TemplateScope {
  const attribute = (id: string): never => {
    throw new TemplateError(
      `Template format error: Unresolved dependencies [${id}]. Cannot reference resources in the Conditions block of the template`,
    );
  };
  return { ...scope, condition, attribute };
}
