/** Configuration and middleware of an SDK client, as its code generator would have written them. */

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
import { NoOpLogger } from '@smithy/core/client';
import { resolveRegionConfig } from '@smithy/core/config';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { getContentLengthPlugin, parseUrl } from '@smithy/core/protocols';
import { getRetryPlugin, resolveRetryConfig } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde';
import { streamCollector } from '@smithy/node-http-handler';
import type { Protocol, ServiceModel } from '../models/service-model.ts';
import { type EndpointParameters, endpoint } from './endpoint.ts';
import { errorRegistry } from './errors.ts';
import type { Untyped } from './untyped.ts';

const protocolClasses: Readonly<Record<Protocol, unknown>> = {
  'json1.0': awsProtocols.AwsJson1_0Protocol,
  'json1.1': awsProtocols.AwsJson1_1Protocol,
  query: awsProtocols.AwsQueryProtocol,
  ec2: awsProtocols.AwsEc2QueryProtocol,
  'rest-json': awsProtocols.AwsRestJsonProtocol,
  'rest-xml': awsProtocols.AwsRestXmlProtocol,
  cbor: awsProtocols.AwsSmithyRpcV2CborProtocol,
};

export function sharedConfiguration(model: ServiceModel): object {
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
    urlParser: parseUrl,
    extensions: [],
  };
}

export function resolve(config: object): object {
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

export function pluginsOf(config: object): Untyped[] {
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
