/** Amazon S3. */

import type { S3 } from '@aws-sdk/client-s3';
import { defineService } from '../../service.ts';
import { bucketHandlers } from './buckets.ts';
import { listHandlers } from './list-objects.ts';
import { versionHandlers } from './list-versions.ts';
import { multipartHandlers } from './multipart.ts';
import { attributeHandlers } from './object-attributes.ts';
import { objectHandlers } from './object-handlers.ts';
import { s3Permissions } from './required-permissions.ts';
import { settingHandlers } from './settings.ts';

export const s3Service = defineService<S3>({
  name: 's3',
  operations: {
    ...bucketHandlers,
    ...settingHandlers,
    ...objectHandlers,
    ...attributeHandlers,
    ...listHandlers,
    ...versionHandlers,
    ...multipartHandlers,
  },
  permissions: s3Permissions,
});
