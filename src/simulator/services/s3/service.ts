/** Amazon S3. */

import type { S3 } from '@aws-sdk/client-s3';
import type { SimulatedService } from '../../service.ts';
import { bucketHandlers } from './buckets.ts';
import { listHandlers } from './list-objects.ts';
import { versionHandlers } from './list-versions.ts';
import { multipartHandlers } from './multipart.ts';
import { s3Needs } from './needs.ts';
import { objectHandlers } from './object-handlers.ts';
import { settingHandlers } from './settings.ts';

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
