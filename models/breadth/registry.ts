/** CloudFormation's resource types, as the schema database of AWS's CDK has them. */

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export interface RegisteredType {
  /** `AWS::AppMesh::Mesh`. */
  readonly cloudFormationType: string;
  /** Members that identify a resource; absent if the registry does not know the type. */
  readonly primaryIdentifier?: readonly string[];
  readonly properties: Readonly<Record<string, RegisteredProperty>>;
  readonly attributes: Readonly<Record<string, { readonly documentation?: string }>>;
  /** `arn:${Partition}:s3:::${BucketName}`. */
  readonly arnTemplate?: string;
  readonly tagInformation?: { readonly tagPropertyName: string };
}

interface RegisteredProperty {
  readonly required?: boolean;
  readonly causesReplacement?: 'yes' | 'no' | 'maybe';
  readonly relationshipRefs?: readonly { readonly cloudFormationType: string }[];
}

/** Sorted by name. */
export function registeredTypes(): readonly RegisteredType[] {
  const spec = require('@aws-cdk/aws-service-spec') as {
    loadAwsServiceSpecSync(): { all(entity: 'resource'): readonly RegisteredType[] };
  };
  return spec
    .loadAwsServiceSpecSync()
    .all('resource')
    .toSorted((a, b) => (a.cloudFormationType < b.cloudFormationType ? -1 : 1));
}

/** `AWS::AppMesh::Mesh` → `AppMesh` and `Mesh`. */
export function partsOf({ cloudFormationType }: RegisteredType) {
  const [, namespace = '', name = ''] = cloudFormationType.split('::');
  return { namespace, name };
}
