/** The effect of each verb on each resource, after authorization. */

import * as z from 'zod';
import type { FieldValidation } from '../admission/admit.ts';
import { withUsage } from '../admission/quota.ts';
import type { Cluster } from '../cluster.ts';
import { nowText } from '../cluster.ts';
import { evict } from '../controllers/disrupt.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import type { NewObject, Pod, StoredObject } from '../object.ts';
import {
  createObject,
  defaultPropagation,
  deleteObject,
  getObject,
  type ResourceScope,
  replaceObject,
  type WriteOptions,
} from '../operations.ts';
import { parseFieldSelector, parseLabelSelector, type Selection } from '../selectors.ts';
import { ApiError, badRequest, type Status, unsupported } from '../status.ts';
import { issueToken } from '../tokens.ts';
import { type Lister, listText, textOf } from './list.ts';
import { applyPatch } from './patch.ts';
import { readLog } from './pod-log.ts';
import { type ApiResponse, json, type ResourcePath, type Verb } from './request.ts';
import type { Watches } from './watch.ts';

export interface VerbsNeeds {
  readonly cluster: Cluster;
  readonly lister: Lister;
  readonly watches: Watches;
  readonly kubelet: Kubelet;
}

interface VerbRequest {
  readonly verb: Verb;
  readonly resourcePath: ResourcePath;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly contentType: string;
}

export interface Verbs {
  /** Throws an `ApiError` for a refused request. */
  perform(request: VerbRequest): ApiResponse;
}

export function createVerbs(needs: VerbsNeeds): Verbs {
  return {
    perform: (request) =>
      request.resourcePath.subresource === undefined ||
      request.resourcePath.subresource === 'status'
        ? performers[request.verb](needs, request)
        : performSubresource(needs, request),
  };
}

type Perform = (needs: VerbsNeeds, request: VerbRequest) => ApiResponse;

const performers: Readonly<Record<Verb, Perform>> = {
  get: (needs, { resourcePath }) =>
    objectResponse(needs, getObject(needs.cluster, resourcePath, nameOf(resourcePath))),
  list: ({ cluster, lister }, { resourcePath, query }) => {
    const { resource } = resourcePath;
    const page = lister.list({ resource, selection: selectionOf(resourcePath, query), query });
    const items =
      resource.plural === 'resourcequotas'
        ? page.items.map((one) => withUsage(cluster, one))
        : page.items;
    return text(200, listText(resource, { ...page, items }));
  },
  watch: ({ watches }, { resourcePath, query }) =>
    watches.open({
      resource: resourcePath.resource,
      selection: selectionOf(resourcePath, query),
      query,
    }),
  create: ({ cluster }, { resourcePath, query, body }) => {
    const created = createObject(cluster, resourcePath, objectOf(body), writeOptions(query));
    return text(201, textOf(created));
  },
  update: ({ cluster }, { resourcePath, query, body }) => {
    const object = objectOf(body);
    if (object.metadata?.name !== resourcePath.name) {
      throw badRequest('the name of the object does not match the name on the URL');
    }
    return text(
      200,
      textOf(replaceObject(cluster, partOf(resourcePath), object, writeOptions(query))),
    );
  },
  patch: ({ cluster }, { resourcePath, query, body, contentType }) => {
    const previous = getObject(cluster, resourcePath, nameOf(resourcePath));
    const patched = applyPatch(previous, body, contentType) as NewObject;
    return text(
      200,
      textOf(replaceObject(cluster, partOf(resourcePath), patched, writeOptions(query))),
    );
  },
  delete: ({ cluster }, { resourcePath, query, body }) => {
    const options = deleteOptions(query, body);
    const name = nameOf(resourcePath);
    const deleted = deleteObject(cluster, resourcePath, name, options);
    const isGone = !cluster.store.get(resourcePath.resource.plural, resourcePath.namespace, name);
    const response = isGone
      ? json(200, success(resourcePath, deleted))
      : text(200, textOf(deleted));
    return options.propagationPolicy ? response : warned(response, resourcePath);
  },
  deletecollection: ({ cluster }, { resourcePath, query, body }) => {
    const options = deleteOptions(query, body);
    const items = cluster.store.list(
      resourcePath.resource.plural,
      selectionOf(resourcePath, query),
    );
    for (const { metadata } of items) {
      deleteObject(
        cluster,
        { ...resourcePath, namespace: metadata.namespace },
        metadata.name,
        options,
      );
    }
    const page = { revision: cluster.store.revision(), items, next: undefined, remaining: 0 };
    return text(200, listText(resourcePath.resource, page));
  },
};

/** Subresources of one object. */
function performSubresource(
  { cluster, kubelet }: VerbsNeeds,
  { verb, resourcePath, query, body }: VerbRequest,
): ApiResponse {
  const object = getObject(cluster, resourcePath, nameOf(resourcePath));
  const what = `${verb} ${resourcePath.subresource}`;
  switch (what) {
    case 'get log':
      return readLog(kubelet, object as Pod, query);
    case 'create eviction':
      evict(cluster, object as Pod);
      return json(201, success(resourcePath, object));
    case 'create token':
      return json(201, requestToken(cluster, object, body));
    default:
      throw unsupported(what);
  }
}

function objectResponse({ cluster }: VerbsNeeds, object: StoredObject): ApiResponse {
  const isQuota = object.kind === 'ResourceQuota';
  return text(200, textOf(isQuota ? withUsage(cluster, object) : object));
}

function text(code: number, body: string): ApiResponse {
  return { code, headers: { 'content-type': 'application/json' }, body };
}

function nameOf({ name }: ResourcePath): string {
  if (name === undefined) throw new ApiError(405, 'MethodNotAllowed', 'name is required');
  return name;
}

function partOf(
  resourcePath: ResourcePath,
): ResourceScope & { readonly part: 'status' | undefined } {
  return { ...resourcePath, part: resourcePath.subresource === 'status' ? 'status' : undefined };
}

function selectionOf({ resource, namespace }: ResourceScope, query: URLSearchParams): Selection {
  return {
    namespace,
    labels: parseLabelSelector(query.get('labelSelector') ?? ''),
    fields: parseFieldSelector(query.get('fieldSelector') ?? '', resource),
  };
}

function objectOf(body: unknown): NewObject {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject) throw badRequest('the body of the request is not an object');
  return body as NewObject;
}

const validations: readonly string[] = ['Strict', 'Warn', 'Ignore'];

function writeOptions(query: URLSearchParams): WriteOptions {
  const validation = query.get('fieldValidation') ?? 'Strict';
  if (!validations.includes(validation)) {
    throw badRequest(`fieldValidation: Unsupported value: "${validation}"`);
  }
  return {
    fieldValidation: validation as FieldValidation,
    isDryRun: isDryRun(query.getAll('dryRun')),
  };
}

function isDryRun(submitted: readonly string[]): boolean {
  const wrong = submitted.find((one) => one !== 'All');
  if (wrong !== undefined)
    throw badRequest(`dryRun: Unsupported value: "${wrong}": supported values: "All"`);
  return submitted.length > 0;
}

const deleteSchema = z.object({
  gracePeriodSeconds: z.int().min(0).optional(),
  propagationPolicy: z.enum(['Background', 'Foreground', 'Orphan']).optional(),
  preconditions: z
    .object({ uid: z.string().optional(), resourceVersion: z.string().optional() })
    .optional(),
  dryRun: z.array(z.string()).default([]),
});

function deleteOptions(query: URLSearchParams, body: unknown) {
  const inQuery = {
    propagationPolicy: query.get('propagationPolicy') ?? undefined,
    gracePeriodSeconds: query.has('gracePeriodSeconds')
      ? Number(query.get('gracePeriodSeconds'))
      : undefined,
    dryRun: query.getAll('dryRun'),
  };
  const parsed = deleteSchema.safeParse(body ?? inQuery);
  if (!parsed.success) throw badRequest(`invalid DeleteOptions: ${parsed.error.message}`);
  const { dryRun, preconditions, ...options } = parsed.data;
  return {
    ...options,
    isDryRun: isDryRun(dryRun),
    preconditions: preconditions as { uid?: string; resourceVersion?: string } | undefined,
  };
}

function success(
  { resource, name = '' }: ResourcePath,
  { metadata: { uid } }: StoredObject,
): object {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };
  const { group, plural } = resource;
  return { ...status, details: { name, ...(group !== '' && { group }), kind: plural, uid } };
}

/** A client that deletes a Job without a propagation policy is warned that its pods remain. */
function warned(response: ApiResponse, { resource }: ResourcePath): ApiResponse {
  if (defaultPropagation(resource) !== 'Orphan') return response;
  const warning =
    '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"';
  return { ...response, headers: { ...response.headers, warning } };
}

const tokenRequestSchema = z.looseObject({
  spec: z
    .object({
      audiences: z.array(z.string()).nullish(),
      expirationSeconds: z.int().min(600).nullish(),
    })
    .default({}),
});

function requestToken(cluster: Cluster, { metadata }: StoredObject, body: unknown): object {
  const request = tokenRequestSchema.safeParse(body ?? {});
  if (!request.success) throw badRequest(`invalid TokenRequest: ${request.error.message}`);
  const { audiences, expirationSeconds } = request.data.spec;
  const seconds = expirationSeconds ?? 3_600;
  const token = issueToken(cluster, {
    namespace: metadata.namespace ?? '',
    serviceAccount: metadata.name,
    audience: audiences?.[0],
    expirationSeconds: seconds,
  });
  const expires = new Date(cluster.clock.now() + seconds * 1000).toISOString();
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      creationTimestamp: nowText(cluster),
    },
    spec: { audiences, expirationSeconds: seconds },
    status: { token, expirationTimestamp: expires },
  };
}
