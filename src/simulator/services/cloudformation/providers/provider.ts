/** A resource provider: creates, updates and deletes resources of one type through the simulated services. */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { CallContext, RequiredPermission } from '../../../service.ts';
import { membersOf, type TemplateMembers } from '../template/value.ts';

export interface ProviderAccess {
  readonly context: CallContext;
  /** Calls an operation with the permissions of the stack; throws the service's error. */
  readonly call: (service: string, operation: string, input: object) => TemplateMembers;
  /** Throws AccessDenied unless the stack has the permission. */
  readonly permit: (need: RequiredPermission) => void;
}

export interface ResourceTag {
  readonly Key: string;
  readonly Value: string;
}

export interface ResourceRequest {
  readonly access: ProviderAccess;
  readonly type: string;
  /** Evaluated. */
  readonly properties: TemplateMembers;
  /** Those of the stack, overridden by the resource's own. */
  readonly tags: readonly ResourceTag[];
  /** A unique name made from the names of the stack and the resource. */
  readonly generateName: (maxLength: number) => string;
}

export interface ExistingResource {
  /** The value of `Ref`. */
  readonly physicalId: string;
  readonly properties: TemplateMembers;
  readonly tags: readonly ResourceTag[];
}

export interface ProvidedResource {
  readonly physicalId: string;
  /** Values of `Fn::GetAtt`, by name. */
  readonly attributes: TemplateMembers;
}

export interface ResourceProvider {
  /** Every other property is refused by name. */
  readonly properties: readonly string[];
  /** Properties that cannot change: a new value replaces the resource. */
  readonly replacedBy: readonly string[];
  readonly create: (request: ResourceRequest) => ProvidedResource;
  /** Returns the resource that exists under the name in the template. Absent: resources of this type are not imported. */
  readonly findExisting?: (request: ResourceRequest) => ProvidedResource | undefined;
  readonly update: (request: ResourceRequest, before: ExistingResource) => ProvidedResource;
  readonly remove: (access: ProviderAccess, existing: ExistingResource) => void;
}

export function alreadyExists(type: string, identifier: string): AwsError {
  return new AwsError(
    'AlreadyExistsException',
    `Resource of type '${type}' with identifier '${identifier}' already exists.`,
  );
}

export function required(request: ResourceRequest, name: string): unknown {
  const value = request.properties[name];
  if (value !== undefined) return value;
  throw new AwsError(
    'ValidationError',
    `Properties validation failed for resource of type ${request.type} with message: [#: required key [${name}] not found]`,
  );
}

/** Documents are objects in templates and texts in the services. */
export function documentText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Values from parameters are texts. */
export function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

export function booleanOf(value: unknown): boolean {
  return value === true || value === 'true';
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function listOf(value: unknown): readonly TemplateMembers[] {
  return Array.isArray(value) ? value.map(membersOf) : [];
}

/** Keys of tags that the resource had and no longer has. */
export function removedTags(request: ResourceRequest, before: ExistingResource): readonly string[] {
  const kept = new Set(request.tags.map(({ Key }) => Key));
  return before.tags.map(({ Key }) => Key).filter((key) => !kept.has(key));
}

export function tagMap(tags: readonly ResourceTag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
