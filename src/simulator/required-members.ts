/** The required members of an operation's input, from its schema. */

import type { OperationModel } from '../aws/models/service-model.ts';

const known = new WeakMap<OperationModel, readonly string[]>();

export function requiredMembers(operation: OperationModel): readonly string[] {
  const cached = known.get(operation);
  if (cached) return cached;
  const members = readRequired(operation.schema[4]);
  known.set(operation, members);
  return members;
}

/** A structure is `[3, namespace, name, traits, member names, member schemas, number of required ones]`. */
function readRequired(reference: unknown): readonly string[] {
  const schema: unknown = typeof reference === 'function' ? reference() : reference;
  if (!Array.isArray(schema) || schema[0] !== 3) return [];
  const [, , , , names, , required] = schema as [
    number,
    string,
    string,
    unknown,
    string[],
    unknown,
    number?,
  ];
  return names.slice(0, required ?? 0);
}
