/** Rules: assertions about parameters, checked before anything changes. */

import { evaluateCondition, type TemplateScope } from './evaluate.ts';
import { TemplateError } from './template-error.ts';
import { membersOf, type TemplateMembers } from './value.ts';

export function checkRules(rules: TemplateMembers, scope: TemplateScope): void {
  for (const [name, value] of Object.entries(rules)) {
    const { RuleCondition, Assertions } = membersOf(value);
    if (RuleCondition !== undefined && !evaluateCondition(RuleCondition, scope)) continue;
    for (const assertion of Array.isArray(Assertions) ? Assertions : []) {
      const { Assert, AssertDescription } = membersOf(assertion);
      if (evaluateCondition(Assert, scope)) continue;
      const reason = AssertDescription ?? `Template constraint ${name} failed`;
      throw new TemplateError(`Template error: ${reason}`);
    }
  }
}
