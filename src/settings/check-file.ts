/**
 * Validates the normalized file against its schema: returns the typed file, or reports each error with its position.
 */

import type { z } from 'zod';
import { nearest } from '../model/nearest.ts';
import { fileSchema, type WrittenFile } from './file-schema.ts';
import type { Findings, SettingsFinding } from './problem.ts';
import {
  keyPositionOf,
  type MappingNode,
  type NodePath,
  nodeAt,
  pathText,
  plainValue,
  positionOf,
  type YamlNode,
} from './yaml/node.ts';

type Issue = z.core.$ZodIssue;

export function checkFile(file: MappingNode, findings: Findings): WrittenFile | undefined {
  const result = fileSchema.safeParse(plainValue(file));
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    for (const finding of explained(issue, file)) findings.problem(finding);
  }
  return undefined;
}

function explained(issue: Issue, file: MappingNode): readonly SettingsFinding[] {
  const path = issue.path as NodePath;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], file));
  }
  if (issue.code === 'invalid_key') {
    const message = `"${String(path.at(-1))}" ${issue.issues[0]?.message ?? 'is not a valid key'}`;
    return [{ at: keyPositionOf(file, path), path: pathText(path), message }];
  }
  const node = nodeAt(file, path);
  if (!node) return [missing(path, file)];
  return [{ at: node.at, path: pathText(path), message: wrongValue(issue, node, path) }];
}

function missing(path: NodePath, file: MappingNode): SettingsFinding {
  const { description } = schemaAt(path) ?? {};
  const what = description === undefined ? '' : ` (${description})`;
  const message = `${pathText(path)} is missing${what}`;
  return { at: positionOf(file, path), path: pathText(path), message };
}

function unknownKey(path: NodePath, file: MappingNode): SettingsFinding {
  const key = String(path.at(-1));
  const known = knownKeys(path.slice(0, -1));
  const meant = nearest(key, known);
  const hint = meant ? `did you mean ${meant}?` : `allowed keys are ${known.join(', ')}`;
  const where = pathText(path.slice(0, -1));
  const message =
    key === 'nested' && where.startsWith('accounts')
      ? `"nested" is for organizational units, and ${where} is an account; remove it`
      : `"${key}" is not a key of ${where}; ${hint}`;
  return { at: keyPositionOf(file, path), path: pathText(path), message };
}

interface Shaped {
  readonly def: { readonly innerType?: Shaped; readonly element?: Shaped };
  readonly shape?: Readonly<Record<string, Shaped>>;
  readonly description?: string | undefined;
}

function knownKeys(path: NodePath): readonly string[] {
  const found = schemaAt(path);
  return Object.keys((found && unwrapped(found).shape) ?? {});
}

function schemaAt(path: NodePath): Shaped | undefined {
  return path.reduce<Shaped | undefined>(
    (schema, step) => {
      const inner = schema && unwrapped(schema);
      return typeof step === 'number' ? inner?.def.element : inner?.shape?.[step];
    },
    fileSchema as unknown as Shaped,
  );
}

function unwrapped(schema: Shaped): Shaped {
  return schema.def.innerType ? unwrapped(schema.def.innerType) : schema;
}

function wrongValue(issue: Issue, node: YamlNode, path: NodePath): string {
  const where = pathText(path);
  if (path.at(-1) === 'identifier' && node.kind === 'scalar' && node.source === 'default') {
    return `${where} is "default"; values for all entries belong under defaults, at the top of the file`;
  }
  if (issue.code === 'invalid_type')
    return `${where} is ${described(node)}: ${expectedValue(issue, node)}`;
  if (issue.code === 'invalid_value')
    return `${where} is ${described(node)}: ${oneOf(issue, node)}`;
  const isWhole = issue.code === 'custom' && !issue.message.startsWith('must');
  return isWhole
    ? `${where}: ${issue.message}`
    : `${where} is ${described(node)}: ${issue.message}`;
}

function oneOf({ values }: z.core.$ZodIssueInvalidValue, node: YamlNode): string {
  const known = values.map(String);
  const meant = node.kind === 'scalar' ? nearest(node.source, known) : undefined;
  const allowed = `must be ${listed(known)}`;
  return meant === undefined ? allowed : `${allowed}; did you mean ${meant}?`;
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function expectedValue({ expected }: z.core.$ZodIssueInvalidType, node: YamlNode): string {
  const isWord = node.kind === 'scalar' && node.type !== 'null';
  if (expected === 'string' && isWord) return `put it in quotes, "${node.source}"`;
  return needs[expected] ?? `must be ${expected}`;
}

const needs: Readonly<Record<string, string>> = {
  string: 'must be a text',
  int: 'must be a whole number, without quotes',
  number: 'must be a number, without quotes',
  boolean: 'must be true or false',
  array: 'must be a list: one line with a dash for each',
  object: 'must be a mapping: its keys below it, indented',
  record: 'must be a mapping: its keys below it, indented',
};

function described(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a mapping';
  if (node.type === 'null') return 'empty';
  if (node.type === 'text') return JSON.stringify(node.value);
  const kind = node.type === 'boolean' ? 'boolean' : 'number';
  return `the ${kind} ${node.source}`;
}
