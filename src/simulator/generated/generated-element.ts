/** One element of a generated listing, or a whole output. */

import { outputOf } from '../../wire/structure.ts';
import { generateStructure } from './generate.ts';
import { generatingFor } from './generated-ids.ts';
import { bareId, type OutputList, type ReadRequest, tokenNames } from './read-request.ts';
import { arnOf, kebab } from './resource-origin.ts';
import { singular, textFor } from './words.ts';

export function generatedElement(
  request: Pick<ReadRequest, 'service' | 'context'>,
  list: Pick<OutputList, 'name' | 'element'>,
  id: string,
): unknown {
  const name = singular(list.name);
  const bare = bareId(id);
  const generating = generatingFor(request, bare);
  if (list.element.isStructSchema()) {
    const structure = generateStructure(list.element, bare, generating);
    return id.startsWith('arn:') ? withArn(structure, id) : structure;
  }
  const noun = name.replace(/(Arn|Url|Id|Name)s?$/i, '') || name;
  const named = { ...generating, id: bare, noun };
  if (/arn$/i.test(name)) return arnOf(generating.origin, noun, bare);
  return /url$/i.test(name) ? textFor(name, named) : id;
}

/** Of an operation that returns one thing. */
export function generatedOutput(request: ReadRequest): Record<string, unknown> {
  const { input, operation } = request;
  const named = Object.values(input).find((value) => typeof value === 'string');
  const id = bareId(named ?? `${kebab(operation.name)}-1`);
  const schema = outputOf(operation);
  if (schema.isUnitSchema()) return {};
  const generated = generateStructure(schema, id, generatingFor(request, id));
  for (const name of tokenNames(operation)) delete generated[name];
  return generated;
}

function withArn(structure: Record<string, unknown>, arn: string): Record<string, unknown> {
  const own = Object.keys(structure).find((name) => /arn$/i.test(name));
  return own === undefined ? structure : { ...structure, [own]: arn };
}
