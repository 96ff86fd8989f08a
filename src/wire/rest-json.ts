/** REST-JSON: Account, Lambda, SESv2 and most of the younger services. */

import { JsonCodec2 } from '@smithy/core/protocols';
import type { ServiceModel } from '../aws/models/service-model.ts';
import { checkJsonDepth } from './json-depth.ts';
import { errorDocument, modelledError } from './modelled-error.ts';
import type { Documents } from './rest.ts';
import { restReader } from './rest-reader.ts';
import { restWriter } from './rest-writer.ts';
import { routesOf } from './routes.ts';
import { maxDocumentBytes, tooLarge } from './size-limits.ts';
import type { WireProtocol } from './wire-protocol.ts';

export function restJson(service: ServiceModel): WireProtocol {
  const documents = jsonDocuments();
  const read = restReader(documents);
  const write = restWriter(documents);
  const routes = routesOf(service);
  return {
    unreadable: 'SerializationException',
    find: (request) => read(routes, request),
    async writeOutput(operation, output, requestId) {
      const { status, headers, body } = await write.output(operation, output);
      return { status, headers: { 'x-amzn-requestid': requestId, ...headers }, body };
    },
    writeError(error, _request, requestId) {
      const modelled = modelledError(error, service);
      const { headers, body } = write.error(...errorDocument({}, modelled));
      const names = { 'x-amzn-requestid': requestId, 'x-amzn-errortype': modelled.name };
      return { status: modelled.status, headers: { ...headers, ...names }, body };
    },
  };
}

function jsonDocuments(): Documents {
  const codec = new JsonCodec2({
    timestampFormat: { useTrait: true, default: 7 },
    httpBindings: true,
    jsonName: true,
  });
  const serializer = codec.createSerializer();
  const deserializer = codec.createDeserializer();
  return {
    contentType: 'application/json',
    defaultTimestamp: 7,
    // The type requires text; bytes save a decoding.
    read(schema, body) {
      if (body.byteLength > maxDocumentBytes) throw tooLarge('The document', maxDocumentBytes);
      checkJsonDepth(body);
      return deserializer.read(schema, body as unknown as string);
    },
    write(schema, value) {
      serializer.write(schema, value);
      return serializer.flush();
    },
  };
}
