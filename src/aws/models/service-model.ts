/**
 * The models of AWS's services, extracted from the SDK by `models/`: one JSON file per service, read on first use and
 * linked into the static schemas that the SDK's codecs use. The generic client and the simulator share them.
 */

import { readdirSync, readFileSync } from 'node:fs';
import type { StaticErrorSchema, StaticOperationSchema, StaticSchema } from '@smithy/types';

export type Protocol = 'json1.0' | 'json1.1' | 'query' | 'ec2' | 'rest-json' | 'rest-xml' | 'cbor';

export interface OperationModel {
  readonly name: string;
  /** The SDK's own form: `[9, namespace, name, traits, input, output]`. */
  readonly schema: StaticOperationSchema;
  /** The IAM action that permits it, `iam:ListUsers`. */
  readonly action: string;
  readonly pagination?: Pagination;
}

/** Names of members. The page size may be absent: some operations have fixed pages. */
interface Pagination {
  readonly inputToken: string;
  readonly outputToken: string;
  readonly pageSize?: string;
}

export interface ServiceModel {
  /** Our name and the file's: `organizations`, `tagging`. */
  readonly name: string;
  /** The SDK's name: `Organizations`, `Resource Groups Tagging API`. */
  readonly sdkId: string;
  readonly protocol: Protocol;
  readonly namespace: string;
  /** API version, `2016-11-28`. */
  readonly version: string;
  readonly xmlNamespace?: string;
  /** Prefix of `X-Amz-Target` in the JSON and CBOR protocols. */
  readonly serviceTarget?: string;
  /** The service used the Query protocol before and still supports it (SQS, CloudWatch). */
  readonly awsQueryCompatible?: boolean;
  readonly signingName: string;
  readonly iamPrefix: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** Errors that the model declares, by name. Services return others too. */
  readonly errors: ReadonlyMap<string, StaticErrorSchema>;
  endpoint(region: string): ServiceEndpoint;
}

interface ServiceEndpoint {
  readonly url: string;
  readonly signingRegion: string;
}

export interface Partition {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly name: string;
  readonly dnsSuffix: string;
  /** The region that represents the whole partition where a service is global. */
  readonly globalRegion: string;
  readonly regions: readonly string[];
}

/** The content of the JSON files; `models/extract.ts` writes it. */
interface StoredModel extends Omit<ServiceModel, 'operations' | 'errors' | 'endpoint'> {
  readonly actions: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<
    Record<string, readonly [StoredEndpoint, Readonly<Record<string, StoredEndpoint>>]>
  >;
  readonly errors: readonly string[];
  readonly operations: Readonly<Record<string, StoredOperation>>;
  readonly shapes: Readonly<Record<string, StoredShape>>;
}

type StoredEndpoint = readonly [url: string, signingRegion: string | 0];
type StoredReference = number | string;
type StoredMember = StoredReference | readonly [StoredReference, unknown];
type StoredOperation = readonly [
  traits: unknown,
  input: StoredReference,
  output: StoredReference,
  pagination: readonly [string, string, string?] | 0,
];
type StoredShape =
  | readonly [kind: 0, traits: unknown, type: number]
  | readonly [kind: 1, traits: unknown, element: StoredMember]
  | readonly [kind: 2, traits: unknown, key: StoredMember, value: StoredMember]
  | readonly [
      kind: number,
      traits: unknown,
      names: string[],
      members: StoredMember[],
      required: number,
    ];

const loaded = new Map<string, ServiceModel>();

/** Returns the model of a service by our name (`ec2`), read once per process. Throws when there is no such model. */
export function serviceModel(name: string): ServiceModel {
  const known = loaded.get(name);
  if (known) return known;
  const model = link(readJson(`${name}.json`) as StoredModel);
  loaded.set(name, model);
  return model;
}

/** Names of all models. */
export function modelNames(): string[] {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.json'));
  return files
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) => name !== 'partitions');
}

export const partitions: readonly Partition[] = Object.entries(
  readJson('partitions.json') as Record<string, Omit<Partition, 'name'>>,
).map(([name, partition]) => ({ name, ...partition }));

const partitionOfRegion = new Map(
  partitions.flatMap((partition) =>
    partition.regions.map((region) => [region, partition] as const),
  ),
);

/** Returns the partition of a region, undefined for an unknown region. */
export function partitionOf(region: string): Partition | undefined {
  return partitionOfRegion.get(region);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

function link(stored: StoredModel): ServiceModel {
  const { actions, endpoints, errors, operations, shapes, ...facts } = stored;
  const schemas = linkShapes(shapes, facts.namespace);
  const toOperation = ([name, [traits, input, output, pages]]: [string, StoredOperation]) => {
    const schema = [9, facts.namespace, name, traits, () => schemas(input), () => schemas(output)];
    const operation: OperationModel = {
      name,
      schema: schema as unknown as StaticOperationSchema,
      action: actions[name] ?? `${facts.iamPrefix}:${name}`,
      ...(pages && { pagination: toPagination(pages) }),
    };
    return [name, operation] as const;
  };
  return {
    ...facts,
    operations: new Map(Object.entries(operations).map(toOperation)),
    errors: new Map(errors.map((name) => [afterHash(name), schemas(name) as StaticErrorSchema])),
    endpoint: (region) => endpointOf(stored, region),
  };
}

function toPagination([inputToken, outputToken, pageSize]: readonly [
  string,
  string,
  string?,
]): Pagination {
  return { inputToken, outputToken, ...(pageSize && { pageSize }) };
}

/** Links on first use: a process that calls one operation of EC2 builds only the shapes that it needs. */
function linkShapes(
  shapes: Readonly<Record<string, StoredShape>>,
  namespace: string,
): (reference: StoredReference) => StaticSchema {
  const linked = new Map<string, StaticSchema>();
  const reference = (to: StoredReference): StaticSchema => {
    if (typeof to === 'number' || !(to in shapes)) return to as unknown as StaticSchema;
    const known = linked.get(to);
    if (known) return known;
    const schema = build(to, shapes[to] as StoredShape);
    linked.set(to, schema);
    return schema;
  };
  const member = (stored: StoredMember) => {
    const [to, traits] = Array.isArray(stored) ? stored : [stored as StoredReference, undefined];
    let known: StaticSchema | undefined;
    const lazy =
      typeof to === 'number'
        ? to
        : () => {
            known ??= reference(to);
            return known;
          };
    return traits === undefined ? lazy : [lazy, traits];
  };
  const build = (name: string, [kind, traits, ...rest]: StoredShape): StaticSchema => {
    const hash = name.indexOf('#');
    const head = [kind, hash < 0 ? namespace : name.slice(0, hash), afterHash(name), traits];
    if (kind === 0) return [...head, rest[0]] as unknown as StaticSchema;
    if (kind === 1 || kind === 2) {
      return [
        ...head,
        ...rest.map((part) => member(part as StoredMember)),
      ] as unknown as StaticSchema;
    }
    const [names, members, required] = rest as [string[], StoredMember[], number];
    return [...head, names, members.map(member), required] as unknown as StaticSchema;
  };
  return reference;
}

function afterHash(name: string): string {
  return name.slice(name.indexOf('#') + 1);
}

function endpointOf(stored: StoredModel, region: string): ServiceEndpoint {
  const partition = partitionOf(region)?.name ?? 'aws';
  const [usual, others] = stored.endpoints[partition] ?? stored.endpoints.aws ?? [];
  const [url, signingRegion] = others?.[region] ?? usual ?? ['', 0];
  return { url: url.replace('{region}', region), signingRegion: signingRegion || region };
}
