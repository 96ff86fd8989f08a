/** Forms of the Query protocol: dotted keys as a tree, and query strings. */

import { AwsError } from './aws-error.ts';
import { maxNameLength, maxParameters } from './size-limits.ts';

export interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

export type Parameters = readonly (readonly [name: string, value: string])[];

/** `a=1&b=two%20words`. In a form a plus is a space, and no AWS client sends a bare plus for itself. */
export function parseParameters(text: string): Parameters {
  if (text === '') return [];
  return text.split('&', maxParameters + 1).map((pair, index) => {
    if (index >= maxParameters) throw malformed(`it has more than ${maxParameters} parameters`);
    const equals = pair.indexOf('=');
    if (equals < 0) return [decode(pair), ''];
    return [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
  });
}

/** The value of one parameter without decoding the others; enough to find the requested operation. */
export function parameter(text: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|&)${name}=([^&]*)`).exec(text)?.[1];
  return found === undefined ? undefined : decode(found);
}

/** `Filter.1.Value.1=x` becomes Filter → 1 → Value → 1. */
export function formTree(parameters: Parameters): FormNode {
  const root: FormNode = { children: new Map() };
  for (const [name, value] of parameters) {
    if (name.length > maxNameLength) throw malformed('the name of a parameter is too long');
    let node = root;
    for (const part of name.split('.')) node = child(node, part);
    node.value = value;
  }
  return root;
}

function malformed(reason: string): AwsError {
  return new AwsError('MalformedInput', `The request cannot be read: ${reason}`);
}

function child(node: FormNode, name: string): FormNode {
  const known = node.children.get(name);
  if (known) return known;
  const created: FormNode = { children: new Map() };
  node.children.set(name, created);
  return created;
}

/** An invalid escape is kept literally, so that a stray percent sign does not hide the operation. */
function decode(text: string): string {
  if (!text.includes('+') && !text.includes('%')) return ownCopy(text);
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** A slice keeps the whole text alive: a stored name would keep the body of its request. */
function ownCopy(slice: string): string {
  return Buffer.from(slice, 'utf8').toString('utf8');
}
