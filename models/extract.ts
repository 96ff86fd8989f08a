/** One service's model: operations, shapes, errors, pagination, endpoints. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type EndpointProvider, extractEndpoints } from './endpoints.ts';
import type { PartitionModels } from './partitions.ts';
import { actionOf, type ServiceEntry } from './services.ts';

const require = createRequire(import.meta.url);

type Schema = number | string | readonly unknown[] | (() => Schema);

interface SdkConfig {
  readonly serviceId: string;
  readonly apiVersion: string;
  readonly defaultSigningName: string;
  readonly protocol: { readonly constructor: { readonly name: string } };
  readonly protocolSettings: {
    readonly defaultNamespace: string;
    readonly xmlNamespace?: string;
    readonly version?: string;
    readonly serviceTarget?: string;
    readonly awsQueryCompatible?: boolean;
    readonly errorTypeRegistries: readonly { readonly schemas: ReadonlyMap<string, Schema> }[];
  };
  readonly endpointProvider: EndpointProvider;
}

const protocols: Readonly<Record<string, string>> = {
  AwsJson1_0Protocol: 'json1.0',
  AwsJson1_1Protocol: 'json1.1',
  AwsQueryProtocol: 'query',
  AwsEc2QueryProtocol: 'ec2',
  AwsRestJsonProtocol: 'rest-json',
  AwsRestXmlProtocol: 'rest-xml',
  S3RestXmlProtocol: 'rest-xml',
  AwsSmithyRpcV2CborProtocol: 'cbor',
};

export interface Extraction {
  readonly name: string;
  readonly entry: ServiceEntry;
  /** The operations and shapes to extract when not all are. */
  readonly operations: ReadonlySet<string>;
  readonly partitions: PartitionModels;
}

export function extractService({ name, entry, operations: selected, partitions }: Extraction) {
  const sdk = require(entry.package) as Record<string, unknown>;
  const config = configuration(sdk);
  const { defaultNamespace, xmlNamespace, version, serviceTarget, awsQueryCompatible } =
    config.protocolSettings;
  const shapes = new Shapes(defaultNamespace);
  const pages = new Map([...pagination(entry.package), ...Object.entries(entry.pages ?? {})]);
  const errors = config.protocolSettings.errorTypeRegistries
    .flatMap((registry) => [...registry.schemas.values()])
    .map((schema) => shapes.reference(schema))
    .filter((reference): reference is string => typeof reference === 'string');
  const operations = Object.values(sdk)
    .filter((value): value is readonly unknown[] => Array.isArray(value) && value[0] === 9)
    .filter(([, , operation]) => entry.all || selected.has(operation as string))
    .map(
      ([, , operation, traits, input, output]) =>
        [
          operation as string,
          [
            traits,
            shapes.reference(input as Schema),
            shapes.reference(output as Schema),
            pages.get(operation as string) ?? 0,
          ],
        ] as const,
    );
  return {
    name,
    sdkId: config.serviceId,
    protocol: protocols[config.protocol.constructor.name] ?? unknownProtocol(name, config),
    namespace: defaultNamespace,
    version: version ?? config.apiVersion,
    ...(xmlNamespace && { xmlNamespace }),
    ...(serviceTarget && { serviceTarget }),
    ...(awsQueryCompatible && { awsQueryCompatible }),
    signingName: config.defaultSigningName,
    iamPrefix: entry.iamPrefix,
    actions: actionsOf(entry, operations),
    endpoints: extractEndpoints(config.endpointProvider, partitions),
    errors: [...new Set(errors)].sort(),
    operations: sorted(operations),
    shapes: sorted(shapes.entries()),
  };
}

/** Exceptions to `prefix:Operation`. */
function actionsOf(entry: ServiceEntry, operations: readonly (readonly [string, unknown])[]) {
  if (!entry.action) return entry.actions ?? {};
  return Object.fromEntries(operations.map(([name]) => [name, actionOf(entry, name)]));
}

function unknownProtocol(name: string, config: SdkConfig): never {
  throw new Error(
    `${name} uses the protocol "${config.protocol.constructor.name}", which is not supported`,
  );
}

function configuration(sdk: Record<string, unknown>): SdkConfig {
  const clientName = Object.keys(sdk).find((key) => /^[A-Z].*Client$/.test(key));
  if (!clientName) throw new Error('the package does not export a client');
  const Client = sdk[clientName] as new (config: object) => { readonly config: SdkConfig };
  return new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: '-', secretAccessKey: '-' },
  }).config;
}

/**
 * Turns the SDK's linked arrays into a table: a reference is a number (simple type), or the name of a shape in the
 * table. Shapes of another namespace keep it in their name.
 */
class Shapes {
  readonly #namespace: string;
  readonly #table = new Map<string, unknown>();

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  entries(): Iterable<readonly [string, unknown]> {
    return this.#table;
  }

  reference(schema: Schema): number | string {
    if (typeof schema === 'function') return this.reference(schema());
    if (typeof schema === 'number' || typeof schema === 'string') return schema;
    const [, namespace, shapeName] = schema as [number, string, string];
    const name = namespace === this.#namespace ? shapeName : `${namespace}#${shapeName}`;
    if (!this.#table.has(name)) {
      this.#table.set(name, null); // Recursive shapes refer to themselves here.
      this.#table.set(name, this.#shape(schema));
    }
    return name;
  }

  #shape(schema: readonly unknown[]): unknown {
    const [kind, , , traits, ...rest] = schema as [number, string, string, unknown, ...unknown[]];
    if (kind === 0) return [kind, traits, rest[0]];
    if (kind === 1 || kind === 2)
      return [kind, traits, ...rest.map((part) => this.#member(part as Schema))];
    const [names, members, required] = rest as [string[], Schema[], number | undefined];
    return [kind, traits, names, members.map((member) => this.#member(member)), required ?? 0];
  }

  /** A member is a reference, or `[reference, traits]`. */
  #member(member: Schema): unknown {
    const bare = typeof member === 'function' ? member() : member;
    if (!Array.isArray(bare) || bare.length !== 2) return this.reference(bare as Schema);
    return [this.reference(bare[0] as Schema), bare[1]];
  }
}

/** `[input token, output token, page size]` by operation; the tokens exist only in the text of the paginators. */
function pagination(packageName: string): ReadonlyMap<string, readonly string[]> {
  const folder = join(
    dirname(require.resolve(`${packageName}/package.json`)),
    'dist-es/pagination',
  );
  const pages = new Map<string, readonly string[]>();
  if (!existsSync(folder)) return pages;
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const call = /createPaginator\(\w+, (\w+)Command, ([^)]*)\)/.exec(text);
    if (!call?.[1]) continue;
    pages.set(
      call[1],
      [...(call[2] ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? ''),
    );
  }
  return pages;
}

function sorted(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
