/** What is wrong with a policy that is about to be stored: one that cannot be evaluated would make a resource unusable. */

import { compiledPolicy } from './compiled.ts';
import { type PolicyKind, PolicySyntaxError } from './document.ts';

/** Undefined for a policy that can be evaluated. */
export function policyMistake(text: string, kind: PolicyKind): string | undefined {
  try {
    compiledPolicy(text, kind);
    return undefined;
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error.message;
    throw error;
  }
}
