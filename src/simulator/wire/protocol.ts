/** The server side of every wire protocol, and the protocol of a service. */

import type { OperationModel, Protocol, ServiceModel } from '../../aws/models/service-model.ts';
import type { AwsError } from './aws-error.ts';
import { cborRpc } from './cbor-rpc.ts';
import { jsonRpc } from './json-rpc.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { ec2Query, query } from './query.ts';
import { restJson } from './rest-json.ts';
import { restXml } from './rest-xml.ts';

export type WireInput = Readonly<Record<string, unknown>>;

/** One protocol, bound to one service. */
export interface WireProtocol {
  /** Error code for a request that cannot be read. */
  readonly unreadable: string;
  find(request: WireRequest): ParsedRequest;
  writeOutput(
    operation: OperationModel,
    output: object,
    requestId: string,
  ): Promise<WireResponse> | WireResponse;
  writeError(error: AwsError, request: WireRequest, requestId: string): WireResponse;
}

/** The operation that a request names. */
export interface ParsedRequest {
  /** As in the request: an operation's name, or method and path. */
  readonly name: string;
  /** Undefined when the model does not have the operation. */
  readonly operation: OperationModel | undefined;
  /** Throws the codec's error when the request does not match the schema. */
  readInput(): Promise<WireInput> | WireInput;
}

const protocols: Readonly<Record<Protocol, (service: ServiceModel) => WireProtocol>> = {
  'json1.0': (service) => jsonRpc(service, '1.0'),
  'json1.1': (service) => jsonRpc(service, '1.1'),
  cbor: cborRpc,
  query,
  ec2: ec2Query,
  'rest-json': restJson,
  'rest-xml': restXml,
};

export function speak(protocol: Protocol, service: ServiceModel): WireProtocol {
  return protocols[protocol](service);
}
