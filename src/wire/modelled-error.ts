/** An error according to the service's model: its names on the wire, its status, its members. */

import type { StaticErrorSchema, StaticStructureSchema } from '@smithy/types';
import type { ServiceModel } from '../aws/models/service-model.ts';
import type { AwsError } from './aws-error.ts';
import { membersOf, type StructureMember, structure } from './structure.ts';

export interface ModelledError {
  /** Name of the shape; the bare code if it is not modelled. */
  readonly name: string;
  /** Its name in the Query protocol, `AWS.SimpleQueueService.NonExistentQueue`. */
  readonly queryCode: string;
  readonly status: number;
  readonly fault: 'Sender' | 'Receiver';
  readonly message: string;
  /** Members of the shape, including the message under the shape's name for it. */
  readonly members: readonly StructureMember[];
  readonly values: Readonly<Record<string, unknown>>;
}

interface ErrorTraits {
  readonly error?: 'client' | 'server';
  readonly httpError?: number;
  readonly awsQueryError?: readonly [code: string, status: number];
}

export function modelledError(error: AwsError, service: ServiceModel): ModelledError {
  const schema = findShape(error.code, service);
  const traits = (schema?.[3] ?? {}) as ErrorTraits;
  const status = error.detail.status ?? traits.httpError ?? (traits.error === 'server' ? 500 : 400);
  const members = withMessage(membersOf(schema as StaticStructureSchema | undefined));
  return {
    name: schema?.[2] ?? error.code,
    queryCode: traits.awsQueryError?.[0] ?? schema?.[2] ?? error.code,
    status,
    fault: status < 500 ? 'Sender' : 'Receiver',
    message: error.message,
    members,
    values: { ...error.detail.members, [messageName(members)]: error.message },
  };
}

/** The error as one flat structure: the protocol's own members first, then the shape's other members. */
export function errorDocument(
  head: Readonly<Record<string, string>>,
  { members, values }: ModelledError,
): readonly [schema: StaticStructureSchema, value: Record<string, unknown>] {
  const names = Object.keys(head);
  const taken = new Set(names.map((name) => name.toLowerCase()));
  const others = members.filter(([name]) => !taken.has(name.toLowerCase()));
  const first = names.map((name): StructureMember => [name, 0]);
  // Only the shape's members: beside a `__type` the JSON codec writes all input.
  const own = Object.fromEntries(others.map(([name]) => [name, values[name]]));
  return [structure('Error', [...first, ...others]), { ...own, ...head }];
}

/** JSON and CBOR errors of protocols without HTTP bindings are 400 regardless of the modelled status. */
export function rpcStatus(status: number): number {
  return status < 500 ? 400 : status;
}

const byQueryCode = new WeakMap<ServiceModel, ReadonlyMap<string, StaticErrorSchema>>();

/** Handlers may name an error by its shape or by the code of the Query protocol. */
function findShape(code: string, service: ServiceModel): StaticErrorSchema | undefined {
  return service.errors.get(code) ?? queryCodes(service).get(code);
}

function queryCodes(service: ServiceModel): ReadonlyMap<string, StaticErrorSchema> {
  const known = byQueryCode.get(service);
  if (known) return known;
  const codes = new Map<string, StaticErrorSchema>();
  for (const schema of service.errors.values()) {
    const [code] = (schema[3] as ErrorTraits).awsQueryError ?? [];
    if (code !== undefined) codes.set(code, schema);
  }
  byQueryCode.set(service, codes);
  return codes;
}

function isMessage([name]: StructureMember): boolean {
  return name.toLowerCase() === 'message';
}

function messageName(members: readonly StructureMember[]): string {
  return members.find(isMessage)?.[0] ?? 'message';
}

/** Clients look for a message in every error, also where the shape has none. */
function withMessage(members: readonly StructureMember[]): readonly StructureMember[] {
  return members.some(isMessage) ? members : [...members, ['message', 0]];
}
