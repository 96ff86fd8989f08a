/** Smithy RPC v2 with CBOR: `POST /service/X/operation/Y`. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */

import { CborCodec } from '@smithy/core/cbor';
import type { ServiceModel } from '../aws/models/service-model.ts';
import { toBytes } from './bytes.ts';
import type { WireResponse } from './message.ts';
import { errorDocument, modelledError, rpcStatus } from './modelled-error.ts';
import { queryCompatibleError } from './query-compatible.ts';
import { inputOf, outputOf } from './structure.ts';
import type { WireProtocol } from './wire-protocol.ts';

export function cborRpc(service: ServiceModel): WireProtocol {
  const codec = new CborCodec();
  const serializer = codec.createSerializer();
  const deserializer = codec.createDeserializer();
  return {
    unreadable: 'SerializationException',
    find({ path, body }) {
      const name = cborPath(path)?.operation ?? '';
      const operation = service.operations.get(name);
      const readInput = () =>
        operation && body.byteLength > 0 ? deserializer.read(inputOf(operation), body) : {};
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

function respond(status: number, requestId: string, body: unknown): WireResponse {
  return {
    status,
    headers: {
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
      'x-amzn-requestid': requestId,
    },
    body: toBytes(body),
  };
}

/** `/service/GraniteServiceVersion20100801/operation/ListMetrics`, with any prefix. */
export function cborPath(
  path: string,
): { readonly service: string; readonly operation: string } | undefined {
  const [, service, operation] = /\/service\/([^/]+)\/operation\/([^/]+)\/?$/.exec(path) ?? [];
  return service !== undefined && operation !== undefined ? { service, operation } : undefined;
}
