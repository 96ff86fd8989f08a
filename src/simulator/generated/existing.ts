/** Which ids and names of a service exist: those that its listings return, and those of the account's own resources. */

import type { OperationModel, ServiceModel } from '../../aws/models/service-model.ts';
import { requiredMembers } from '../../wire/structure.ts';
import type { World } from '../world/world.ts';
import { generatedElement, generatedOutput } from './generated-element.ts';
import { generatedIds, generatingFor, isInUse } from './generated-ids.ts';
import { isOwn } from './own-resources.ts';
import { bareId, outputList, type ReadRequest } from './read-request.ts';
import { kebab } from './resource-origin.ts';

type Scope = Pick<ReadRequest, 'service' | 'context'>;

export function isExisting(scope: Scope, value: string): boolean {
  const bare = bareId(value);
  return (
    isNumbered(scope, bare) ||
    isForeign(scope, value) ||
    isOwn(scope.context, value, bare) ||
    shownTexts(scope).has(value) ||
    shownTexts(scope).has(bare)
  );
}

/** `cluster-2`, where there are two clusters. Nested listings have their parent in the name. */
function isNumbered(scope: Scope, bare: string): boolean {
  const [, name = '', number = ''] = /^(.+)-([1-9])$/.exec(bare) ?? [];
  if (name === '' || !isInUse(scope)) return false;
  const isKind = kindsOf(scope.service).some(
    (kind) => name === kind || name.startsWith(`${kind}-`),
  );
  return isKind && Number(number) <= generatedIds(scope, name).length;
}

/** ARNs of other services: whether they exist is not this service's to say. */
function isForeign({ service, context }: Scope, value: string): boolean {
  if (!value.startsWith('arn:')) return false;
  const { origin } = generatingFor({ service, context });
  return value.split(':')[2] !== origin.service;
}

const kinds = new WeakMap<ServiceModel, readonly string[]>();

/** The kinds of resources that a service lists or describes. */
function kindsOf(service: ServiceModel): readonly string[] {
  const known = kinds.get(service);
  if (known) return known;
  const nouns = [...service.operations.values()].flatMap((operation) => {
    const list = outputList(operation);
    return list ? [kebab(list.noun)] : [];
  });
  const found = [...new Set(nouns)];
  kinds.set(service, found);
  return found;
}

const shown = new WeakMap<World, Map<string, ReadonlySet<string>>>();

/** All texts in the listings that require no parent. */
function shownTexts(scope: Scope): ReadonlySet<string> {
  const { world, caller, region } = scope.context;
  const key = `${scope.service.name} ${caller.accountId} ${region}`;
  const ofWorld = shown.get(world) ?? new Map<string, ReadonlySet<string>>();
  shown.set(world, ofWorld);
  const known = ofWorld.get(key);
  if (known) return known;
  const texts = new Set<string>();
  for (const operation of scope.service.operations.values()) {
    for (const element of listingOf(scope, operation)) collectTexts(element, texts);
  }
  ofWorld.set(key, texts);
  return texts;
}

/** Cognito requires the size of a page. */
const namesNoParent = /account|^max(results|items)$/i;

function listingOf(scope: Scope, operation: OperationModel): readonly unknown[] {
  if (!/^(List|Describe|Get)/.test(operation.name)) return [];
  if (requiredMembers(operation).some((name) => !namesNoParent.test(name))) return [];
  const list = outputList(operation);
  if (list) {
    return generatedIds(scope, kebab(list.noun)).map((id) => generatedElement(scope, list, id));
  }
  // CloudFront has its lists in a structure.
  return operation.name.startsWith('List')
    ? [generatedOutput({ ...scope, operation, input: {} })]
    : [];
}

function collectTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (Array.isArray(value)) for (const one of value) collectTexts(one, texts);
  else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const one of Object.values(value)) collectTexts(one, texts);
  }
}
