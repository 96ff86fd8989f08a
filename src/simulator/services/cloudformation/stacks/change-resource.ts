/** One resource of a stack: created, updated or removed through its provider, with events. */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { World } from '../../../world/world.ts';
import { uuid } from '../../events/event.ts';
import type {
  ProvidedResource,
  ProviderAccess,
  ResourceProvider,
  ResourceTag,
} from '../providers/provider.ts';
import { providers } from '../providers/provider-table.ts';
import { TemplateError } from '../template/template-error.ts';
import type { TemplateMembers } from '../template/value.ts';
import { resourceTags } from './plan-changes.ts';
import type { StackDeployment } from './stack-deployment.ts';
import { addEvent, type StackDefinition, type StackResource } from './state.ts';
import type { Steps } from './steps.ts';

/** A resource did not change; its event has the reason. */
export class ResourceFailure extends Error {
  readonly id: string;

  constructor(id: string, reason: string) {
    super(reason);
    this.id = id;
  }
}

const stepMs = 1_000;

export interface TargetResource {
  readonly id: string;
  readonly type: string;
  /** Evaluated when the resources that it depends on exist. */
  readonly evaluate: () => TemplateMembers;
  readonly definition: StackDefinition;
  readonly deletionPolicy: string;
}

/** `exists` is called for a resource whose creation has not succeeded, or not yet. */
export function* createResource(
  deployment: StackDeployment,
  target: TargetResource,
  exists: (partial: StackResource) => void,
): Steps<StackResource> {
  const imported = yield* importResource(deployment, target);
  return imported ?? (yield* apply(deployment, target, { verb: 'CREATE', exists }));
}

/**
 * An import changes nothing about the resource: properties that differ take effect with their next change.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
function* importResource(
  { world, stack, accessAt, importsExisting = false }: StackDeployment,
  target: TargetResource,
): Steps<StackResource | undefined> {
  if (!importsExisting) return undefined;
  let now = yield 0;
  const found = findExisting(target, accessAt(now));
  if (!found) return undefined;
  const { id, type, definition, deletionPolicy } = target;
  const { physicalId, attributes, properties } = found;
  const event = { logicalId: id, type, physicalId, properties };
  addEvent(world, stack, { ...event, status: 'IMPORT_IN_PROGRESS', at: now });
  now = yield stepMs;
  const status = importComplete;
  addEvent(world, stack, { ...event, status, at: now });
  const tags = resourceTags(definition.tags, properties);
  return {
    id,
    type,
    physicalId,
    properties,
    tags,
    attributes,
    status,
    changedAt: now,
    deletionPolicy,
  };
}

export const importComplete = 'IMPORT_COMPLETE';

/** Properties that cannot be evaluated fail the creation that follows. */
function findExisting({ type, evaluate, deletionPolicy }: TargetResource, access: ProviderAccess) {
  if (!isRetained(deletionPolicy)) return undefined;
  try {
    const properties = evaluate();
    const request = { access, type, properties, tags: [], generateName: () => '' };
    const found = providers.get(type)?.findExisting?.(request);
    return found && { ...found, properties };
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

function isRetained(deletionPolicy: string): boolean {
  return deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate';
}

export function* updateResource(
  deployment: StackDeployment,
  target: TargetResource,
  before: StackResource,
): Steps<StackResource> {
  return yield* apply(deployment, target, { verb: 'UPDATE', before });
}

interface Application {
  readonly verb: 'CREATE' | 'UPDATE';
  /** Before an update. */
  readonly before?: StackResource;
  readonly exists?: (partial: StackResource) => void;
}

function* apply(
  deployment: StackDeployment,
  target: TargetResource,
  { verb, before, exists }: Application,
): Steps<StackResource> {
  const { id, type, definition, deletionPolicy } = target;
  const known = { logicalId: id, type, physicalId: before?.physicalId ?? '' };
  let now = yield 0;
  addEvent(deployment.world, deployment.stack, {
    ...known,
    status: `${verb}_IN_PROGRESS`,
    at: now,
  });
  let isOver = false;
  try {
    now = yield stepMs;
    const properties = target.evaluate();
    const tags = resourceTags(definition.tags, properties);
    const { physicalId, attributes } = yield* provide(deployment, {
      target,
      properties,
      tags,
      before,
      exists,
    });
    now = yield 0;
    isOver = true;
    const status = `${verb}_COMPLETE`;
    const event = { ...known, physicalId, properties, at: now };
    addEvent(deployment.world, deployment.stack, { ...event, status });
    return {
      id,
      type,
      physicalId,
      properties,
      tags,
      attributes,
      status,
      changedAt: now,
      deletionPolicy,
    };
  } catch (error) {
    isOver = true;
    now = yield 0;
    const reason = reasonOf(deployment.world, type, error);
    const status = `${verb}_FAILED`;
    addEvent(deployment.world, deployment.stack, { ...known, status, reason, at: now });
    throw new ResourceFailure(id, reason);
  } finally {
    if (!isOver) {
      const reason = `Resource ${verb === 'CREATE' ? 'creation' : 'update'} cancelled`;
      addEvent(deployment.world, deployment.stack, {
        ...known,
        status: `${verb}_FAILED`,
        reason,
        at: now,
      });
    }
  }
}

interface Provision {
  readonly target: TargetResource;
  /** Evaluated. */
  readonly properties: TemplateMembers;
  readonly tags: readonly ResourceTag[];
  readonly before: StackResource | undefined;
  readonly exists: ((partial: StackResource) => void) | undefined;
}

function* provide(
  deployment: StackDeployment,
  { target, properties, tags, before, exists }: Provision,
): Steps<ProvidedResource> {
  const { id, type, deletionPolicy } = target;
  const generateName = namer(deployment, id);
  const stepped = deployment.steppedProvider(type);
  if (stepped) {
    const changedAt = yield 0;
    const partial = { id, type, properties, tags, attributes: {}, changedAt, deletionPolicy };
    const request = {
      deployment,
      id,
      type,
      properties,
      tags,
      generateName,
      exists: (physicalId: string) =>
        exists?.({ ...partial, physicalId, status: 'CREATE_IN_PROGRESS' }),
    };
    return yield* before ? stepped.update(request, before) : stepped.create(request);
  }
  const provider = providerOf(type, properties);
  const access = deployment.accessAt(yield 0);
  const request = { access, type, properties, tags, generateName };
  return before ? provider.update(request, before) : provider.create(request);
}

/** A resource that is gone already counts as removed. */
export function* removeResource(
  deployment: StackDeployment,
  resource: StackResource,
): Steps<boolean> {
  const { world, stack, accessAt } = deployment;
  const { id, type, physicalId } = resource;
  const event = { logicalId: id, type, physicalId };
  const isKept = isRetained(resource.deletionPolicy);
  let now = yield 0;
  if (isKept) {
    addEvent(world, stack, { ...event, status: 'DELETE_SKIPPED', at: now });
    return true;
  }
  addEvent(world, stack, { ...event, status: 'DELETE_IN_PROGRESS', at: now });
  now = yield stepMs;
  try {
    const stepped = deployment.steppedProvider(type);
    if (stepped) yield* stepped.remove(deployment, resource);
    else providers.get(type)?.remove(accessAt(now), resource);
    now = yield 0;
  } catch (error) {
    now = yield 0;
    if (!isGone(error)) {
      const reason = reasonOf(world, type, error);
      addEvent(world, stack, { ...event, status: 'DELETE_FAILED', reason, at: now });
      return false;
    }
  }
  addEvent(world, stack, { ...event, status: 'DELETE_COMPLETE', at: now });
  return true;
}

function isGone(error: unknown): boolean {
  return error instanceof AwsError && /NotFound|NoSuch|DoesNotExist|NonExistent/.test(error.code);
}

function providerOf(type: string, properties: TemplateMembers): ResourceProvider {
  const provider = providers.get(type);
  if (!provider) throw new TemplateError(`The simulator does not know ${type} in a stack yet.`);
  const unknown = Object.keys(properties).find((name) => !provider.properties.includes(name));
  if (unknown === undefined) return provider;
  throw new TemplateError(`The simulator does not know the property ${unknown} of ${type} yet.`);
}

const nameCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `stack-resource-1A2B3C4D5E6F`, with the names shortened to fit. */
function namer({ world, stack }: StackDeployment, id: string) {
  return (maxLength: number): string => {
    const suffix = world.random.text(nameCharacters, 12);
    const room = Math.max(2, maxLength - suffix.length - 2);
    const ofStack = stack.name.slice(0, Math.max(Math.floor(room / 2), room - id.length));
    return `${ofStack}-${id.slice(0, room - ofStack.length)}-${suffix}`;
  };
}

function reasonOf(world: World, type: string, error: unknown): string {
  if (error instanceof TemplateError) return error.message;
  if (!(error instanceof AwsError)) throw error;
  if (error.code === 'AlreadyExistsException') return error.message;
  const isDenied = /AccessDenied|Unauthorized/.test(error.code);
  const code = isDenied ? 'AccessDenied' : 'GeneralServiceException';
  const service = type.split('::')[1];
  return `Resource handler returned message: "${error.message} (Service: ${service}, Status Code: ${error.detail.status ?? 400})" (RequestToken: ${uuid(world.random)}, HandlerErrorCode: ${code})`;
}
