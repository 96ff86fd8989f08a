/** AWS JSON 1.0 and 1.1: one path, the operation in `X-Amz-Target`, JSON both ways. */

import { JsonCodec2 } from '@smithy/core/protocols';
import type { ServiceModel } from '../aws/models/service-model.ts';
import { toBytes } from './bytes.ts';
import { checkJsonDepth } from './json-depth.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { errorDocument, modelledError, rpcStatus } from './modelled-error.ts';
import { queryCompatibleError } from './query-compatible.ts';
import { inputOf, outputOf } from './structure.ts';
import type { WireProtocol } from './wire-protocol.ts';

export function jsonRpc(service: ServiceModel, version: '1.0' | '1.1'): WireProtocol {
  const codec = new JsonCodec2({
    timestampFormat: { useTrait: true, default: 7 },
    jsonName: false,
  });
  const serializer = codec.createSerializer();
  const deserializer = codec.createDeserializer();
  const respond = (status: number, requestId: string, body: unknown): WireResponse => ({
    status,
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amzn-requestid': requestId,
    },
    body: toBytes(body),
  });
  return {
    unreadable: 'SerializationException',
    find({ headers, body }) {
      const name = targetOf(headers)?.operation ?? '';
      const operation = service.operations.get(name);
      // The type requires text; bytes save a decoding.
      const bytes = body as unknown as string;
      const readInput = () => {
        if (!operation) return {};
        checkJsonDepth(body);
        return deserializer.read(inputOf(operation), bytes);
      };
      return { name, operation, readInput };
    },
    writeOutput(operation, output, requestId) {
      const schema = outputOf(operation);
      if (schema.isUnitSchema()) return respond(200, requestId, '');
      serializer.write(schema, output);
      return respond(200, requestId, serializer.flush());
    },
    writeError(error, request, requestId) {
      const modelled = modelledError(error, service);
      const [schema, value] = errorDocument({ __type: modelled.name }, modelled);
      serializer.write(schema, value);
      const response = respond(rpcStatus(modelled.status), requestId, serializer.flush());
      return queryCompatibleError(response, modelled, service, request);
    },
  };
}

/** `AWSOrganizationsV20161128.ListAccounts`; some prefixes have dots of their own. */
export function targetOf(
  headers: WireRequest['headers'],
): { readonly prefix: string; readonly operation: string } | undefined {
  const target = headers['x-amz-target'];
  if (target === undefined) return undefined;
  const dot = target.lastIndexOf('.');
  return { prefix: target.slice(0, Math.max(dot, 0)), operation: target.slice(dot + 1) };
}
