/** Reads a template as JSON or YAML. Short forms (`!Ref`) become their long forms. */

import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { TemplateError } from './template-error.ts';
import { isMembers, type TemplateMembers } from './value.ts';

const shortForms = new Set([
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'Transform',
]);

export function readTemplate(text: string): TemplateMembers {
  const template = text.trimStart().startsWith('{') ? readJson(text) : readYaml(text);
  if (isMembers(template)) return template;
  throw new TemplateError('Template format error: unsupported structure.');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TemplateError('Template format error: JSON not well-formed.');
  }
}

function readYaml(text: string): unknown {
  // Tags that the parser does not know are warnings; `toValue` reads them.
  const document = parseDocument(text, { schema: 'core', logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    throw new TemplateError(
      `Template format error: YAML not well-formed. (line ${line}, column ${col})`,
    );
  }
  return toValue(document.contents);
}

function toValue(node: unknown): unknown {
  if (isAlias(node)) {
    throw new TemplateError(
      'Template error: YAML aliases are not allowed in CloudFormation templates',
    );
  }
  const value = plainValue(node);
  const tag = (node as Node | null)?.tag;
  if (tag === undefined || tag.startsWith('tag:yaml.org')) return value;
  return longForm(tag.replace(/^!/, ''), value);
}

function plainValue(node: unknown): unknown {
  if (isSeq(node)) return node.items.map(toValue);
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [String(plainValue(key)), toValue(value)]),
    );
  }
  if (!isScalar(node)) return null;
  // `0123` is an account id or a zip code, and keeps its digits.
  const isChanged = typeof node.value === 'number' && String(node.value) !== node.source;
  return isChanged ? node.source : node.value;
}

function longForm(name: string, value: unknown): TemplateMembers {
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (!shortForms.has(name)) {
    throw new TemplateError(`Template format error: the tag !${name} is not supported.`);
  }
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value };
  const [id, ...attribute] = value.split('.');
  return { 'Fn::GetAtt': [id, attribute.join('.')] };
}
