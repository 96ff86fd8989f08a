/**
 * One client for every service, driven by the extracted models: hundreds of services cost megabytes, not hundreds of
 * megabytes. It is put together from the parts that the SDK's own clients are generated from, so serialization,
 * signing, retries and errors are theirs. Nothing else in Flotilla touches these parts.
 */

import {
  createDefaultUserAgentProvider,
  getHostHeaderPlugin,
  getUserAgentPlugin,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
} from '@aws-sdk/core/client';
import { AwsSdkSigV4Signer, resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import * as awsProtocols from '@aws-sdk/core/protocols';
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core';
import { Sha256 } from '@smithy/core/checksum';
import { Client, makeBuilder, NoOpLogger, ServiceException } from '@smithy/core/client';
import { resolveRegionConfig } from '@smithy/core/config';
import { getEndpointPlugin, resolveEndpointConfig } from '@smithy/core/endpoints';
import { getContentLengthPlugin, parseUrl } from '@smithy/core/protocols';
import { getRetryPlugin, resolveRetryConfig } from '@smithy/core/retry';
import { getSchemaSerdePlugin, TypeRegistry } from '@smithy/core/schema';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { streamCollector } from '@smithy/node-http-handler';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { AnyClient, ClientClass, ClientConfiguration } from './clients.ts';
import { type Protocol, type ServiceModel, serviceModel } from './models/service-model.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Output = Readonly<Record<string, unknown>>;

export interface GenericClient extends AnyClient {
  /** Calls an operation by name, `call('DescribeInstances', { MaxResults: 5 })`. Errors are named as AWS names them. */
  call(operation: string, input?: Input, signal?: AbortSignal): Promise<Output>;
  /** The same, page after page, for operations that the model knows to be paged; a single page for the others. */
  pages(operation: string, input?: Input, signal?: AbortSignal): AsyncGenerator<Output>;
}

const classes = new Map<string, ClientClass<GenericClient>>();

/** The class of a service's generic client, by the name of its model. */
export function genericClient(service: string): ClientClass<GenericClient> {
  const known = classes.get(service);
  if (known) return known;
  const made = genericClientOf(serviceModel(service));
  classes.set(service, made);
  return made;
}

const protocolClasses: Readonly<Record<Protocol, unknown>> = {
  'json1.0': awsProtocols.AwsJson1_0Protocol,
  'json1.1': awsProtocols.AwsJson1_1Protocol,
  query: awsProtocols.AwsQueryProtocol,
  ec2: awsProtocols.AwsEc2QueryProtocol,
  'rest-json': awsProtocols.AwsRestJsonProtocol,
  'rest-xml': awsProtocols.AwsRestXmlProtocol,
  cbor: awsProtocols.AwsSmithyRpcV2CborProtocol,
};

// The SDK's builders are typed for generated code, each client by its own configuration. Here the configuration is
// data, so these few lines talk to them untyped.
type Untyped = never;
type Sendable = { send(command: object, options: object): Promise<Output> };
type CommandClass = new (input: Input) => object;

/** For a model that is at hand. */
export function genericClientOf(model: ServiceModel): ClientClass<GenericClient> {
  const shared = sharedConfiguration(model);
  const commands = new Map<string, CommandClass>();
  const commandOf = (operation: string): CommandClass => {
    const known = commands.get(operation) ?? buildCommand(model, operation);
    commands.set(operation, known);
    return known;
  };

  return class extends (Client as unknown as new (config: object) => AnyClient & Sendable) {
    config: object;

    constructor(configuration: ClientConfiguration) {
      const config = resolve({ ...shared, ...configuration });
      super(config);
      this.config = config;
      for (const plugin of pluginsOf(config)) this.middlewareStack.use(plugin);
    }

    call(operation: string, input: Input = {}, signal?: AbortSignal): Promise<Output> {
      const Command = commandOf(operation);
      return this.send(new Command(input), signal ? { abortSignal: signal } : {});
    }

    async *pages(
      operation: string,
      input: Input = {},
      signal?: AbortSignal,
    ): AsyncGenerator<Output> {
      const pagination = model.operations.get(operation)?.pagination;
      let token: unknown;
      do {
        const paged =
          pagination && token !== undefined ? { ...input, [pagination.inputToken]: token } : input;
        const page = await this.call(operation, paged, signal);
        yield page;
        token = pagination && memberAt(page, pagination.outputToken);
      } while (token !== undefined && token !== null && token !== '');
    }
  } as unknown as ClientClass<GenericClient>;
}

function sharedConfiguration(model: ServiceModel): object {
  return {
    apiVersion: model.version,
    serviceId: model.sdkId,
    defaultSigningName: model.signingName,
    protocol: protocolClasses[model.protocol],
    protocolSettings: {
      defaultNamespace: model.namespace,
      errorTypeRegistries: [errorRegistry(model)],
      xmlNamespace: model.xmlNamespace,
      version: model.version,
      serviceTarget: model.serviceTarget,
      awsQueryCompatible: model.awsQueryCompatible,
    },
    endpointProvider: (parameters: EndpointParameters) => endpoint(model, parameters),
    httpAuthSchemes: [sigV4],
    httpAuthSchemeProvider: (parameters: { readonly region: string }) => [
      authOption(model, parameters.region),
    ],
    defaultUserAgentProvider: createDefaultUserAgentProvider({
      serviceId: model.sdkId,
      clientVersion: model.version,
    }),
    runtime: 'node',
    logger: new NoOpLogger(),
    disableHostPrefix: false,
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
    bodyLengthChecker: calculateBodyLength,
    streamCollector,
    sha256: Sha256,
    urlParser: parseUrl,
    maxAttempts: 3,
    retryMode: 'standard',
    userAgentAppId: undefined,
    authSchemePreference: async () => [],
    extensions: [],
  };
}

function resolve(config: object): object {
  const steps = [
    resolveUserAgentConfig,
    resolveRetryConfig,
    resolveRegionConfig,
    resolveHostHeaderConfig,
    resolveEndpointConfig,
    resolveAwsSdkSigV4Config,
  ] as ((config: object) => object)[];
  return steps.reduce((resolved, step) => step(resolved), config);
}

function pluginsOf(config: object): Untyped[] {
  const untyped = config as Untyped;
  return [
    getSchemaSerdePlugin(untyped),
    getUserAgentPlugin(untyped),
    getRetryPlugin(untyped),
    getContentLengthPlugin(untyped),
    getHostHeaderPlugin(untyped),
    getHttpAuthSchemeEndpointRuleSetPlugin(untyped, {
      httpAuthSchemeParametersProvider: async ({ region }: { region: () => Promise<string> }) => ({
        region: await region(),
      }),
      identityProviderConfigProvider: async ({ credentials }: { credentials: Untyped }) =>
        new DefaultIdentityProviderConfig({ [sigV4.schemeId]: credentials }),
    } as Untyped),
    getHttpSigningPlugin(untyped),
  ] as Untyped[];
}

const sigV4 = {
  schemeId: 'aws.auth#sigv4',
  identityProvider: (config: { getIdentityProvider(scheme: string): unknown }) =>
    config.getIdentityProvider('aws.auth#sigv4'),
  signer: new AwsSdkSigV4Signer(),
};

function authOption(model: ServiceModel, region: string): object {
  return {
    schemeId: sigV4.schemeId,
    signingProperties: { name: model.signingName, region },
    propertiesExtractor: (config: object, context: object) => ({
      signingProperties: { config, context },
    }),
  };
}

interface EndpointParameters {
  readonly Region: string;
  readonly Endpoint?: string;
  readonly Bucket?: string;
}

/** S3 keeps the bucket out of the operations' URIs, so it goes into the endpoint: path style, which needs no DNS. */
function endpoint(model: ServiceModel, { Region, Endpoint, Bucket }: EndpointParameters): object {
  const { url, signingRegion } = model.endpoint(Region);
  const base = new URL(Endpoint ?? url);
  if (Bucket !== undefined)
    base.pathname = `${base.pathname.replace(/\/$/, '')}/${encodeURIComponent(Bucket)}`;
  return {
    url: base,
    headers: {},
    properties: { authSchemes: [{ name: 'sigv4', signingName: model.signingName, signingRegion }] },
  };
}

const endpointParameters = {
  Region: { type: 'builtInParams', name: 'region' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
};
const bucketParameter = { Bucket: { type: 'contextParams', name: 'Bucket' } };

/** Operations whose endpoints are not their service's: the ordinary one would answer something else, without an error. */
const elsewhere: ReadonlySet<string> = new Set([
  's3:ListDirectoryBuckets',
  's3:WriteGetObjectResponse',
]);

function buildCommand(model: ServiceModel, name: string): CommandClass {
  const operation = model.operations.get(name);
  if (!operation) {
    throw new FlotillaError(
      'InvalidInput',
      `${model.sdkId} has no operation "${name}" in the extracted models`,
    );
  }
  if (elsewhere.has(`${model.name}:${name}`)) {
    throw new FlotillaError(
      'InvalidInput',
      `${name} has an endpoint of its own; call it with the service's own client`,
    );
  }
  const added = model.name === 's3' ? bucketParameter : {};
  const command = makeBuilder(
    endpointParameters as Untyped,
    model.serviceTarget ?? model.sdkId,
    'GenericClient',
    getEndpointPlugin as Untyped,
  );
  return command(
    added as Untyped,
    (() => []) as Untyped,
    name,
    operation.schema,
  ) as unknown as CommandClass;
}

/**
 * A registry under a name of its own: the SDK keeps one registry per namespace for the whole process, and a typed
 * client of the same service must go on throwing its own classes.
 */
function errorRegistry(model: ServiceModel): TypeRegistry {
  const schemas = new Map<string, Untyped>();
  const constructors = new Map<Untyped, Untyped>();
  for (const [name, schema] of model.errors) {
    schemas.set(`${schema[1]}#${name}`, schema as Untyped);
    const isBase = schema[1].startsWith('smithy.ts.sdk.synthetic.');
    constructors.set(schema as Untyped, errorClass(name, isBase) as Untyped);
  }
  const Registry = TypeRegistry as unknown as new (
    namespace: string,
    ...maps: object[]
  ) => TypeRegistry;
  return new Registry(`flotilla.generic.${model.name}`, schemas, constructors);
}

type ErrorOptions = ConstructorParameters<typeof ServiceException>[0];

/** The class above a service's errors has no name of its own: it takes that of an error that the model does not have. */
function errorClass(
  name: string,
  isBase: boolean,
): new (
  options: ErrorOptions,
) => ServiceException {
  return class extends ServiceException {
    constructor(options: ErrorOptions) {
      super(isBase ? options : { ...options, name });
    }
  };
}

/** Some tokens lie below the answer: `DistributionList.NextMarker`. */
function memberAt(page: Output, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Output | undefined)?.[key], page);
}
