/** Wildcards and variables of policies: `arn:aws:s3:::home-${aws:username}/*`. */

/** The values of one condition key, undefined when the request has none. The key is in lower case. */
export type ConditionLookup = (key: string) => readonly string[] | undefined;

// A wildcard character from a variable matches itself: these two replace it while matching.
const literalStar = '\u0001';
const literalQuestion = '\u0002';

/** `*` is any number of characters, `?` exactly one. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  let at = 0;
  let inText = 0;
  let star = -1;
  let retry = 0;
  while (inText < text.length) {
    const expected = pattern[at];
    if (expected === '*') {
      star = at++;
      retry = inText;
    } else if (expected !== undefined && matchesOne(expected, text[inText])) {
      at++;
      inText++;
    } else if (star >= 0) {
      at = star + 1;
      inText = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Service and name of an action are case-insensitive. */
export function matchesAction(pattern: string, action: string): boolean {
  return pattern === '*' || matchesPattern(pattern.toLowerCase(), action.toLowerCase());
}

/** ARNs are compared part by part: a `*` in the account does not match the resource. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const expected = arnParts(pattern);
  const parts = arnParts(arn);
  return (
    expected.length === parts.length &&
    expected.every((part, index) => matchesPattern(part, parts[index] ?? ''))
  );
}

/**
 * Substitutes `${aws:username}` and the like in plain text; undefined when a variable has no value, because nothing
 * equals that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function substitute(text: string, lookUp: ConditionLookup): string | undefined {
  return replaceVariables(text, lookUp, (value) => value);
}

/** The same in a pattern: wildcards of a value are ordinary characters there, and so are `${*}` and `${?}`. */
export function substitutePattern(pattern: string, lookUp: ConditionLookup): string | undefined {
  return replaceVariables(pattern, lookUp, literalPattern);
}

/** Only the resource of an ARN, after the fifth colon, has variables. Before it they are text. */
export function substituteArn(pattern: string, lookUp: ConditionLookup): string | undefined {
  if (!pattern.includes('${')) return pattern;
  const [, head = '', resource = ''] = /^((?:[^:]*:){5}|)(.*)$/s.exec(pattern) ?? [];
  const substituted = substitutePattern(resource, lookUp);
  return substituted === undefined ? undefined : head + substituted;
}

function replaceVariables(
  text: string,
  lookUp: ConditionLookup,
  written: (value: string) => string,
): string | undefined {
  if (!text.includes('${')) return text;
  let unknown = false;
  const replaced = text.replace(/\$\{([^}]+)\}/g, (_, variable: string) => {
    const value = variableValue(variable, lookUp);
    if (value === undefined) unknown = true;
    return written(value ?? '');
  });
  return unknown ? undefined : replaced;
}

/** The same text in a pattern, where its wildcards are ordinary characters. */
export function literalPattern(value: string): string {
  return value.replaceAll('*', literalStar).replaceAll('?', literalQuestion);
}

function matchesOne(expected: string, character: string | undefined): boolean {
  if (expected === '?') return true;
  if (expected === literalStar) return character === '*';
  if (expected === literalQuestion) return character === '?';
  return expected === character;
}

function variableValue(variable: string, lookUp: ConditionLookup): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const [key = '', fallback] = variable.split(',').map((part) => part.trim());
  const values = lookUp(key.toLowerCase());
  if (values?.length === 1) return values[0];
  return fallback?.replace(/^'(.*)'$/, '$1');
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
