/** AWS Query (IAM, STS, and legacy clients of SQS and CloudWatch) and EC2's dialect of it: forms in, XML out. */

import type { StaticStructureSchema } from '@smithy/types';
import type { OperationModel, ServiceModel } from '../aws/models/service-model.ts';
import { toBytes } from './bytes.ts';
import { formTree, parseParameters } from './form.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { errorDocument, type ModelledError, modelledError } from './modelled-error.ts';
import { queryReader } from './query-reader.ts';
import { membersOf, type StructureMember, structure, structureOf } from './structure.ts';
import type { WireInput, WireProtocol } from './wire-protocol.ts';
import { xmlWriter } from './xml-document.ts';

/** The envelopes of results and errors in the two dialects. */
interface Envelope {
  response(operation: OperationModel): StaticStructureSchema;
  output(operation: OperationModel, output: object, requestId: string): object;
  error(error: ModelledError, requestId: string): readonly [StaticStructureSchema, object];
}

export function query(service: ServiceModel): WireProtocol {
  return queryProtocol(service, 'query', queryEnvelope);
}

export function ec2Query(service: ServiceModel): WireProtocol {
  return queryProtocol(service, 'ec2', ec2Envelope);
}

/** Parameters may be in the URI as well, as in a presigned GetCallerIdentity. */
export function formOf(request: WireRequest): string {
  const form = isForm(request) ? Buffer.from(request.body).toString('utf8') : '';
  return [request.query, form].filter((part) => part !== '').join('&');
}

export function isForm(request: WireRequest): boolean {
  const type = request.headers['content-type'];
  return type?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function queryProtocol(
  service: ServiceModel,
  dialect: 'query' | 'ec2',
  envelope: Envelope,
): WireProtocol {
  const read = queryReader(dialect);
  const writeOutput = xmlWriter(xmlNamespaceOf(service));
  const writeError = xmlWriter(dialect === 'ec2' ? undefined : xmlNamespaceOf(service));
  const schemas = new Map<OperationModel, StaticStructureSchema>();
  const responseSchema = (operation: OperationModel) => {
    const schema = schemas.get(operation) ?? envelope.response(operation);
    schemas.set(operation, schema);
    return schema;
  };
  return {
    unreadable: 'MalformedInput',
    find(request) {
      const form = parseParameters(formOf(request));
      const name = form.find(([key]) => key === 'Action')?.[1] ?? '';
      const operation = service.operations.get(name);
      const schema = structureOf(operation?.schema[4]);
      const readInput = () => (schema ? (read(schema, formTree(form)) as WireInput) : {});
      return { name, operation, readInput };
    },
    writeOutput(operation, output, requestId) {
      const value = envelope.output(operation, output, requestId);
      return respond(200, requestId, writeOutput(responseSchema(operation), value));
    },
    writeError(error, _request, requestId) {
      const modelled = modelledError(error, service);
      const [schema, value] = envelope.error(modelled, requestId);
      return respond(modelled.status, requestId, writeError(schema, value));
    },
  };
}

const metadata = structure('ResponseMetadata', [['RequestId', 0]]);

const queryEnvelope: Envelope = {
  response({ name, schema }) {
    const output = structureOf(schema[5]);
    const result = structure(`${name}Result`, membersOf(output));
    const members: StructureMember[] = output ? [[`${name}Result`, result]] : [];
    return structure(`${name}Response`, [...members, ['ResponseMetadata', metadata]]);
  },
  output: ({ name }, output, requestId) => ({
    [`${name}Result`]: output,
    ResponseMetadata: { RequestId: requestId },
  }),
  error(modelled, requestId) {
    const { fault, queryCode, message } = modelled;
    const head = { Type: fault, Code: queryCode, Message: message };
    const [error, value] = errorDocument(head, modelled);
    const response = structure('ErrorResponse', [
      ['Error', error],
      ['RequestId', 0],
    ]);
    return [response, { Error: value, RequestId: requestId }];
  },
};

const ec2Envelope: Envelope = {
  response: ({ name, schema }) =>
    structure(`${name}Response`, [['requestId', 0], ...membersOf(structureOf(schema[5]))]),
  output: (_operation, output, requestId) => ({ ...output, requestId }),
  error(modelled, requestId) {
    const head = { Code: modelled.queryCode, Message: modelled.message };
    const [error, value] = errorDocument(head, modelled);
    const errors = structure('Errors', [['Error', error]]);
    const response = structure('Response', [
      ['Errors', errors],
      ['RequestID', 0],
    ]);
    return [response, { Errors: { Error: value }, RequestID: requestId }];
  },
};

function xmlNamespaceOf(service: ServiceModel): string {
  const { xmlNamespace, signingName, version } = service;
  return xmlNamespace ?? `http://${signingName}.amazonaws.com/doc/${version}/`;
}

function respond(status: number, requestId: string, body: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: toBytes(body),
  };
}
