/** Policies are evaluated on every call and change hardly ever: each text is read once. */

import { type PolicyDocument, type PolicyKind, parsePolicy } from './document.ts';

const maxEntries = 4_096;
const compiled = new Map<string, PolicyDocument>();

/** As `parsePolicy`, which throws when the text is no policy. */
export function compiledPolicy(text: string, kind: PolicyKind): PolicyDocument {
  const key = `${kind} ${text}`;
  const known = compiled.get(key);
  if (known) return known;
  const document = parsePolicy(text, kind);
  // A rehearsal with a session policy of its own for each call must not fill the memory.
  if (compiled.size >= maxEntries) compiled.clear();
  compiled.set(key, document);
  return document;
}
