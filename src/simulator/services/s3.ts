/** Amazon S3. */

import type { S3 } from '@aws-sdk/client-s3';
import type { SimulatedService } from '../service.ts';
import { bucketHandlers } from './s3/buckets.ts';
import { listHandlers } from './s3/list-objects.ts';
import { versionHandlers } from './s3/list-versions.ts';
import { multipartHandlers } from './s3/multipart.ts';
import { s3Needs } from './s3/needs.ts';
import { objectHandlers } from './s3/object-handlers.ts';
import { settingHandlers } from './s3/settings.ts';

export const s3Service: SimulatedService<S3> = {
  name: 's3',
  handlers: {
    ...bucketHandlers,
    ...settingHandlers,
    ...objectHandlers,
    ...listHandlers,
    ...versionHandlers,
    ...multipartHandlers,
  },
  needs: s3Needs,
};
