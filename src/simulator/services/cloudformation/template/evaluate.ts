/**
 * Evaluates a value of a template: every function is replaced by its result.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */

import { cidrBlocks } from './cidr.ts';
import { placeholder } from './references.ts';
import { TemplateError } from './template-error.ts';
import { attributePath, functionOf, isMembers, membersOf, type TemplateMembers } from './value.ts';

export interface TemplateScope {
  /** The value of a parameter, a pseudo parameter or a resource. */
  readonly ref: (name: string) => unknown;
  readonly attribute: (logicalId: string, name: string) => unknown;
  readonly condition: (name: string) => boolean;
  readonly mappings: TemplateMembers;
  readonly importValue: (name: string) => string;
  readonly zones: (region: string) => readonly string[];
}

const noValue = 'AWS::NoValue';

/** The evaluated value; undefined for `AWS::NoValue`, which removes the member that holds it. */
export function evaluate(value: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => evaluate(one, scope)).filter((one) => one !== undefined);
  }
  if (!isMembers(value)) return value;
  const call = functionOf(value);
  if (call) return callFunction(call.name, call.argument, scope);
  const members = Object.entries(value).map(([key, one]) => [key, evaluate(one, scope)] as const);
  return Object.fromEntries(members.filter(([, one]) => one !== undefined));
}

type TemplateFunction = (argument: unknown, scope: TemplateScope) => unknown;

const functions: Readonly<Record<string, TemplateFunction>> = {
  Ref: (argument, { ref }) => (argument === noValue ? undefined : ref(String(argument))),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::If': choose,
  'Fn::And': (argument, scope) => conditionList('Fn::And', argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => conditionList('Fn::Or', argument, scope).some(Boolean),
  'Fn::Not': (argument, scope) => {
    const [condition, ...more] = listOf(argument);
    if (condition === undefined || more.length > 0) {
      throw new TemplateError('Template error: every Fn::Not object requires one condition.');
    }
    return !evaluateCondition(condition, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const values = listOf(evaluate(argument, scope));
    if (values.length !== 2) {
      throw new TemplateError(
        'Template error: every Fn::Equals object requires a list of 2 string parameters.',
      );
    }
    return same(values[0], values[1]);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(evaluate(argument, scope))),
  'Fn::Base64': (argument, scope) =>
    Buffer.from(textOf('Fn::Base64', evaluate(argument, scope))).toString('base64'),
  'Fn::GetAZs': (argument, scope) => {
    const region = String(evaluate(argument, scope) ?? '');
    return scope.zones(region === '' ? String(scope.ref('AWS::Region')) : region);
  },
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits = 5] = listOf(evaluate(argument, scope));
    return cidrBlocks(String(block), Number(count), Number(bits));
  },
  'Fn::Contains': (argument, scope) => {
    const [list, value] = listOf(evaluate(argument, scope));
    return listOf(list).some((one) => same(one, value));
  },
};

function callFunction(name: string, argument: unknown, scope: TemplateScope): unknown {
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known) return known(argument, scope);
  throw new TemplateError(`The simulator does not know ${name} in a template yet.`);
}

/** A condition is a function, or the name of another one: `{ Condition: name }`. */
export function evaluateCondition(value: unknown, scope: TemplateScope): boolean {
  const name = membersOf(value).Condition;
  const result = typeof name === 'string' ? scope.condition(name) : evaluate(value, scope);
  if (typeof result === 'boolean') return result;
  throw new TemplateError(
    'Template format error: Conditions can only be boolean operations on parameters and other conditions',
  );
}

function getAttribute(argument: unknown, scope: TemplateScope): unknown {
  const [id, name] = attributePath(argument);
  const attribute = evaluate(name, scope);
  if (typeof attribute === 'string' && attribute !== '') return scope.attribute(id, attribute);
  throw new TemplateError(
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  );
}

function substitute(argument: unknown, scope: TemplateScope): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') {
    throw new TemplateError(
      'Template error: One or more Fn::Sub intrinsic functions don’t specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string',
    );
  }
  const own = membersOf(variables);
  const filled = text.replace(placeholder, (_, inner: string) => {
    const name = inner.trim();
    if (Object.hasOwn(own, name)) return textOf('Fn::Sub', evaluate(own[name], scope));
    const [id, attribute] = attributePath(name);
    const value = attribute === undefined ? scope.ref(id) : scope.attribute(id, String(attribute));
    return textOf('Fn::Sub', value);
  });
  return filled.replaceAll('${!', '${');
}

function join(argument: unknown, scope: TemplateScope): string {
  const [delimiter, values] = listOf(argument);
  const list = evaluate(values, scope);
  if (typeof delimiter === 'string' && Array.isArray(list)) {
    return list.map((one) => textOf('Fn::Join', one)).join(delimiter);
  }
  throw new TemplateError(
    'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  );
}

function select(argument: unknown, scope: TemplateScope): unknown {
  const [position, values] = listOf(argument);
  const index = Number(evaluate(position, scope));
  const list = evaluate(values, scope);
  if (!Array.isArray(list) || !Number.isInteger(index)) {
    throw new TemplateError(
      'Template error: every Fn::Select object requires two non-empty parameters, the index and the list of strings',
    );
  }
  if (index >= 0 && index < list.length) return list[index];
  throw new TemplateError(
    `Template error: Fn::Select cannot select nonexistent value at index ${index}`,
  );
}

function split(argument: unknown, scope: TemplateScope): readonly string[] {
  const [delimiter, value] = listOf(argument);
  const text = evaluate(value, scope);
  if (typeof delimiter === 'string' && delimiter !== '' && typeof text === 'string') {
    return text.split(delimiter);
  }
  throw new TemplateError(
    'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  );
}

function findInMap(argument: unknown, scope: TemplateScope): unknown {
  const [map, top, second, ...options] = listOf(argument).map((one) => evaluate(one, scope));
  const keys = [map, top, second].map(String);
  const found = keys.reduce<unknown>(
    (members, key) =>
      isMembers(members) && Object.hasOwn(members, key) ? members[key] : undefined,
    scope.mappings,
  );
  const fallback = membersOf(options[0]).DefaultValue;
  if (found !== undefined || fallback !== undefined) return found ?? fallback;
  const [name = '', first = '', last = ''] = keys;
  if (!Object.hasOwn(scope.mappings, name)) {
    throw new TemplateError(
      `Template error: Mapping named '${name}' is not present in the 'Mappings' section of template.`,
    );
  }
  throw new TemplateError(`Template error: Unable to get mapping for ${name}::${first}::${last}`);
}

/** Only the chosen branch is evaluated: the other one may refer to a resource that is not created. */
function choose(argument: unknown, scope: TemplateScope): unknown {
  const [name, positive, negative, ...more] = listOf(argument);
  if (typeof name === 'string' && listOf(argument).length === 3 && more.length === 0) {
    return evaluate(scope.condition(name) ? positive : negative, scope);
  }
  throw new TemplateError(
    'Template error: Fn::If requires a list argument with the first element being a condition',
  );
}

function conditionList(name: string, argument: unknown, scope: TemplateScope): readonly boolean[] {
  const conditions = listOf(argument);
  if (conditions.length < 2 || conditions.length > 10) {
    throw new TemplateError(
      `Template error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
    );
  }
  return conditions.map((one) => evaluateCondition(one, scope));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(name: string, value: unknown): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new TemplateError(`Template error: every value of an ${name} object must be a string.`);
}

/** Parameters are text, so numbers and booleans are compared as text. */
function same(one: unknown, other: unknown): boolean {
  return typeof one === 'object' || typeof other === 'object'
    ? JSON.stringify(one) === JSON.stringify(other)
    : String(one) === String(other);
}
