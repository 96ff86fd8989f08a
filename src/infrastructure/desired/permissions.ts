/** Permissions of the two roles of the cluster. */

import { readOrganizationActions } from '../../organization/read-actions.ts';
import type { Installation } from '../settings.ts';
import { documentOf, type IamDocument, type IamStatement } from './document.ts';
import { inventoryPath } from './inventory-role.ts';

/** Objects of a run that the orchestrator writes and reads. */
export function orchestratorPermissions(installation: Installation): IamDocument {
  const { settings } = installation;
  const bucket = bucketArn(installation);
  return documentOf([
    { Sid: 'ReadOrganization', Effect: 'Allow', Action: readOrganizationActions, Resource: '*' },
    ...orchestratorStatements(bucket),
    ...keyStatement(settings.kmsKeyArn),
  ]);
}

/** The bucket policy has the same statements: cross-account access needs both. */
export function orchestratorStatements(bucket: string): readonly IamStatement[] {
  return [
    {
      Sid: 'WriteRuns',
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: [`${bucket}/inventory/*/start.json`, `${bucket}/inventory/*/run.json`],
    },
    {
      Sid: 'ReadRuns',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: [
        `${bucket}/inventory/*/start.json`,
        `${bucket}/inventory/*/run.json`,
        `${bucket}/inventory/*/manifests/*`,
      ],
    },
    // Without a condition on the prefix: S3 returns 403 instead of 404 to callers that may not list the whole bucket.
    { Sid: 'ListRuns', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket },
  ];
}

/** Not the files of the run itself, which the orchestrator writes. */
export function runnerPermissions(installation: Installation): IamDocument {
  const { settings, facts } = installation;
  const bucket = bucketArn(installation);
  return documentOf([
    {
      Sid: 'UploadInventory',
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
      Resource: [
        `${bucket}/AWSRecon/*`,
        `${bucket}/inventory/*/manifests/*`,
        `${bucket}/inventory/*/ndjson/*`,
        `${bucket}/inventory/*/parquet/*`,
      ],
    },
    {
      Sid: 'AssumeInventoryRole',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: `arn:${facts.partition}:iam::*:role${inventoryPath}${settings.inventoryRole}`,
      Condition: { StringEquals: { 'aws:ResourceOrgID': facts.organizationId } },
    },
    ...keyStatement(settings.kmsKeyArn),
  ]);
}

export function bucketArn({ settings, facts }: Installation): string {
  return `arn:${facts.partition}:s3:::${settings.inventoryBucket}`;
}

/** Multipart uploads of encrypted objects need Decrypt. */
function keyStatement(key: string | undefined): readonly IamStatement[] {
  if (key === undefined) return [];
  const Action = ['kms:Decrypt', 'kms:GenerateDataKey'];
  return [{ Sid: 'UseKey', Effect: 'Allow', Action, Resource: key }];
}
