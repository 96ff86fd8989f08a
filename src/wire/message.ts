/** HTTP messages of the simulator, independent of the transport. */

import type { OperationModel, ServiceModel } from '../aws/models/service-model.ts';

export interface WireRequest {
  readonly method: string;
  /** As it was sent, still percent-encoded, without the query: `/my%20bucket/key`. */
  readonly path: string;
  /** As it was sent, without `?`; empty when there is none. */
  readonly query: string;
  /** Names in lower case. `host` is always present. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal?: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The credential in the `Authorization` header; its signature is not verified yet. */
export interface Credential {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  /** Of the credential scope. */
  readonly region: string;
  readonly signingName: string;
}

/** A parsed request: the operation of a service, and its input. */
export interface WireCall {
  readonly service: ServiceModel;
  readonly operation: OperationModel;
  /** Typed by the operation's input shape: dates are `Date`, blobs are `Uint8Array`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Undefined for an unsigned request (AssumeRoleWithWebIdentity). */
  readonly credential?: Credential;
  /** Of the credential scope; the partition's global region for an unsigned request. */
  readonly region: string;
  readonly requestId: string;
  readonly request: WireRequest;
}

/** Returns the operation's output for a call, or throws an `AwsError`. */
export type CallHandler = (call: WireCall) => Promise<object>;
