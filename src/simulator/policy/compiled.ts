/** Policies are evaluated on every call and rarely change: each text is parsed once. */

import { type PolicyDocument, type PolicyKind, parsePolicy } from './document.ts';

const maxEntries = 4_096;
const compiled = new Map<string, PolicyDocument>();

/** Like `parsePolicy`, which throws when the text is not a policy. */
export function compiledPolicy(text: string, kind: PolicyKind): PolicyDocument {
  const key = `${kind} ${text}`;
  const known = compiled.get(key);
  if (known) return known;
  const document = parsePolicy(text, kind);
  // A rehearsal with a different session policy for each call must not fill the memory.
  if (compiled.size >= maxEntries) compiled.clear();
  compiled.set(key, document);
  return document;
}
