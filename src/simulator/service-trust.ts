/** Whether an AWS service may assume a role: its trust policy alone decides. */

import { compiledPolicy } from '../policy/compiled.ts';
import { evaluateForPrincipal } from '../policy/evaluate.ts';
import { lookUpIn } from './authorize.ts';
import type { Role } from './services/iam/resources.ts';

export interface ServiceCall {
  /** `codebuild.amazonaws.com`. */
  readonly service: string;
  /** The account and resource on whose behalf it calls: the condition keys against a confused deputy. */
  readonly accountId: string;
  readonly sourceArn?: string;
}

export function trustsService(role: Role, { service, accountId, sourceArn }: ServiceCall): boolean {
  const verdict = evaluateForPrincipal(compiledPolicy(role.trustPolicy, 'trust'), {
    action: 'sts:AssumeRole',
    resource: role.arn,
    principal: { accountId, names: [], service },
    lookUp: lookUpIn({
      'aws:SourceAccount': accountId,
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': service,
      ...(sourceArn !== undefined && { 'aws:SourceArn': sourceArn }),
    }),
  });
  return verdict === 'allow';
}
