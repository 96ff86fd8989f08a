/**
 * The gateway of the simulator: an HTTP request becomes a `WireCall`, and its result an HTTP response in the protocol
 * of the client.
 */

import {
  type Protocol,
  partitionOf,
  partitions,
  type ServiceModel,
} from '../aws/models/service-model.ts';
import { AwsError } from './aws-error.ts';
import { noBytes } from './bytes.ts';
import { unzipped } from './content-encoding.ts';
import { credentialOf } from './credential.ts';
import { serviceDirectory } from './directory.ts';
import { isRpc, locate } from './locate.ts';
import type { CallHandler, Credential, WireRequest, WireResponse } from './message.ts';
import { speak } from './protocol.ts';
import { isForm } from './query.ts';
import { maxDocumentBytes, maxFormBytes, tooLarge } from './size-limits.ts';
import { unmodelledOperation } from './unmodelled-operation.ts';
import type { ParsedRequest, WireInput, WireProtocol } from './wire-protocol.ts';

export interface GatewayOptions {
  /** Names of models, `organizations`. Any other service is refused by name. */
  readonly services: readonly string[];
  readonly answer: CallHandler;
  /** Called with every thrown error that is not an `AwsError`; the client gets `InternalFailure`. */
  readonly onBug?: (error: unknown) => void;
}

export type Gateway = (request: WireRequest) => Promise<WireResponse>;

export function createGateway({ services, answer, onBug }: GatewayOptions): Gateway {
  const directory = serviceDirectory(services);
  const nextRequestId = requestIds();
  const protocols = protocolsByService();

  async function respond(
    received: WireRequest,
    credential: Credential | undefined,
  ): Promise<WireResponse> {
    const { request, flaw } = admit(received, credential);
    const { service, name, protocol: dialect } = locate(request, credential, directory);
    const requestId = nextRequestId();
    const protocol = service ? protocols(dialect, service) : speak(dialect, unknownService(name));
    let called = service?.name ?? name;
    try {
      if (flaw) throw flaw;
      const { name: requested, operation, readInput } = find(protocol, request);
      const refused =
        service && !operation ? unmodelledOperation(service.name, request) : undefined;
      called += `:${operation?.name ?? refused ?? requested}`;
      if (!service || !operation) throw unknown(service?.name ?? name, refused ?? requested);
      const input = await readOperationInput(readInput, protocol);
      const call = { service, operation, input, region: regionOf(request, credential), requestId };
      // The signature covers the request as it was received, before decompression.
      const signed = { request: received, ...(credential && { credential }) };
      const output = await answer({ ...call, ...signed });
      return await protocol.writeOutput(operation, output, requestId);
    } catch (error) {
      return refuse(protocol, error, { request, requestId, called });
    }
  }

  function refuse(
    protocol: WireProtocol,
    error: unknown,
    { request, requestId, called }: RefusedCall,
  ): WireResponse {
    if (!(error instanceof AwsError)) {
      return protocol.writeError(bug(error, called), request, requestId);
    }
    try {
      const response = protocol.writeError(error, request, requestId);
      return { ...response, headers: { ...response.headers, ...error.detail.headers } };
    } catch (unwritable) {
      return protocol.writeError(bug(unwritable, called), request, requestId);
    }
  }

  function bug(error: unknown, called: string): AwsError {
    onBug?.(error);
    const message = `The simulator failed in ${called}: ${messageOf(error)}. This is a bug of the simulator: please report it, with this message and the input of the call.`;
    return new AwsError('InternalFailure', message, { status: 500 });
  }

  return async (received) => {
    return framed(await respond(received, credentialOf(received)), received);
  };
}

interface RefusedCall {
  readonly request: WireRequest;
  readonly requestId: string;
  /** `sqs:SendMessage`, for the report of a bug. */
  readonly called: string;
}

/** The request as it can be parsed, or without its body when that is too large. */
function admit(
  received: WireRequest,
  credential: Credential | undefined,
): { readonly request: WireRequest; readonly flaw?: unknown } {
  try {
    const request = unzipped(received, credential);
    checkSize(request);
    return { request };
  } catch (flaw) {
    return { request: { ...received, body: noBytes }, flaw };
  }
}

/** An object of S3 may be as large as the transport allows; documents of the REST protocols are checked there. */
function checkSize(request: WireRequest): void {
  const limit = isForm(request) ? maxFormBytes : maxDocumentBytes;
  if (request.body.byteLength > limit && isRpc(request)) throw tooLarge('The body', limit);
}

function protocolsByService(): (protocol: Protocol, service: ServiceModel) => WireProtocol {
  const known = new Map<string, WireProtocol>();
  return (protocol, service) => {
    const key = `${service.name} ${protocol}`;
    const found = known.get(key) ?? speak(protocol, service);
    known.set(key, found);
    return found;
  };
}

function find(protocol: WireProtocol, request: WireRequest): ParsedRequest {
  try {
    return protocol.find(request);
  } catch (error) {
    throw unreadable(error, protocol);
  }
}

async function readOperationInput(
  read: ParsedRequest['readInput'],
  protocol: WireProtocol,
): Promise<WireInput> {
  try {
    const input: unknown = await read();
    if (typeof input === 'object' && input !== null && !Array.isArray(input))
      return input as WireInput;
    throw new TypeError('it is not an object');
  } catch (error) {
    throw unreadable(error, protocol);
  }
}

function unreadable(error: unknown, protocol: WireProtocol): AwsError {
  if (error instanceof AwsError) return error;
  const reason = error instanceof RangeError ? 'it is nested too deeply' : messageOf(error);
  return new AwsError(protocol.unreadable, `The request cannot be read: ${reason}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unknown(service: string, operation: string): AwsError {
  const message = `The simulator does not know ${service}:${operation} yet.`;
  return new AwsError('NotImplemented', message, { status: 501 });
}

/** A placeholder for a service that the gateway does not have, to refuse it in a protocol that the client reads. */
function unknownService(name: string): ServiceModel {
  return {
    name,
    sdkId: name,
    protocol: 'json1.1',
    namespace: name,
    version: '',
    signingName: name,
    iamPrefix: name,
    operations: new Map(),
    errors: new Map(),
    endpoint: () => ({ url: '', signingRegion: '' }),
  };
}

/** An unsigned request has no region of its own; the host may name one. */
function regionOf({ headers }: WireRequest, credential: Credential | undefined): string {
  if (credential) return credential.region;
  const named = (headers.host ?? '').split('.').map(partitionOf).find(Boolean);
  return (named ?? partitions.find(({ name }) => name === 'aws'))?.globalRegion ?? 'us-east-1';
}

/**
 * Header names are lower case, or `Content-Length` would be sent twice. Responses to HEAD keep the length of the
 * object.
 */
function framed({ status, headers, body }: WireResponse, { method }: WireRequest): WireResponse {
  if (method === 'HEAD' || status === 204 || status === 304) {
    return { status, headers, body: noBytes };
  }
  return { status, headers: { ...headers, 'content-length': String(body.byteLength) }, body };
}

/** A counter in the form of a UUID, so that the same run gives the same ids. */
function requestIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}
