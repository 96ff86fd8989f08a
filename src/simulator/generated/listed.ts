/**
 * Operations that are served from the seed without a handler. For services with handlers, only the operations named
 * here; they refuse everything else.
 */

import type { OperationModel, ServiceModel } from '../../aws/models/service-model.ts';
import { type GeneratedHandler, generatedHandler } from './listing.ts';

const matchesNothing = /^$/;

const listed: Readonly<Record<string, RegExp>> = {
  account: matchesNothing,
  budgets: matchesNothing,
  ce: /^(GetAnomalyMonitors|GetAnomalySubscriptions|ListCostCategoryDefinitions)$/,
  cloudformation: /^ListStackSets$/,
  cloudwatch: /^(DescribeInsightRules|ListMetricStreams|DescribeAnomalyDetectors)$/,
  ec2: /^Describe|^List\w+RecycleBin$|^GetEbs|^GetSnapshotBlockPublicAccessState$/,
  iam: /^(GetLoginProfile|List(MFADevices|SSHPublicKeys|ServerCertificates|VirtualMFADevices|SAMLProviders|SigningCertificates))$/,
  organizations: /^List(HandshakesForAccount|HandshakesForOrganization)$/,
  s3: matchesNothing,
  sts: matchesNothing,
  tagging: matchesNothing,
};

const handlers = new Map<string, GeneratedHandler | undefined>();

/** Undefined for operations that are refused by name. */
export function listedHandler(
  service: ServiceModel,
  operation: OperationModel,
): GeneratedHandler | undefined {
  const own = listed[service.name];
  if (own && !own.test(operation.name)) return undefined;
  const key = `${service.name}:${operation.name}`;
  if (!handlers.has(key)) handlers.set(key, generatedHandler(service, operation));
  return handlers.get(key);
}
