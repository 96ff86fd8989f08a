/**
 * Responses to List, Describe and Get of services without handlers: resources from the seed, with names, ARNs and
 * tags, in pages, and the same resource again when requested by id.
 */

import type { NormalizedSchema } from '@smithy/core/schema';
import type { OperationModel, ServiceModel } from '../../aws/models/service-model.ts';
import { randomFrom } from '../../model/random.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { inputOf, outputOf } from '../../wire/structure.ts';
import type { CallContext } from '../service.ts';
import { pageOf } from '../world/pages.ts';
import { type Generating, generateStructure } from './generate.ts';
import { estateOf, usedEverywhere } from './known-resources.ts';
import { arnOf, kebab, type ResourceOrigin } from './resource-origin.ts';
import { nounOf, singular, textFor } from './words.ts';

type Values = Readonly<Record<string, unknown>>;
export type GeneratedHandler = (input: Values, context: CallContext) => object;

/** Undefined for an operation that changes something: those need handlers of their own. */
export function generatedHandler(
  service: ServiceModel,
  operation: OperationModel,
): GeneratedHandler | undefined {
  if (!/^(List|Describe|Get|BatchGet|BatchDescribe|Search)/.test(operation.name)) return undefined;
  return (input, context) => answer({ service, operation, input, context });
}

interface ListingRequest {
  readonly service: ServiceModel;
  readonly operation: OperationModel;
  readonly input: Values;
  readonly context: CallContext;
}

function answer(request: ListingRequest): object {
  const schema = outputOf(request.operation);
  if (schema.isUnitSchema()) return {};
  const members = Object.entries(schema.getMemberSchemas());
  const tokens = tokenNames(request.operation);
  const listing = members.find(([name, member]) => member.isListSchema() && !tokens.has(name));
  if (listing && !namesOne(request)) return listingPage(request, listing, members);
  return one(request, schema);
}

function originOf({ service, context }: ListingRequest): ResourceOrigin {
  const { world, caller } = context;
  const { url } = service.endpoint(context.region);
  const isGlobal = !url.includes(context.region);
  const { accountId } = caller;
  return {
    partition: world.partition.name,
    service: service.iamPrefix,
    region: isGlobal ? '' : context.region,
    accountId,
  };
}

function generatingFor(request: ListingRequest, ...words: string[]): Generating {
  const origin = originOf(request);
  const { seed } = request.context.world;
  const random = randomFrom(seed, origin.accountId, origin.region, request.service.name, ...words);
  return { origin, random, estate: estateOf(request.context) };
}

/** Number of resources of a kind in an account and region. */
const most = 3;
/** Most accounts do not use most services. */
const inUse = 0.35;

function listingPage(
  request: ListingRequest,
  [name, list]: [string, NormalizedSchema],
  members: [string, NormalizedSchema][],
): object {
  const { operation, input, context } = request;
  const element = list.getValueSchema();
  const noun = element.isStructSchema()
    ? nounOf(element.getName()?.split('#').at(-1) ?? name)
    : singular(name);
  const batch = requestedIds(request);
  const ids = batch ?? idsOf(request, noun);
  const { pagination } = operation;
  const page = pageOf({
    items: ids,
    key: (id) => id,
    token: pagination && (input[pagination.inputToken] as string | undefined),
    size: sizeOf(request),
    scope: `${request.service.name} ${operation.name} ${context.caller.accountId} ${context.region}`,
    now: context.now,
  });
  if (!page) throw new AwsError('ValidationException', 'The token is not one of this listing.');
  const items = page.items.map((id) => elementOf(request, element, singular(name), id));
  const isMarked = members.find(([member]) => /^(IsTruncated|HasMore\w*)$/i.test(member));
  return {
    [name]: items,
    ...(pagination && page.next !== undefined && { [pagination.outputToken]: page.next }),
    ...(isMarked && { [isMarked[0]]: page.next !== undefined }),
  };
}

function idsOf(request: ListingRequest, noun: string): string[] {
  const { random } = generatingFor(request, 'in use');
  if (!usedEverywhere.includes(request.service.name) && !random.chance(inUse)) return [];
  const name = [kebab(noun), ...narrowing(request)].join('-');
  const count = 1 + generatingFor(request, name, 'count').random.integer(most);
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** The filter of a listing, a parent or a kind: each value has resources of its own. */
function narrowing({ input, operation: { pagination } }: ListingRequest): string[] {
  const texts = Object.entries(input).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[0] !== pagination?.inputToken,
  );
  return texts
    .map(([, text]) => kebab(text.split(/[/:]/).at(-1) ?? ''))
    .filter((word) => /^[\w-]{1,40}$/.test(word));
}

function elementOf(
  request: ListingRequest,
  element: NormalizedSchema,
  name: string,
  id: string,
): unknown {
  const bare = id.split(/[/:]/).at(-1) ?? id;
  const generating = generatingFor(request, bare);
  if (element.isStructSchema()) {
    const structure = generateStructure(element, bare, generating);
    return id.startsWith('arn:') ? withArn(structure, id) : structure;
  }
  const named = {
    ...generating,
    id: bare,
    noun: name.replace(/(Arn|Url|Id|Name)s?$/i, '') || name,
  };
  if (/arn$/i.test(name)) return arnOf(generating.origin, named.noun, bare);
  return /url$/i.test(name) ? textFor(name, named) : id;
}

/** The requested resource: the output repeats what the input names. */
function one(request: ListingRequest, schema: NormalizedSchema): object {
  const identifier = Object.entries(request.input).filter(
    ([, value]) => typeof value === 'string',
  ) as [string, string][];
  const id =
    (identifier[0]?.[1] ?? `${kebab(request.operation.name)}-1`).split(/[/:]/).at(-1) ?? '';
  const generated = generateStructure(schema, id, generatingFor(request, id));
  for (const name of tokenNames(request.operation)) delete generated[name];
  return repeatIdentifier(
    generated,
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

function withArn(structure: Record<string, unknown>, arn: string): Record<string, unknown> {
  const own = Object.keys(structure).find((name) => /arn$/i.test(name));
  return own === undefined ? structure : { ...structure, [own]: arn };
}

/** Whether the input names one resource instead of filtering a list: a required string, and a single result. */
function namesOne({ operation, input }: ListingRequest): boolean {
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

/** Ids that were requested as a list: each has its element in the response. */
function requestedIds({ input, operation }: ListingRequest): string[] | undefined {
  if (!/^(Batch|Describe|Get)/.test(operation.name)) return undefined;
  const list = Object.values(input).find(
    (value) =>
      Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string'),
  );
  const isIds =
    list !== undefined &&
    Object.entries(input).some(
      ([name, value]) =>
        value === list && /(id|name|arn|identifier|cluster|task|service)s?$/i.test(name),
    );
  return isIds ? (list as string[]) : undefined;
}

function sizeOf({ operation, input, context }: ListingRequest): number {
  const { pagination } = operation;
  if (!pagination) return Number.POSITIVE_INFINITY;
  const expected = pagination.pageSize === undefined ? undefined : input[pagination.pageSize];
  return Math.min(
    context.world.pageSize,
    typeof expected === 'number' && expected > 0 ? expected : Number.POSITIVE_INFINITY,
  );
}

function tokenNames({ pagination }: OperationModel): ReadonlySet<string> {
  const usual = ['NextToken', 'nextToken', 'Marker', 'NextMarker', 'IsTruncated'];
  return new Set(pagination ? [...usual, pagination.inputToken, pagination.outputToken] : usual);
}
