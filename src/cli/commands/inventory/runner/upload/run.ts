/** `flotilla inventory runner upload`: the third container. Uploads what was collected to the bucket. */

import { openFleet } from '../../../../../aws/open-fleet.ts';
import { uploadFolder } from '../../../../../inventory/runner/upload-folder.ts';
import { openBucket } from '../../../../../inventory/store/open-store.ts';
import type { RunOf } from '../../../../define-command.ts';
import { readOptions } from '../../../../options/read-options.ts';
import { count } from '../../../../output/text.ts';
import { reportEnd } from '../report-end.ts';
import { type command, uploadOptions } from './command.ts';

export const run: RunOf<typeof command> = (typed, context) =>
  reportEnd(typed, context, async () => {
    const options = readOptions(uploadOptions, typed);
    const fleet = openFleet(context.fleetOptions(options));
    try {
      const { account: accountId, from: folder, bucketOwner: owner } = options;
      const bucket = await openBucket(fleet, `s3://${options.bucket}`, 'write to');
      const { signal } = context;
      const report = await uploadFolder({ accountId, folder, bucket, owner, signal });
      const { objects, bytes } = report;
      return { report, summary: `uploaded ${count(objects, 'object')}, ${count(bytes, 'byte')}` };
    } finally {
      fleet.close();
    }
  });
