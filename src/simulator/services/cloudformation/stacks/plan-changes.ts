/** The changes that a new definition makes to the resources of a stack. */

import { isDeepStrictEqual } from 'node:util';
import type { CallContext } from '../../../service.ts';
import type { ProviderAccess, ResourceTag } from '../providers/provider.ts';
import { providers } from '../providers/provider-table.ts';
import { evaluate, type TemplateScope } from '../template/evaluate.ts';
import type { TemplateResource } from '../template/shape.ts';
import { membersOf, type TemplateMembers } from '../template/value.ts';
import { stackScope } from './stack-scope.ts';
import type { PlannedChange, Stack, StackDefinition } from './state.ts';

const knownAfterDeployment = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** `existing`: access by which resources are found that will be imported. Default: none are. */
export function planChanges(
  context: CallContext,
  stack: Pick<Stack, 'id' | 'name' | 'resources'>,
  definition: StackDefinition,
  existing?: ProviderAccess,
): readonly PlannedChange[] {
  const { template } = definition;
  const replaced = new Set<string>();
  const scope = stackScope({
    context,
    stack,
    definition,
    resource: (id) => (replaced.has(id) ? undefined : stack.resources.get(id)),
    unknown: knownAfterDeployment,
  });
  const planned = targetIds(definition, scope).flatMap((id) => {
    const change = changeOf(id, stack, definition, scope, existing);
    if (change?.replaces) replaced.add(id);
    return change ?? [];
  });
  const target = new Set(targetIds(definition, scope));
  const removed = [...stack.resources.values()].filter(({ id }) => !target.has(id));
  evaluate(template.Outputs, { ...scope, condition: () => true });
  return [
    ...planned,
    ...removed.map(({ id, type, physicalId }) => ({
      action: 'Remove' as const,
      id,
      type,
      physicalId,
      replaces: false,
      changed: [],
    })),
  ];
}

/** Logical ids in order, without those whose condition is false. */
export function targetIds(
  { template }: StackDefinition,
  { condition }: TemplateScope,
): readonly string[] {
  return template.order.filter((id) => {
    const { Condition } = template.Resources[id] as TemplateResource;
    return Condition === undefined || condition(Condition);
  });
}

function changeOf(
  id: string,
  { resources }: Pick<Stack, 'resources'>,
  { template, tags }: StackDefinition,
  scope: TemplateScope,
  access: ProviderAccess | undefined,
): PlannedChange | undefined {
  const target = template.Resources[id] as TemplateResource;
  const { Type: type } = target;
  const properties = membersOf(evaluate(target.Properties, scope));
  const existing = resources.get(id);
  if (!existing) {
    const added = { id, type, replaces: false, changed: [] };
    const found = access && importedBy(access, target, properties);
    if (!found) return { action: 'Add', ...added };
    return { action: 'Import', ...added, physicalId: found.physicalId };
  }
  const changed = changedProperties(existing.properties, properties);
  const hasOtherTags = !isDeepStrictEqual(existing.tags, resourceTags(tags, properties));
  const isOtherType = existing.type !== type;
  if (changed.length === 0 && !hasOtherTags && !isOtherType) return undefined;
  const { physicalId } = existing;
  const replaces = isOtherType || isReplacedBy(type, changed);
  return { action: 'Modify', id, type, physicalId, replaces, changed };
}

function importedBy(
  access: ProviderAccess,
  { Type: type, DeletionPolicy }: TemplateResource,
  properties: TemplateMembers,
) {
  if (DeletionPolicy !== 'Retain' && DeletionPolicy !== 'RetainExceptOnCreate') return undefined;
  const request = { access, type, properties, tags: [], generateName: () => '' };
  return providers.get(type)?.findExisting?.(request);
}

export function isReplacedBy(type: string, changed: readonly string[]): boolean {
  const replacing = providers.get(type)?.replacedBy ?? [];
  return changed.some((name) => replacing.includes(name));
}

export function changedProperties(
  before: TemplateMembers,
  after: TemplateMembers,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/** The stack's tags, overridden by the resource's own: a list, or an object for parameters. */
export function resourceTags(
  ofStack: readonly ResourceTag[],
  { Tags }: TemplateMembers,
): readonly ResourceTag[] {
  const own = Array.isArray(Tags)
    ? Tags.map((tag): [string, string] => [String(tag.Key), String(tag.Value)])
    : Object.entries(membersOf(Tags)).map(([key, value]): [string, string] => [key, String(value)]);
  const all = new Map([...ofStack.map(({ Key, Value }): [string, string] => [Key, Value]), ...own]);
  return [...all].map(([Key, Value]) => ({ Key, Value }));
}
