/** `flotilla inventory runner upload`: the third container. Puts what was collected into the bucket. */

import { openFleet } from '../../aws/open-fleet.ts';
import { uploadFolder } from '../../inventory/runner/upload-folder.ts';
import { openBucket } from '../../inventory/store/open-store.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import type { Given } from '../options/option.ts';
import type { RunnerGiven } from '../options/runner.ts';
import { count } from '../output/text.ts';
import { reporting } from './runner-report.ts';

export interface UploadGiven extends Given, RunnerGiven {
  readonly account: string;
  readonly from: string;
  readonly bucket: string;
  readonly bucketOwner?: string;
}

export function runnerUpload(given: UploadGiven, io: Io): Promise<ExitCode> {
  return reporting(given, io, async () => {
    const fleet = openFleet(fleetOptionsFrom(given, io));
    try {
      const { account: accountId, from: folder, bucketOwner: owner } = given;
      const bucket = await openBucket(fleet, `s3://${given.bucket}`, 'write to');
      const uploaded = await uploadFolder({ accountId, folder, bucket, owner });
      const { objects, bytes } = uploaded;
      io.stderr.write(`uploaded ${count(objects, 'object')}, ${count(bytes, 'byte')}\n`);
      return uploaded;
    } finally {
      fleet.close();
    }
  });
}
