/** Writes outputs and errors of the REST protocols, to status, headers and body. */

import { ToStringShapeSerializer } from '@smithy/core/protocols';
import type { StaticStructureSchema } from '@smithy/types';
import type { OperationModel } from '../aws/models/service-model.ts';
import { AwsError } from './aws-error.ts';
import { answerBindingsOf, type Bindings, type BoundMember } from './bindings.ts';
import { collectBytes, noBytes, toBytes } from './bytes.ts';
import type { WireResponse } from './message.ts';
import { type Documents, type StructureValues, textSettings } from './rest.ts';
import { httpOf } from './routes.ts';
import { structureOf } from './structure.ts';

export interface RestWriter {
  output(operation: OperationModel, output: object): Promise<WireResponse>;
  /** A structure whose members may be bound to headers; the others form a document. */
  error(
    schema: StaticStructureSchema,
    value: StructureValues,
  ): Pick<WireResponse, 'headers' | 'body'>;
}

interface Body {
  readonly type?: string;
  readonly bytes: Uint8Array;
}

/** The models have one status per operation; a partial object has another. */
function statusOf(operation: OperationModel, headers: Readonly<Record<string, string>>): number {
  return 'content-range' in headers ? 206 : httpOf(operation)[2];
}

export function restWriter(documents: Documents): RestWriter {
  const text = new ToStringShapeSerializer(textSettings(documents));

  function writeHeaders(bindings: Bindings, values: StructureValues): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const { name, key, schema } of bindings.headers) {
      const value = values[name];
      if (value === undefined || value === null) continue;
      text.write(schema, value);
      headers[key] = text.flush();
    }
    for (const { name, key } of bindings.prefixHeaders) {
      for (const [rest, value] of Object.entries(values[name] ?? {})) {
        headers[(key + rest).toLowerCase()] = String(value);
      }
    }
    return headers;
  }

  async function writeBody({ payload, body }: Bindings, values: StructureValues): Promise<Body> {
    if (payload) return writePayload(payload, values[payload.name]);
    return body ? document(documents.write(body, values)) : { bytes: noBytes };
  }

  async function writePayload({ name, schema }: BoundMember, value: unknown): Promise<Body> {
    if (value === undefined || value === null) return { bytes: noBytes };
    if (schema.isBlobSchema()) return { bytes: await collectBytes(value) };
    if (schema.isStringSchema()) return { type: 'text/plain', bytes: toBytes(value) };
    if (schema.isStreaming()) throw eventStream(name);
    return document(documents.write(schema, value));
  }

  function document(written: string | Uint8Array): Body {
    return { type: documents.contentType, bytes: toBytes(written) };
  }

  return {
    async output(operation, output) {
      const values = output as StructureValues;
      const bindings = answerBindingsOf(structureOf(operation.schema[5]));
      const { type, bytes } = await writeBody(bindings, values);
      const headers = writeHeaders(bindings, values);
      const status = bindings.status && values[bindings.status.name];
      return {
        status: typeof status === 'number' ? status : statusOf(operation, headers),
        headers: type === undefined ? headers : { 'content-type': type, ...headers },
        body: bytes,
      };
    },
    error(schema, value) {
      const bindings = answerBindingsOf(schema);
      const written = bindings.body ? documents.write(bindings.body, value) : '';
      const headers = { 'content-type': documents.contentType, ...writeHeaders(bindings, value) };
      return { headers, body: toBytes(written) };
    },
  };
}

function eventStream(member: string): AwsError {
  const message = `The simulator does not write event streams ("${member}") yet.`;
  return new AwsError('NotImplemented', message, { status: 501 });
}
