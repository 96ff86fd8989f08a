/**
 * Responses to List, Describe and Get of services without handlers: resources from the seed, with names, ARNs and
 * tags, in pages, and the same resource again when requested by id. What no listing returns does not exist.
 */

import type { OperationModel, ServiceModel } from '../../aws/models/service-model.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { inputOf, outputOf } from '../../wire/structure.ts';
import { callPage } from '../call-page.ts';
import type { CallContext } from '../service.ts';
import { isExisting } from './existing.ts';
import { selectElements } from './filters.ts';
import { generatedElement, generatedOutput } from './generated-element.ts';
import { generatedIds, narrowedName } from './generated-ids.ts';
import { namedResource, namedResources, ownIds } from './named-resources.ts';
import { notFound, refusesUnknownIds } from './not-found.ts';
import { type OutputList, outputList, type ReadRequest, type Values } from './read-request.ts';

export type GeneratedHandler = (input: Values, context: CallContext) => object;

/** Undefined for an operation that changes something: those need handlers of their own. */
export function generatedHandler(
  service: ServiceModel,
  operation: OperationModel,
): GeneratedHandler | undefined {
  if (!/^(List|Describe|Get|BatchGet|BatchDescribe|Search)/.test(operation.name)) return undefined;
  return (input, context) => answer({ service, operation, input, context });
}

function answer(request: ReadRequest): object {
  if (outputOf(request.operation).isUnitSchema()) return {};
  const list = outputList(request.operation);
  return list && !namesOne(request) ? listingPage(request, list) : one(request);
}

function listingPage(request: ReadRequest, list: OutputList): object {
  const { operation, input, context } = request;
  const { pagination } = operation;
  const ids = ownIds(request, list);
  const elements = ids ? describedById(request, list, ids) : listed(request, list);
  const page = callPage(context, {
    items: selectElements(request, list, elements).map((element, index) => ({ element, index })),
    key: ({ index }) => String(index),
    token: pagination && (input[pagination.inputToken] as string | undefined),
    size: sizeOf(request),
    isUnlimited: !pagination,
    scope: `${request.service.name} ${operation.name}`,
    invalidToken: () =>
      new AwsError('ValidationException', 'The token is not one of this listing.'),
  });
  const isMarked = Object.keys(outputOf(operation).getMemberSchemas()).find((member) =>
    /^(IsTruncated|HasMore\w*)$/i.test(member),
  );
  return {
    [list.name]: page.items.map(({ element }) => element),
    ...(pagination && page.next !== undefined && { [pagination.outputToken]: page.next }),
    ...(isMarked && { [isMarked]: page.next !== undefined }),
  };
}

/** Resources of a parent that does not exist: the service's error where it has one, else none. */
function listed(request: ReadRequest, list: OutputList): readonly unknown[] {
  const missing = namedResources(request).find(([, value]) => !isExisting(request, value));
  if (missing && refusesUnknownIds(request)) throw notFound(request, ...missing);
  const ids = missing ? [] : generatedIds(request, narrowedName(request, list.noun));
  return ids.map((id) => generatedElement(request, list, id));
}

function describedById(
  request: ReadRequest,
  list: OutputList,
  [member, ids]: readonly [member: string, ids: readonly string[]],
): readonly unknown[] {
  const missing = ids.find((id) => !isExisting(request, id));
  if (missing !== undefined && refusesUnknownIds(request)) {
    throw notFound(request, member, missing);
  }
  const existing = ids.filter((id) => isExisting(request, id));
  return existing.map((id) => generatedElement(request, list, id));
}

/** The requested resource: the output repeats what the input names. */
function one(request: ReadRequest): object {
  const missing = namedResource(request).find(([, value]) => !isExisting(request, value));
  if (missing) throw notFound(request, ...missing);
  const identifier = Object.entries(request.input).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return repeatIdentifier(
    generatedOutput(request),
    new Map(identifier.map(([name, value]) => [name.toLowerCase(), value])),
  );
}

function repeatIdentifier(
  structure: Record<string, unknown>,
  identifier: ReadonlyMap<string, string>,
  depth = 0,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(structure).map(([name, value]) => {
      const same = identifier.get(name.toLowerCase());
      if (same !== undefined && typeof value === 'string') return [name, same];
      const isStructure =
        typeof value === 'object' && value !== null && value.constructor === Object;
      return [
        name,
        isStructure && depth < 1
          ? repeatIdentifier(value as Record<string, unknown>, identifier, depth + 1)
          : value,
      ];
    }),
  );
}

/** Whether the input names one resource instead of filtering a list: a required string, and a single result. */
function namesOne({ operation, input }: ReadRequest): boolean {
  if (/^(List|Search|Batch)/.test(operation.name)) return false;
  const schema = inputOf(operation);
  if (schema.isUnitSchema()) return false;
  const isPaged = operation.pagination !== undefined;
  return (
    !isPaged &&
    Object.values(input).some((value) => typeof value === 'string') &&
    !/s$/.test(operation.name)
  );
}

function sizeOf({ operation, input }: ReadRequest): number {
  const { pagination } = operation;
  const expected = pagination?.pageSize === undefined ? undefined : input[pagination.pageSize];
  return typeof expected === 'number' && expected > 0 ? expected : Number.POSITIVE_INFINITY;
}
