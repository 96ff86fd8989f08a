/**
 * Sends calls without the middleware of the SDK's clients, which takes most of the time of a call. Codecs and
 * connections are the SDK's; retries, pacing, redirects, clock correction and errors equal those of its clients.
 */

import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { isTransientError } from '@smithy/core/retry';
import type { AwsCredentialIdentity, $OperationSchema as OperationSchema } from '@smithy/types';
import type { ClientAttempts, Transport } from '../clients.ts';
import { isThrottled, nameService } from '../failures.ts';
import type { ServiceModel } from '../models/service-model.ts';
import { longestDelay, type RetryLimits, standardRetries } from '../retries.ts';
import { type ClockOffset, createClockOffset } from './clock-offset.ts';
import { configuredEndpoint, endpointOf } from './endpoint.ts';
import { type ServiceProtocol, serviceProtocol } from './protocol.ts';
import { type SigningScope, signRequest } from './sign.ts';

/** The caller of a call. */
export interface CallActor {
  /** Must return fresh credentials on each call. */
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  /** The account whose quota the call uses. */
  readonly payer: string;
  /** Milliseconds that one attempt may take. Default: that of the transport. */
  readonly requestTimeoutMs?: number;
}

interface GenericCall {
  readonly model: ServiceModel;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly region: string | undefined;
  readonly actor: CallActor;
  readonly signal: AbortSignal | undefined;
}

export interface SenderOptions extends ClientAttempts {
  readonly transport: Transport;
  /** Spreads retries: at least 0, less than 1. */
  readonly random: () => number;
  /** Replaces AWS's own endpoints. */
  readonly endpoint?: string | undefined;
  readonly retries?: RetryLimits | undefined;
}

export interface Sender {
  send(call: GenericCall): Promise<Readonly<Record<string, unknown>>>;
  /** Milliseconds that AWS's time is ahead of the clock; undefined before the first response. */
  clockOffsetMs(): number | undefined;
}

/** What is kept for all calls of a service. */
interface KnownService {
  readonly protocol: ServiceProtocol;
  /** Read when it is first needed. */
  endpoint(): Promise<string | undefined>;
}

export function createSender(options: SenderOptions): Sender {
  const time = createClockOffset(options.clock);
  const services = new Map<ServiceModel, KnownService>();
  const serviceOf = (model: ServiceModel): KnownService => {
    const known = services.get(model) ?? openService(model, options);
    services.set(model, known);
    return known;
  };
  return {
    clockOffsetMs: time.current,
    send(call) {
      const service = serviceOf(call.model);
      const operation = service.protocol.operation(call.operation);
      return new Sending({ ...options, time, service, operation }, call).result();
    },
  };
}

function openService(model: ServiceModel, { endpoint }: SenderOptions): KnownService {
  let configured: Promise<string | undefined> | undefined;
  return {
    protocol: serviceProtocol(model),
    endpoint: () => {
      configured ??= endpoint === undefined ? configuredEndpoint(model) : Promise.resolve(endpoint);
      return configured;
    },
  };
}

/** A request with all that an attempt needs to sign and send it. */
interface Prepared {
  readonly request: HttpRequest;
  readonly credentials: AwsCredentialIdentity;
  readonly scope: SigningScope;
  readonly region: string;
}

type Output = Readonly<Record<string, unknown>>;

interface SendingOptions extends SenderOptions {
  readonly time: ClockOffset;
  readonly service: KnownService;
  readonly operation: OperationSchema;
}

/** One call, from its first attempt to its result. */
class Sending {
  readonly #options: SendingOptions;
  readonly #call: GenericCall;
  /** Of the last attempt: AWS can have refused it for the time it was signed at. */
  #wasSkewed = false;
  /** Of the last attempt: the region of the bucket, when it is another one. */
  #bucketRegion: string | undefined;

  constructor(options: SendingOptions, call: GenericCall) {
    this.#options = options;
    this.#call = call;
  }

  async result(): Promise<Output> {
    const { region, actor, model } = this.#call;
    if (region === undefined)
      throw new Error(`no region for ${model.sdkId}: pass one, or set AWS_REGION`);
    const credentials = await actor.credentials();
    try {
      return await this.#sendTo(region, credentials);
    } catch (error) {
      const moved = this.#bucketRegion;
      if (moved === undefined || moved === region) throw error;
      return await this.#sendTo(moved, credentials);
    }
  }

  async #sendTo(region: string, credentials: AwsCredentialIdentity): Promise<Output> {
    const prepared = await this.#prepare(region, credentials);
    for (let attempts = 1; ; attempts++) {
      try {
        return await this.#attempt(prepared, attempts);
      } catch (error) {
        const longest = this.#longestDelay(prepared, attempts, error);
        if (longest === undefined) throw error;
        const { clock, random } = this.#options;
        await clock.sleep(random() * longest, this.#call.signal);
      }
    }
  }

  async #prepare(region: string, credentials: AwsCredentialIdentity): Promise<Prepared> {
    const { model, input } = this.#call;
    const bucket = model.name === 's3' ? (input.Bucket as string | undefined) : undefined;
    const { service, operation } = this.#options;
    const own = await service.endpoint();
    const endpoint = endpointOf(model, { region, endpoint: own, bucket });
    const request = await service.protocol.serialize(operation, input, endpoint);
    request.headers['amz-sdk-invocation-id'] = randomUUID();
    const scope = { service: model.signingName, region: endpoint.signingRegion };
    return { request, credentials, scope, region };
  }

  #longestDelay({ request }: Prepared, attempts: number, error: unknown): number | undefined {
    // A stream has been read by the first attempt.
    if (isStream(request.body) || this.#call.signal?.aborted) return undefined;
    const isTransient =
      this.#wasSkewed || (error instanceof Error && isTransientError(error as never));
    const limits = this.#options.retries ?? standardRetries;
    return longestDelay(limits, attempts, { error, isTransient });
  }

  /** Reports it after its turn came: what it waited for is not part of its duration. */
  async #attempt(prepared: Prepared, attempt: number): Promise<Output> {
    const { pacer, clock, onAttempt } = this.#options;
    const { model, operation, actor, signal } = this.#call;
    const service = model.sdkId.toLowerCase();
    const { region } = prepared;
    const turn = await pacer.take({ payer: actor.payer, region, service, operation }, signal);
    const startedAt = clock.now();
    const report = (result: string) => {
      const durationMs = clock.now() - startedAt;
      onAttempt?.({
        accountId: actor.payer,
        region,
        service,
        operation,
        attempt,
        result,
        durationMs,
      });
    };
    try {
      const output = await this.#exchange(prepared, attempt);
      turn.granted();
      report('ok');
      return output;
    } catch (error) {
      nameService(error, service);
      if (isThrottled(error)) turn.throttled();
      report(error instanceof Error ? error.name : 'error');
      throw error;
    }
  }

  async #exchange({ request, credentials, scope }: Prepared, attempt: number): Promise<Output> {
    const { transport, time } = this.#options;
    const { actor, signal } = this.#call;
    this.#wasSkewed = false;
    this.#bucketRegion = undefined;
    request.headers['amz-sdk-request'] = `attempt=${attempt}`;
    const signedAt = time.now();
    signRequest(request, credentials, scope, signedAt);
    const { response } = await transport.handle(request, {
      ...(signal && { abortSignal: signal }),
      ...(actor.requestTimeoutMs !== undefined && { requestTimeout: actor.requestTimeoutMs }),
    });
    const { headers, statusCode } = response as HttpResponse;
    this.#wasSkewed = time.observe({ headers, signedAt });
    if (statusCode === 301 || statusCode === 400)
      this.#bucketRegion = headers['x-amz-bucket-region'];
    return (await this.#read(response)) as Output;
  }

  /** An error without metadata is one of the codec: the response is not what the service's protocol says. */
  async #read(response: HttpResponse): Promise<object> {
    try {
      const { service, operation } = this.#options;
      return await service.protocol.deserialize(operation, response);
    } catch (error) {
      if (error instanceof Error && !('$metadata' in error)) {
        const { statusCode: httpStatusCode, headers } = response;
        const requestId = headers['x-amzn-requestid'] ?? headers['x-amz-request-id'];
        Object.assign(error, { $metadata: { httpStatusCode, requestId } });
      }
      throw error;
    }
  }
}

function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !(body instanceof Uint8Array);
}
