/** The endpoint of a generic client's calls, and their signing region. */

import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { parseUrl } from '@smithy/core/transport';
import type { ServiceModel } from '../models/service-model.ts';

export interface EndpointRequest {
  readonly region: string;
  /** Replaces AWS's own. */
  readonly endpoint: string | undefined;
  readonly bucket: string | undefined;
}

export interface ServiceEndpoint {
  readonly url: URL;
  readonly signingRegion: string;
  /** Some operations add a prefix to the host, which only AWS's own hosts support. */
  readonly hasHostPrefix: boolean;
}

/** S3's operations have no bucket in their URIs, so it goes into the endpoint: path style, which needs no DNS. */
export function endpointOf(
  model: ServiceModel,
  { region, endpoint, bucket }: EndpointRequest,
): ServiceEndpoint {
  const { url, signingRegion } = model.endpoint(region);
  const base = new URL(endpoint ?? url);
  if (bucket !== undefined)
    base.pathname = `${base.pathname.replace(/\/$/, '')}/${encodeURIComponent(bucket)}`;
  return { url: base, signingRegion, hasHostPrefix: endpoint === undefined };
}

/** `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL` or the profile's `endpoint_url`, as the SDK's own clients read them. */
export async function configuredEndpoint(model: ServiceModel): Promise<string | undefined> {
  const config = { serviceId: model.sdkId, urlParser: parseUrl };
  const resolved = resolveEndpointConfig(config as never) as {
    serviceConfiguredEndpoint(): Promise<string | undefined>;
  };
  return resolved.serviceConfiguredEndpoint();
}
