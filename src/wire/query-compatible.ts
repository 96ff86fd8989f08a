/**
 * SQS and CloudWatch left the Query protocol; clients that still know its error codes request them.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#awsquerycompatible-trait
 */

import type { ServiceModel } from '../aws/models/service-model.ts';
import type { WireRequest, WireResponse } from './message.ts';
import type { ModelledError } from './modelled-error.ts';

export function queryCompatibleError(
  response: WireResponse,
  { queryCode, fault }: ModelledError,
  service: ServiceModel,
  request: WireRequest,
): WireResponse {
  if (!service.awsQueryCompatible || request.headers['x-amzn-query-mode'] !== 'true') {
    return response;
  }
  return {
    ...response,
    headers: { ...response.headers, 'x-amzn-query-error': `${queryCode};${fault}` },
  };
}
