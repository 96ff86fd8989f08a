/** Findings of cdk-nag that are right as they are, each with its reason. */

import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PolicyStatement } from '../src/deployment/deployment.ts';

export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** Why a statement has a wildcard, by its name. */
const wildcards: Readonly<Record<string, string>> = {
  CreateIncidents: 'an item has no name before it is there',
  FindIncidents: 'a search knows no resource',
  LinkReports: 'objects below the prefix of a report',
  OpenIncidents: 'items have generated names',
  PutMetrics: 'data points know no resource; the namespace is a condition',
  ReadReports: 'objects below the prefix of a report',
  ResolveIncidents: 'items have generated names',
  SendMail: 'any identity of this account; the sender is a condition',
  SubscribeAlerts: 'topics of accounts that come and go; organization and queue are conditions',
  WriteReports: 'objects below the prefix of a report',
  WriteTraces: 'traces know no resource',
};

/** A wildcard of a statement that is not listed stays a finding. */
export function acknowledgeWildcards(
  role: IConstruct,
  statements: readonly PolicyStatement[],
): void {
  for (const { Sid, Resource } of statements) {
    const reason = wildcards[Sid];
    if (reason === undefined) continue;
    for (const arn of Resource.filter((one) => one.includes('*'))) {
      acknowledge(role, `AwsSolutions-IAM5[Resource::${arn}]`, reason);
    }
  }
}
