/** Policies are evaluated on every call and rarely change: each text is parsed once. */

import { type PolicyDocument, type PolicyKind, parsePolicy } from './document.ts';

const maxEntries = 4_096;
/** By kind, so that the texts are shared with those that are stored. */
const compiled = new Map<PolicyKind, Map<string, PolicyDocument>>();

/** Like `parsePolicy`, which throws when the text is not a policy. */
export function compiledPolicy(text: string, kind: PolicyKind): PolicyDocument {
  const ofKind = compiled.get(kind) ?? new Map<string, PolicyDocument>();
  compiled.set(kind, ofKind);
  const known = ofKind.get(text);
  if (known) return known;
  const document = parsePolicy(text, kind);
  // A rehearsal with a different session policy for each call must not fill the memory.
  if (ofKind.size >= maxEntries) ofKind.clear();
  ofKind.set(text, document);
  return document;
}
