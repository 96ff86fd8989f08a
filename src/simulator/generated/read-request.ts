/** A read of a service without handlers, and what its operation lists. */

import type { NormalizedSchema } from '@smithy/core/schema';
import type { OperationModel, ServiceModel } from '../../aws/models/service-model.ts';
import { outputOf } from '../../wire/structure.ts';
import type { CallContext } from '../service.ts';
import { nounOf, singular } from './words.ts';

export type Values = Readonly<Record<string, unknown>>;

export interface ReadRequest {
  readonly service: ServiceModel;
  readonly operation: OperationModel;
  readonly input: Values;
  readonly context: CallContext;
}

/** The list in an operation's output. */
export interface OutputList {
  readonly name: string;
  readonly element: NormalizedSchema;
  /** The kind of resource that it lists. */
  readonly noun: string;
}

const lists = new WeakMap<OperationModel, OutputList | null>();

/** Undefined for operations whose output has none. */
export function outputList(operation: OperationModel): OutputList | undefined {
  const known = lists.get(operation);
  if (known !== undefined) return known ?? undefined;
  const found = findList(operation);
  lists.set(operation, found ?? null);
  return found;
}

function findList(operation: OperationModel): OutputList | undefined {
  const schema = outputOf(operation);
  if (schema.isUnitSchema()) return undefined;
  const tokens = tokenNames(operation);
  const found = Object.entries(schema.getMemberSchemas()).find(
    ([name, member]) => member.isListSchema() && !tokens.has(name),
  );
  if (!found) return undefined;
  const [name, list] = found;
  const element = list.getValueSchema();
  const noun = element.isStructSchema()
    ? nounOf(element.getName()?.split('#').at(-1) ?? name)
    : singular(name);
  return { name, element, noun };
}

export function tokenNames({ pagination }: OperationModel): ReadonlySet<string> {
  const usual = ['NextToken', 'nextToken', 'Marker', 'NextMarker', 'IsTruncated'];
  return new Set(pagination ? [...usual, pagination.inputToken, pagination.outputToken] : usual);
}

/** `arn:…:cluster/blue` → `blue`. */
export function bareId(id: string): string {
  return id.split(/[/:]/).at(-1) ?? id;
}
