/** REST-XML: S3, including its deviations from the protocol. */

import { XmlShapeDeserializer } from '@aws-sdk/core/protocols';
import type { OperationModel, ServiceModel } from '../aws/models/service-model.ts';
import { unchunked } from './aws-chunked.ts';
import { noBytes, toBytes } from './bytes.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { errorDocument, type ModelledError, modelledError } from './modelled-error.ts';
import type { Documents } from './rest.ts';
import { restReader } from './rest-reader.ts';
import { restWriter } from './rest-writer.ts';
import { routesOf } from './routes.ts';
import { toPathStyle, withBucket } from './s3-addressing.ts';
import { maxXmlBytes, tooLarge } from './size-limits.ts';
import { structure } from './structure.ts';
import type { WireProtocol } from './wire-protocol.ts';
import { xmlWriter } from './xml-document.ts';

export function restXml(service: ServiceModel): WireProtocol {
  const isS3 = service.namespace === 'com.amazonaws.s3';
  const documents = xmlDocuments(service);
  const find = isS3 ? s3Finder(service, documents) : finder(service, documents);
  const write = restWriter(documents);
  const ids = isS3 ? s3Ids : awsIds;
  const writeError = isS3 ? bareError : wrappedError;
  return {
    unreadable: 'MalformedXML',
    find,
    async writeOutput(operation, output, requestId) {
      const written = await write.output(operation, output);
      const body = isBucketLocation(operation) ? bucketLocation(service, output) : written.body;
      return { ...written, headers: { ...ids(requestId), ...written.headers }, body };
    },
    writeError(error, request, requestId) {
      const modelled = modelledError(error, service);
      return {
        status: modelled.status,
        headers: { 'content-type': 'application/xml', ...ids(requestId) },
        body: hasNoBody(modelled, request) ? noBytes : toBytes(writeError(modelled, requestId)),
      };
    },
  };
}

function xmlDocuments(service: ServiceModel): Documents {
  const deserializer = new XmlShapeDeserializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: true,
    serviceNamespace: service.namespace,
    xmlNamespace: service.xmlNamespace ?? '',
  });
  return {
    contentType: 'application/xml',
    defaultTimestamp: 5,
    read(schema, body) {
      checkXml(body);
      return deserializer.read(schema, body);
    },
    write: xmlWriter(service.xmlNamespace),
  };
}

/** The parser skips document types, slowly; no client of AWS sends one. */
function checkXml(body: Uint8Array): void {
  if (body.byteLength > maxXmlBytes) throw tooLarge('The document', maxXmlBytes);
  const { buffer, byteOffset, byteLength } = body;
  const text = Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
  if (/<!doctype/i.test(text)) throw new TypeError('it has a document type');
}

type FindOperation = WireProtocol['find'];

function finder(service: ServiceModel, documents: Documents): FindOperation {
  const read = restReader(documents);
  const routes = routesOf(service);
  return (request) => read(routes, request);
}

/** ListBuckets and ListDirectoryBuckets are the same request to different hosts. */
function s3Finder(service: ServiceModel, documents: Documents): FindOperation {
  const read = restReader(documents);
  const all = routesOf(service, withBucket);
  const without = (name: string) => all.filter(({ operation }) => operation.name !== name);
  const general = without('ListDirectoryBuckets');
  const directory = without('ListBuckets');
  return (request) => {
    const routes = isDirectoryHost(request) ? directory : general;
    return read(routes, toPathStyle(unchunked(request)));
  };
}

function isDirectoryHost({ headers }: WireRequest): boolean {
  return headers.host?.startsWith('s3express-control.') ?? false;
}

const writePlain = xmlWriter(undefined);

function bareError(error: ModelledError, requestId: string): string {
  const head = { Code: error.name, Message: error.message, ...extraMembers(error) };
  const ids = { RequestId: requestId, HostId: requestId.replaceAll('-', '') };
  return writePlain(...errorDocument({ ...head, ...ids }, error));
}

/**
 * The model of S3 has almost no errors; they name the bucket, the key or the region all the same.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
function extraMembers({ members, values }: ModelledError): Record<string, string> {
  const modelled = new Set(members.map(([name]) => name));
  const extra = Object.entries(values).filter(
    (entry): entry is [string, string] => !modelled.has(entry[0]) && typeof entry[1] === 'string',
  );
  return Object.fromEntries(extra);
}

function wrappedError(error: ModelledError, requestId: string): string {
  const head = { Type: error.fault, Code: error.name, Message: error.message };
  const [schema, value] = errorDocument(head, error);
  const response = structure('ErrorResponse', [
    ['Error', schema],
    ['RequestId', 0],
  ]);
  return writePlain(response, { Error: value, RequestId: requestId });
}

function hasNoBody({ status }: ModelledError, { method }: WireRequest): boolean {
  return method === 'HEAD' || status === 304;
}

function awsIds(requestId: string): WireResponse['headers'] {
  return { 'x-amzn-requestid': requestId };
}

function s3Ids(requestId: string): WireResponse['headers'] {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId.replaceAll('-', '') };
}

function isBucketLocation({ name, action }: OperationModel): boolean {
  return name === 'GetBucketLocation' && action.startsWith('s3:');
}

/** The one S3 output whose root is its only member. */
function bucketLocation(service: ServiceModel, output: object): Uint8Array {
  const region = (output as { LocationConstraint?: string }).LocationConstraint ?? '';
  const text = region.replaceAll(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const root = `LocationConstraint xmlns="${service.xmlNamespace}"`;
  return toBytes(`<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${text}</LocationConstraint>`);
}
