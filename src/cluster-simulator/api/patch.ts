/**
 * Patches: JSON merge patch, and the strategic merge patch that kubectl creates, which merges lists of named elements
 * by their key. https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */

import { ApiError, badRequest, unsupported } from '../status.ts';

type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

/** `contentType` is the kind of patch. Throws for kinds that the cluster does not support. */
export function applyPatch(object: JsonObject, patch: Json, contentType: string): JsonObject {
  if (!isObject(patch)) throw badRequest('the patch is not an object');
  switch (contentType.split(';')[0]?.trim()) {
    case 'application/merge-patch+json':
      return mergePatch(object, patch);
    case 'application/strategic-merge-patch+json':
      return strategicPatch(object, patch);
    case 'application/apply-patch+yaml':
    case 'application/json-patch+json':
      throw unsupported(`patches of type ${contentType}`);
    default:
      throw new ApiError(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format: ${contentType}`,
      );
  }
}

function mergePatch(object: JsonObject, patch: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...object };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (isObject(value)) result[name] = mergePatch(asObject(result[name]), value);
    else result[name] = value;
  }
  return result;
}

/** The field that identifies elements of a list; other lists are replaced as a whole. */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
  ports: 'containerPort',
  imagePullSecrets: 'name',
  secrets: 'name',
  conditions: 'type',
  ownerReferences: 'uid',
};

function strategicPatch(object: JsonObject, patch: JsonObject): JsonObject {
  if (patch.$patch === 'delete') return {};
  const { $patch, $retainKeys, ...changes } = patch;
  const isReplaced = $patch === 'replace';
  const result: Record<string, Json> = isReplaced ? {} : { ...object };
  for (const [name, value] of Object.entries(changes)) {
    // The order of the list is kept as it comes.
    if (name.startsWith('$setElementOrder/')) continue;
    const [, shortened] = /^\$deleteFromPrimitiveList\/(.+)$/.exec(name) ?? [];
    if (shortened !== undefined) result[shortened] = without(result[shortened], value);
    else if (value === null) delete result[name];
    else result[name] = changed(name, result[name], value);
  }
  return Array.isArray($retainKeys) ? retainKeys(result, $retainKeys) : result;
}

function changed(name: string, before: Json, value: Json): Json {
  if (isObject(value)) return strategicPatch(asObject(before), value);
  const key = mergeKeys[name];
  if (!Array.isArray(value) || !value.every(isObject)) {
    return name === 'finalizers' ? [...new Set([...asList(before), ...asList(value)])] : value;
  }
  return key === undefined ? value : mergeList(asList(before).filter(isObject), value, key);
}

function mergeList(before: readonly JsonObject[], patches: readonly JsonObject[], key: string) {
  if (patches.some(({ $patch }) => $patch === 'replace')) {
    return patches.filter(({ $patch }) => $patch !== 'replace');
  }
  const items = new Map(before.map((item) => [item[key], item]));
  for (const patch of patches) {
    const id = patch[key];
    if (patch.$patch === 'delete') items.delete(id);
    else items.set(id, strategicPatch(items.get(id) ?? {}, patch));
  }
  return [...items.values()];
}

function without(list: Json, removed: Json): Json {
  return asList(list).filter((item) => !asList(removed).includes(item));
}

function retainKeys(object: JsonObject, keys: readonly Json[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => keys.includes(name)));
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
