/** The files of the role-distribution tool, as far as they still say what we said. */

import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Converging, sameDocument } from '../../converge/change.ts';
import type { Finding } from '../finding.ts';
import { type FilePlace, readFile } from './converge-files.ts';
import { type PolicyFiles, policyFolder } from './policy-files.ts';

export async function removeFiles(
  s3: S3Client,
  { bucket, ownerId, files }: FilePlace & { readonly files: PolicyFiles },
  { dry }: Pick<Converging, 'dry'>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, wanted] of Object.entries(files)) {
    const Key = `${policyFolder}${name}`;
    const place = { Bucket: bucket, Key, ExpectedBucketOwner: ownerId };
    const text = await readFile(s3, place);
    if (text === undefined) continue;
    const finding = { accountId: ownerId, resource: `file s3://${bucket}/${Key}` };
    if (!sameDocument(text, wanted)) {
      findings.push({ ...finding, action: 'keep', differences: ['it says something else'] });
      continue;
    }
    if (!dry) await s3.send(new DeleteObjectCommand(place));
    findings.push({ ...finding, action: 'delete', differences: [] });
  }
  return findings;
}
