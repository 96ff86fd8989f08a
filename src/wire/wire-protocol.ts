/** What each protocol implements: from a request to an operation, and from an output to a response. */

import type { OperationModel } from '../aws/models/service-model.ts';
import type { AwsError } from './aws-error.ts';
import type { WireRequest, WireResponse } from './message.ts';

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
