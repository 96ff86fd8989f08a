/** A gateway whose operations are served by small functions, and what SDK clients need to call it. */

import type { HttpHandler } from '@smithy/core/protocols';
import { AwsError } from '../wire/aws-error.ts';
import { createGateway, type Gateway } from '../wire/gateway.ts';
import { inProcessHandler } from '../wire/in-process.ts';
import type { WireCall, WireRequest } from '../wire/message.ts';

type TestResponses = Readonly<Record<string, (call: WireCall) => object | Promise<object>>>;

export interface TestGateway {
  readonly handle: Gateway;
  /** The inputs of the handlers. */
  readonly calls: readonly WireCall[];
  readonly bugs: readonly unknown[];
  /** For the constructor of any client. */
  readonly config: {
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
    readonly requestHandler: HttpHandler;
  };
}

const services = [
  'organizations',
  'sts',
  'iam',
  'ec2',
  's3',
  'account',
  'sqs',
  'cloudwatch',
  'tagging',
];

export const secretAccessKey = 'wJalrXUtnFEMI';

export function testGateway(answers: TestResponses): TestGateway {
  const calls: WireCall[] = [];
  const bugs: unknown[] = [];
  const handle = createGateway({
    services,
    onBug: (bug) => bugs.push(bug),
    answer: async (call) => {
      calls.push(call);
      const answer = answers[call.operation.name];
      if (answer) return answer(call);
      throw new AwsError('NotImplemented', `no answer for ${call.operation.name}`, { status: 501 });
    },
  });
  return { handle, calls, bugs, config: { ...settings, requestHandler: inProcessHandler(handle) } };
}

const settings = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey },
  maxAttempts: 1,
};

/** A request of another client. */
export function rawRequest(request: Partial<WireRequest>): WireRequest {
  const { body, headers, ...others } = request;
  return {
    method: 'GET',
    path: '/',
    query: '',
    ...others,
    headers: { host: '127.0.0.1:4000', ...headers },
    body: body ?? new Uint8Array(),
  };
}

export function signedFor(service: string, region = 'eu-west-1'): string {
  const scope = `AKIAEXAMPLE/20250101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function text(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

/** The client's output, without the metadata. */
export function withoutMetadata<T extends object>(output: T): Omit<T, '$metadata'> {
  const { $metadata: _, ...rest } = output as T & { $metadata?: unknown };
  return rest;
}
