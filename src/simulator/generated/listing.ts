/**
 * Answers to List, Describe and Get of services that have no handlers of their own: resources from the seed, with names,
 * ARNs and tags, in pages, and the same one again when it is asked for by its id.
 */

import type { NormalizedSchema } from '@smithy/core/schema';
import type { OperationModel, ServiceModel } from '../../aws/models/service-model.ts';
import type { CallContext } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import { inputOf, outputOf } from '../wire/structure.ts';
import { pageOf } from '../world/pages.ts';
import { randomFrom } from '../world/random.ts';
import { estateOf, usedEverywhere } from './estate.ts';
import { type Generating, generateStructure } from './generate.ts';
import { arnOf, kebab, nounOf, type Origin, singular, textFor } from './words.ts';

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

interface Asked {
  readonly service: ServiceModel;
  readonly operation: OperationModel;
  readonly input: Values;
  readonly context: CallContext;
}

function answer(asked: Asked): object {
  const schema = outputOf(asked.operation);
  if (schema.isUnitSchema()) return {};
  const members = Object.entries(schema.getMemberSchemas());
  const tokens = tokenNames(asked.operation);
  const listing = members.find(([name, member]) => member.isListSchema() && !tokens.has(name));
  if (listing && !namesOne(asked)) return listingPage(asked, listing, members);
  return one(asked, schema);
}

function originOf({ service, context }: Asked): Origin {
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

function generatingFor(asked: Asked, ...words: string[]): Generating {
  const origin = originOf(asked);
  const { seed } = asked.context.world;
  const random = randomFrom(seed, origin.accountId, origin.region, asked.service.name, ...words);
  return { origin, random, estate: estateOf(asked.context) };
}

/** Of a kind, in an account and region. */
const most = 3;
/** Most services lie idle in most accounts. */
const inUse = 0.35;

function listingPage(
  asked: Asked,
  [name, list]: [string, NormalizedSchema],
  members: [string, NormalizedSchema][],
): object {
  const { operation, input, context } = asked;
  const element = list.getValueSchema();
  const noun = element.isStructSchema()
    ? nounOf(element.getName()?.split('#').at(-1) ?? name)
    : singular(name);
  const batch = askedIds(asked);
  const ids = batch ?? idsOf(asked, noun);
  const { pagination } = operation;
  const page = pageOf({
    items: ids,
    key: (id) => id,
    token: pagination && (input[pagination.inputToken] as string | undefined),
    size: sizeOf(asked),
    scope: `${asked.service.name} ${operation.name} ${context.caller.accountId} ${context.region}`,
    now: context.now,
  });
  if (!page) throw new AwsError('ValidationException', 'The token is not one of this listing.');
  const items = page.items.map((id) => elementOf(asked, element, singular(name), id));
  const isMarked = members.find(([member]) => /^(IsTruncated|HasMore\w*)$/i.test(member));
  return {
    [name]: items,
    ...(pagination && page.next !== undefined && { [pagination.outputToken]: page.next }),
    ...(isMarked && { [isMarked[0]]: page.next !== undefined }),
  };
}

function idsOf(asked: Asked, noun: string): string[] {
  const { random } = generatingFor(asked, 'in use');
  if (!usedEverywhere.includes(asked.service.name) && !random.chance(inUse)) return [];
  const name = [kebab(noun), ...narrowing(asked)].join('-');
  const count = 1 + generatingFor(asked, name, 'count').random.integer(most);
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** What a listing is narrowed to, a parent or a kind: each has resources of its own. */
function narrowing({ input, operation: { pagination } }: Asked): string[] {
  const texts = Object.entries(input).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[0] !== pagination?.inputToken,
  );
  return texts
    .map(([, text]) => kebab(text.split(/[/:]/).at(-1) ?? ''))
    .filter((word) => /^[\w-]{1,40}$/.test(word));
}

function elementOf(asked: Asked, element: NormalizedSchema, name: string, id: string): unknown {
  const bare = id.split(/[/:]/).at(-1) ?? id;
  const generating = generatingFor(asked, bare);
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

/** The thing that was asked for: what the input names, the output repeats. */
function one(asked: Asked, schema: NormalizedSchema): object {
  const given = Object.entries(asked.input).filter(([, value]) => typeof value === 'string') as [
    string,
    string,
  ][];
  const id = (given[0]?.[1] ?? `${kebab(asked.operation.name)}-1`).split(/[/:]/).at(-1) ?? '';
  const generated = generateStructure(schema, id, generatingFor(asked, id));
  for (const name of tokenNames(asked.operation)) delete generated[name];
  return repeated(generated, new Map(given.map(([name, value]) => [name.toLowerCase(), value])));
}

function repeated(
  structure: Record<string, unknown>,
  given: ReadonlyMap<string, string>,
  depth = 0,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(structure).map(([name, value]) => {
      const same = given.get(name.toLowerCase());
      if (same !== undefined && typeof value === 'string') return [name, same];
      const isStructure =
        typeof value === 'object' && value !== null && value.constructor === Object;
      return [
        name,
        isStructure && depth < 1
          ? repeated(value as Record<string, unknown>, given, depth + 1)
          : value,
      ];
    }),
  );
}

function withArn(structure: Record<string, unknown>, arn: string): Record<string, unknown> {
  const own = Object.keys(structure).find((name) => /arn$/i.test(name));
  return own === undefined ? structure : { ...structure, [own]: arn };
}

/** Whether the input names one thing, rather than narrowing a list: a required text, and an answer about it. */
function namesOne({ operation, input }: Asked): boolean {
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

/** Ids that were asked for as a list: each has its element in the answer. */
function askedIds({ input, operation }: Asked): string[] | undefined {
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

function sizeOf({ operation, input, context }: Asked): number {
  const { pagination } = operation;
  if (!pagination) return Number.POSITIVE_INFINITY;
  const wanted = pagination.pageSize === undefined ? undefined : input[pagination.pageSize];
  return Math.min(
    context.world.pageSize,
    typeof wanted === 'number' && wanted > 0 ? wanted : Number.POSITIVE_INFINITY,
  );
}

function tokenNames({ pagination }: OperationModel): ReadonlySet<string> {
  const usual = ['NextToken', 'nextToken', 'Marker', 'NextMarker', 'IsTruncated'];
  return new Set(pagination ? [...usual, pagination.inputToken, pagination.outputToken] : usual);
}
