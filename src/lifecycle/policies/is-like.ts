/** IAM's wildcards: `*` is any text, `?` one character. */

export function isLike(text: string, pattern: string): boolean {
  return new RegExp(`^${source(pattern)}$`, 's').test(text);
}

/** Names of actions are compared without regard to letter case. */
export function isLikeAction(action: string, pattern: string): boolean {
  return new RegExp(`^${source(pattern)}$`, 'i').test(action);
}

function source(pattern: string): string {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return escaped.replaceAll('*', '.*').replaceAll('?', '.');
}
