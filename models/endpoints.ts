/** Endpoints and signing regions per partition, derived by evaluating the SDK's endpoint rules for every region. */

import type { PartitionModels } from './partitions.ts';

export type EndpointProvider = (parameters: {
  Region: string;
  UseFIPS?: boolean;
  UseDualStack?: boolean;
}) => {
  readonly url: URL;
  readonly properties: { readonly authSchemes?: readonly { readonly signingRegion?: string }[] };
};

/** `[url, signing region]` of a global service, `[url with {region}, 0]` of a regional one. */
type Endpoint = readonly [url: string, signingRegion: string | 0];

export function extractEndpoints(provider: EndpointProvider, partitions: PartitionModels): object {
  const endpoints: Record<string, unknown> = {};
  for (const [partition, { regions }] of Object.entries(partitions)) {
    const answers = regions.map((region) => [region, resolveEndpoint(provider, region)] as const);
    const usual = commonest(answers.map(([, answer]) => answer));
    const others = answers.filter(([, answer]) => answer !== usual);
    endpoints[partition] = [
      JSON.parse(usual),
      Object.fromEntries(others.map(([r, a]) => [r, JSON.parse(a)])),
    ];
  }
  return endpoints;
}

function resolveEndpoint(provider: EndpointProvider, region: string): string {
  const { url, properties } = provider({ Region: region, UseFIPS: false, UseDualStack: false });
  const signingRegion = properties.authSchemes?.[0]?.signingRegion;
  const endpoint: Endpoint = signingRegion
    ? [url.origin, signingRegion]
    : [url.origin.replace(region, '{region}'), 0];
  return JSON.stringify(endpoint);
}

function commonest(values: readonly string[]): string {
  const counts = Map.groupBy(values, (value) => value);
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
}
