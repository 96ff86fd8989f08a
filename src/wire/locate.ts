/** Determines the service and protocol of a request before its body is read. */

import type { Protocol, ServiceModel } from '../aws/models/service-model.ts';
import { cborPath } from './cbor-rpc.ts';
import type { Directory } from './directory.ts';
import { parameter } from './form.ts';
import { targetOf } from './json-rpc.ts';
import type { Credential, WireRequest } from './message.ts';
import { formOf, isForm } from './query.ts';
import { findRoute, type Route, routesOf } from './routes.ts';
import { isS3Host } from './s3-addressing.ts';

export interface LocatedService {
  /** Undefined when the gateway does not have the service. */
  readonly service: ServiceModel | undefined;
  /** The service's name in the request. */
  readonly name: string;
  readonly protocol: Protocol;
}

export function locate(
  request: WireRequest,
  credential: Credential | undefined,
  directory: Directory,
): LocatedService {
  const signingName = credential?.signingName;
  return (
    byTarget(request, signingName, directory) ??
    byCborPath(request, signingName, directory) ??
    byAction(request, signingName, directory) ??
    byRoute(request, signingName, directory)
  );
}

/** Whether the operation is named beside the input, not derived from method, path and headers. */
export function isRpc(request: WireRequest): boolean {
  const { headers } = request;
  return 'x-amz-target' in headers || 'smithy-protocol' in headers || isForm(request);
}

type Locate = (
  request: WireRequest,
  signingName: string | undefined,
  directory: Directory,
) => LocatedService | undefined;

const byTarget: Locate = ({ headers }, signingName, directory) => {
  const target = targetOf(headers);
  if (!target) return undefined;
  const service = directory.find(signingName, (model) => model.serviceTarget === target.prefix);
  const protocol = headers['content-type']?.endsWith('1.0') ? 'json1.0' : 'json1.1';
  return { service, name: signingName ?? target.prefix, protocol };
};

const byCborPath: Locate = ({ headers, path }, signingName, directory) => {
  const found = cborPath(path);
  if (!found || headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined;
  const service = directory.find(signingName, (model) => model.serviceTarget === found.service);
  return { service, name: signingName ?? found.service, protocol: 'cbor' };
};

/** Forms, and the old style of `?Action=…` in the URI. For a REST service such a parameter has no meaning. */
const byAction: Locate = (request, signingName, directory) => {
  if (!isForm(request) && !/(?:^|&)Action=/.test(request.query)) return undefined;
  const form = formOf(request);
  const action = parameter(form, 'Action');
  if (action === undefined) return undefined;
  const version = parameter(form, 'Version');
  const speaksQuery = (model: ServiceModel) => queryDialect(model) !== undefined;
  const service =
    signingName === undefined
      ? directory.find(
          undefined,
          (model) =>
            speaksQuery(model) && model.version === version && model.operations.has(action),
        )
      : // Two generations may share a signing name (Elastic Load Balancing's): their versions distinguish them.
        (directory.find(signingName, (model) => speaksQuery(model) && model.version === version) ??
        directory.find(signingName, speaksQuery));
  if (!service && directory.find(signingName, isRest)) return undefined;
  const protocol = (service && queryDialect(service)) ?? 'query';
  return { service, name: signingName ?? `API version ${version}`, protocol };
};

function byRoute(
  request: WireRequest,
  signingName: string | undefined,
  directory: Directory,
): LocatedService {
  const host = request.headers.host ?? '';
  const requested = signingName ?? (isS3Host(host) ? 's3' : (host.split('.')[0] ?? ''));
  const first = directory.find(requested, isRest);
  // Two generations of a service may share a signing name (API Gateway's): their paths distinguish them.
  const other = (model: ServiceModel) =>
    model !== first && isRest(model) && hasRoute(model, request);
  const isFirst = first === undefined || matchesRequest(first, request);
  const service =
    (isFirst ? first : (directory.find(requested, other) ?? first)) ??
    // An unsigned request on loopback names no service; only S3 has anonymous REST calls worth serving.
    (signingName === undefined ? directory.find('s3', isRest) : undefined);
  return {
    service,
    name: requested,
    protocol: service?.protocol ?? restDialect(request, requested),
  };
}

/** S3 Control signs as S3, whose paths match anything, and names the account in a header. */
function matchesRequest(model: ServiceModel, request: WireRequest): boolean {
  if (model.name === 's3') return !('x-amz-account-id' in request.headers);
  return hasRoute(model, request);
}

const routes = new WeakMap<ServiceModel, readonly Route[]>();

function hasRoute(model: ServiceModel, request: WireRequest): boolean {
  const known = routes.get(model) ?? routesOf(model);
  routes.set(model, known);
  return findRoute(known, request) !== undefined;
}

function queryDialect(model: ServiceModel): Protocol | undefined {
  if (model.protocol === 'ec2' || model.protocol === 'query') return model.protocol;
  return model.awsQueryCompatible ? 'query' : undefined;
}

function isRest(model: ServiceModel): boolean {
  return model.protocol === 'rest-json' || model.protocol === 'rest-xml';
}

/** For services that are not simulated: the few that respond in XML, for their errors. */
function restDialect({ headers }: WireRequest, name: string): Protocol {
  const isXml = headers['content-type']?.includes('xml') || xmlServices.has(name);
  return isXml ? 'rest-xml' : 'rest-json';
}

const xmlServices: ReadonlySet<string> = new Set(['s3', 'route53', 'cloudfront']);
