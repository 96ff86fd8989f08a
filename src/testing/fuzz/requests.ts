/** Requests of every protocol to every service with handlers, from a seed. */

import { buildQueryString } from '@smithy/core/protocols';
import { type ServiceProtocol, serviceProtocol } from '../../aws/generic/protocol.ts';
import {
  type OperationModel,
  type Protocol,
  serviceModel,
} from '../../aws/models/service-model.ts';
import { collectBytes } from '../../wire/bytes.ts';
import type { WireRequest } from '../../wire/message.ts';
import type { RandomSource } from '../random-value.ts';
import { mutated } from './mutations.ts';
import { type FindConstraint, pick, plausibleInput } from './plausible-input.ts';

export interface FuzzedService {
  /** Name of the model. */
  readonly name: string;
  readonly operations: readonly string[];
  readonly constraint: FindConstraint;
}

export interface FuzzedRequest {
  /** `sqs:SendMessage` */
  readonly operation: string;
  readonly request: WireRequest;
}

/** Services that are also called in protocols of older and younger clients. */
const otherProtocols: Readonly<Record<string, readonly Protocol[]>> = {
  sqs: ['query'],
  cloudwatch: ['query', 'cbor'],
};

const region = 'us-east-1';

interface Target {
  readonly service: FuzzedService;
  readonly protocol: ServiceProtocol;
  readonly signingName: string;
  readonly endpoint: string;
}

/** An endless supply. Inputs that the client cannot send are left out. */
export async function* fuzzedRequests(
  services: readonly FuzzedService[],
  random: RandomSource,
): AsyncGenerator<FuzzedRequest> {
  const targets = services.flatMap(targetsOf);
  for (;;) {
    const target = pick(targets, random);
    const operation = pick(target.service.operations, random);
    const request = await requestFor(target, operation, random);
    if (!request) continue;
    yield { operation: `${target.service.name}:${operation}`, request: mutated(request, random) };
  }
}

function targetsOf(service: FuzzedService): readonly Target[] {
  const model = serviceModel(service.name);
  const protocols = [model.protocol, ...(otherProtocols[service.name] ?? [])];
  return protocols.map((protocol) => ({
    service,
    protocol: serviceProtocol({ ...model, protocol }),
    signingName: model.signingName,
    endpoint: model.endpoint(region).url,
  }));
}

async function requestFor(
  { service, protocol, signingName, endpoint }: Target,
  name: string,
  random: RandomSource,
): Promise<WireRequest | undefined> {
  const operation = serviceModel(service.name).operations.get(name) as OperationModel;
  const { constraint } = service;
  const input = plausibleInput(operation.schema[4], { random, constraint });
  const url = new URL(endpoint);
  if (service.name === 's3' && input.Bucket !== undefined) url.pathname = bucketPath(random);
  try {
    const schema = protocol.operation(name);
    const sent = await protocol.serialize(schema, input, { url, hasHostPrefix: false });
    const scope = `Credential=test/20260101/${region}/${signingName}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=00`;
    return {
      method: sent.method,
      path: sent.path,
      query: buildQueryString(sent.query ?? {}),
      headers: { ...sent.headers, authorization },
      body: await collectBytes(sent.body),
    };
  } catch {
    return undefined;
  }
}

function bucketPath(random: RandomSource): string {
  return pick(['/fuzz-1', '/fuzz-2', '/Upper_Case', '/'], random);
}
