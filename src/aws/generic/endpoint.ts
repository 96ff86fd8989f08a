/** The endpoint of a generic client's calls, and their signing region. */

import type { ServiceModel } from '../models/service-model.ts';

export interface EndpointParameters {
  readonly Region: string;
  readonly Endpoint?: string;
  readonly Bucket?: string;
}

/** S3's operations have no bucket in their URIs, so it goes into the endpoint: path style, which needs no DNS. */
export function endpoint(
  model: ServiceModel,
  { Region, Endpoint, Bucket }: EndpointParameters,
): object {
  const { url, signingRegion } = model.endpoint(Region);
  const base = new URL(Endpoint ?? url);
  if (Bucket !== undefined) {
    base.pathname = `${base.pathname.replace(/\/$/, '')}/${encodeURIComponent(Bucket)}`;
  }
  return {
    url: base,
    headers: {},
    properties: { authSchemes: [{ name: 'sigv4', signingName: model.signingName, signingRegion }] },
  };
}
