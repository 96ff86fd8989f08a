/** Removes the files of the role-distribution tool that still have the content that we wrote. */

import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ConvergeContext, sameDocument } from '../../converge/change.ts';
import type { InfrastructureFinding } from '../finding.ts';
import { type FilesBucket, readFile } from './converge-files.ts';
import { type PolicyFiles, policyFolder } from './policy-files.ts';

export async function removeFiles(
  s3: S3Client,
  { bucket, ownerId, files }: FilesBucket & { readonly files: PolicyFiles },
  { dry }: Pick<ConvergeContext, 'dry'>,
): Promise<readonly InfrastructureFinding[]> {
  const findings: InfrastructureFinding[] = [];
  for (const [name, document] of Object.entries(files)) {
    const Key = `${policyFolder}${name}`;
    const place = { Bucket: bucket, Key, ExpectedBucketOwner: ownerId };
    const text = await readFile(s3, place);
    if (text === undefined) continue;
    const finding = { accountId: ownerId, resource: `file s3://${bucket}/${Key}` };
    if (!sameDocument(text, document)) {
      findings.push({ ...finding, action: 'keep', differences: ['its content was changed'] });
      continue;
    }
    if (!dry) await s3.send(new DeleteObjectCommand(place));
    findings.push({ ...finding, action: 'delete', differences: [] });
  }
  return findings;
}
