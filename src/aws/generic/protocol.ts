/** Turns the calls of a service into HTTP requests, and responses into values, with the codecs of the SDK. */

import { createDefaultUserAgentProvider } from '@aws-sdk/core/client';
import * as awsProtocols from '@aws-sdk/core/protocols';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { operation as toOperationSchema } from '@smithy/core/schema';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { parseUrl } from '@smithy/core/transport';
import { streamCollector } from '@smithy/node-http-handler';
import {
  type EndpointV2,
  type $OperationSchema as OperationSchema,
  SMITHY_CONTEXT_KEY,
} from '@smithy/types';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Protocol, ServiceModel } from '../models/service-model.ts';
import type { ServiceEndpoint } from './endpoint.ts';
import { errorRegistry } from './errors.ts';

/** A service on the wire. */
export interface ServiceProtocol {
  /** Throws a `FlotillaError` for an operation that the model does not have, or that has an endpoint of its own. */
  operation(name: string): OperationSchema;
  serialize(
    operation: OperationSchema,
    input: object,
    endpoint: Omit<ServiceEndpoint, 'signingRegion'>,
  ): Promise<HttpRequest>;
  /** Throws the errors of the service, named as AWS names them. */
  deserialize(operation: OperationSchema, response: HttpResponse): Promise<object>;
}

/** The part of the SDK's protocol classes that is used here. */
interface Codec {
  setSerdeContext(context: object): void;
  serializeRequest(
    operation: OperationSchema,
    input: object,
    context: object,
  ): Promise<HttpRequest>;
  deserializeResponse(
    operation: OperationSchema,
    context: object,
    response: HttpResponse,
  ): Promise<object>;
}

type CodecClass = new (settings: object) => Codec;

const codecClasses = {
  'json1.0': awsProtocols.AwsJson1_0Protocol,
  'json1.1': awsProtocols.AwsJson1_1Protocol,
  query: awsProtocols.AwsQueryProtocol,
  ec2: awsProtocols.AwsEc2QueryProtocol,
  'rest-json': awsProtocols.AwsRestJsonProtocol,
  'rest-xml': awsProtocols.AwsRestXmlProtocol,
  cbor: awsProtocols.AwsSmithyRpcV2CborProtocol,
} as unknown as Readonly<Record<Protocol, CodecClass>>;

/** Operations with an endpoint of their own: the service's endpoint would return something else, without an error. */
const elsewhere: ReadonlySet<string> = new Set([
  's3:ListDirectoryBuckets',
  's3:WriteGetObjectResponse',
]);

const serde = {
  base64Decoder: fromBase64,
  base64Encoder: toBase64,
  utf8Decoder: fromUtf8,
  utf8Encoder: toUtf8,
  bodyLengthChecker: calculateBodyLength,
  streamCollector,
  urlParser: parseUrl,
};

export function serviceProtocol(model: ServiceModel): ServiceProtocol {
  const codecs = { onAws: codecOf(model, false), elsewhere: codecOf(model, true) };
  const operations = new Map<string, OperationSchema>();
  const agent = userAgent(model);
  const isJson = model.protocol.startsWith('json1');
  return {
    operation(name) {
      const known = operations.get(name) ?? operationOf(model, name);
      operations.set(name, known);
      return known;
    },
    async serialize(operation, input, { url, hasHostPrefix }) {
      const codec = hasHostPrefix ? codecs.onAws : codecs.elsewhere;
      const endpoint = async (): Promise<EndpointV2> => ({ url });
      // The CBOR protocol has both in its path.
      const names = { service: model.serviceTarget ?? model.sdkId, operation: operation.name };
      const context = { ...serde, endpoint, [SMITHY_CONTEXT_KEY]: names };
      const request = await codec.serializeRequest(operation, input, context);
      // With a text, Node writes head and body at once; the codec's bytes would be a second write.
      if (isJson && request.body instanceof Uint8Array) request.body = String(toUtf8(request.body));
      const { headers, body, hostname, port } = request;
      headers.host ??= port === undefined ? hostname : `${hostname}:${port}`;
      headers['user-agent'] = await agent;
      const length = body === undefined ? undefined : calculateBodyLength(body);
      if (length !== undefined) headers['content-length'] ??= String(length);
      return request;
    },
    deserialize: (operation, response) =>
      codecs.onAws.deserializeResponse(operation, serde, response),
  };
}

function codecOf(model: ServiceModel, disableHostPrefix: boolean): Codec {
  const codec = new codecClasses[model.protocol]({
    defaultNamespace: model.namespace,
    errorTypeRegistries: [errorRegistry(model)],
    xmlNamespace: model.xmlNamespace,
    version: model.version,
    serviceTarget: model.serviceTarget,
    awsQueryCompatible: model.awsQueryCompatible,
  });
  codec.setSerdeContext({ ...serde, disableHostPrefix });
  return codec;
}

function operationOf(model: ServiceModel, name: string): OperationSchema {
  const found = model.operations.get(name);
  if (!found) {
    throw new FlotillaError(
      'InvalidInput',
      `${model.sdkId} has no operation "${name}" in the extracted models`,
    );
  }
  if (elsewhere.has(`${model.name}:${name}`)) {
    throw new FlotillaError(
      'InvalidInput',
      `${name} has an endpoint of its own; call it with the service's own client`,
    );
  }
  const [, namespace, , traits, input, output] = found.schema;
  return toOperationSchema(namespace, name, traits, input, output) as OperationSchema;
}

/** CloudTrail shows it, with the application id: https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html */
async function userAgent({ sdkId, version }: ServiceModel): Promise<string> {
  const provider = createDefaultUserAgentProvider({
    serviceId: sdkId.toLowerCase(),
    clientVersion: version,
  });
  const parts = await provider({ userAgentAppId: async () => 'flotilla' } as never);
  return parts.map(([name, value]) => userAgentPart(name, value)).join(' ');
}

/** Not allowed in a part of a user agent. */
const unsafe = /[^\w!#$%&'*+.^`|~-]/g;

function userAgentPart(name: string, value = ''): string {
  const [kind = '', ...rest] = name.split('/').map((part) => part.replace(unsafe, '_'));
  const named = [kind, ...rest].join('/');
  if (value === '') return named;
  return `${named}${rest.length > 0 ? '#' : '/'}${value.replace(unsafe, '_')}`;
}
