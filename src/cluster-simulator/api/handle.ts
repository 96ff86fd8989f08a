/** Handles one request to the API: authenticates, authorizes and performs it. */

import type { Cluster } from '../cluster.ts';
import type { NewObject } from '../object.ts';
import { ApiError, badRequest, failure, type Status } from '../status.ts';
import { type ClusterUser, createAuthenticator } from '../tokens.ts';
import { accessReviewPath, reviewAccess } from './access-review.ts';
import { type AccessAttempt, createAuthorizer, refusal } from './authorize.ts';
import { discover } from './discovery.ts';
import type { ApiFaults } from './faults.ts';
import {
  type ApiRequest,
  type ApiResponse,
  json,
  parseResourcePath,
  type ResourcePath,
  type Verb,
  verbOf,
} from './request.ts';
import type { Verbs } from './verbs.ts';

export type ApiHandler = (request: ApiRequest) => ApiResponse | 'lost';

export interface HandleNeeds {
  readonly cluster: Cluster;
  readonly verbs: Verbs;
  readonly faults: ApiFaults;
  /** Called for every call on a resource. */
  readonly count: (call: string) => void;
  readonly onBug: (error: unknown) => void;
}

export function createHandle({ cluster, verbs, faults, count, onBug }: HandleNeeds): ApiHandler {
  const authenticate = createAuthenticator(cluster);
  const authorize = createAuthorizer(cluster.store);

  const onResource = (
    request: ApiRequest,
    resourcePath: ResourcePath,
    user: ClusterUser,
  ): ApiResponse | 'lost' => {
    const verb = verbOf(request, resourcePath);
    if (!verb) throw methodNotAllowed(request);
    const attempt = attemptOf(verb, resourcePath);
    count(`${verb} ${attempt.resource}`);
    const body = readBody(request);
    const loss = faults.apply({
      verb,
      resource: resourcePath.resource.plural,
      namespace: resourcePath.namespace,
      name: resourcePath.name ?? (body as NewObject | undefined)?.metadata?.name,
    });
    if (loss?.lose === 'request') return 'lost';
    if (!authorize(user, attempt)) throw refusal(user, resourcePath.resource, attempt);
    const response = verbs.perform({
      verb,
      resourcePath: resourcePath,
      query: request.query,
      body,
      contentType: request.headers['content-type'] ?? '',
    });
    return loss ? 'lost' : response;
  };
  const answer = (request: ApiRequest): ApiResponse | 'lost' => {
    const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
    const user = scheme?.toLowerCase() === 'bearer' ? authenticate(token) : undefined;
    if (!user) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
    const resourcePath = parseResourcePath(request.path);
    if (resourcePath) return onResource(request, resourcePath, user);
    if (request.path === accessReviewPath && request.method === 'POST') {
      return json(201, reviewAccess(authorize, user, readBody(request)));
    }
    const call = request.method === 'GET' ? discover(request.path) : undefined;
    if (call) return json(200, call);
    throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
  };
  return (request) => {
    try {
      return answer(request);
    } catch (error) {
      if (error instanceof ApiError) return refused(error.status);
      onBug(error);
      return refused(failure(500, 'InternalError', 'The simulated cluster has a bug.'));
    }
  };
}

function attemptOf(
  verb: Verb,
  { resource, namespace, name, subresource }: ResourcePath,
): AccessAttempt {
  const { plural, group } = resource;
  const path = subresource === undefined ? plural : `${plural}/${subresource}`;
  return { verb, group, resource: path, namespace, name };
}

function readBody({ body, headers }: ApiRequest): unknown {
  if (body === '') return undefined;
  const type = headers['content-type'] ?? 'application/json';
  if (!/json/.test(type)) {
    const message = `the body of the request was in an unknown format - accepted media types include: application/json`;
    throw new ApiError(415, 'UnsupportedMediaType', message);
  }
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('the object provided is unrecognized: it is not JSON');
  }
}

function methodNotAllowed({ method }: ApiRequest): ApiError {
  const message = `the server does not allow this method on the requested resource: ${method}`;
  return new ApiError(405, 'MethodNotAllowed', message);
}

function refused(status: Status): ApiResponse {
  const seconds = status.details?.retryAfterSeconds;
  const response = json(status.code ?? 500, status);
  if (seconds === undefined) return response;
  return { ...response, headers: { ...response.headers, 'retry-after': `${seconds}` } };
}
