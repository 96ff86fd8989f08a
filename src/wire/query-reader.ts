/**
 * Reads inputs of the Query and EC2 Query protocols; the SDK's codecs only write these.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html, …/aws-ec2-query-protocol.html
 */

import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $Schema } from '@smithy/types';
import type { FormNode } from './form.ts';

export type QueryReader = (schema: $Schema, node: FormNode) => unknown;

export function queryReader(dialect: 'query' | 'ec2'): QueryReader {
  const text = new FromStringShapeDeserializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
  });
  const memberKey = dialect === 'ec2' ? ec2Key : queryKey;

  function read(schema: NormalizedSchema, node: FormNode): unknown {
    if (schema.isStructSchema()) return readStructure(schema, node);
    if (schema.isListSchema()) return readList(schema, node);
    if (schema.isMapSchema()) return readMap(schema, node);
    return readSimple(schema, node.value ?? '');
  }

  function readStructure(schema: NormalizedSchema, node: FormNode): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const found = node.children.get(memberKey(name, member));
      if (found) value[name] = read(member, found);
    }
    return value;
  }

  // Lists are flat (`Names.1`) or under a name (`Names.member.1`); clients deviate from the model here, so both are
  // read.
  function readList(schema: NormalizedSchema, node: FormNode): unknown[] {
    const element = schema.getValueSchema();
    const named = node.children.get(element.getMergedTraits().xmlName ?? 'member');
    const items = named ?? node.children.get('member') ?? node;
    return numbered(items).map((item) => read(element, item));
  }

  function readMap(schema: NormalizedSchema, node: FormNode): Record<string, unknown> {
    const value = schema.getValueSchema();
    const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
    const valueName = value.getMergedTraits().xmlName ?? 'value';
    const map: Record<string, unknown> = {};
    for (const entry of numbered(node.children.get('entry') ?? node)) {
      const key = entry.children.get(keyName)?.value;
      const found = entry.children.get(valueName);
      if (key !== undefined && found) map[key] = read(value, found);
    }
    return map;
  }

  function readSimple(schema: NormalizedSchema, value: string): unknown {
    const found: unknown = text.read(schema, value);
    if (Number.isNaN(found) && value !== 'NaN') throw new TypeError(`"${value}" is not a number`);
    return found;
  }

  return (schema, node) => read(NormalizedSchema.of(schema), node);
}

function queryKey(name: string, member: NormalizedSchema): string {
  return member.getMergedTraits().xmlName ?? name;
}

function ec2Key(name: string, member: NormalizedSchema): string {
  const { ec2QueryName, xmlName } = member.getMergedTraits();
  if (typeof ec2QueryName === 'string') return ec2QueryName;
  const key = xmlName ?? name;
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** The children with numeric names, in order; gaps are allowed. */
function numbered(node: FormNode): FormNode[] {
  return [...node.children]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, item]) => item);
}
