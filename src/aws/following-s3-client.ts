/** An S3 client that follows a bucket to its region. */

import { S3Client } from '@aws-sdk/client-s3';
import type { ClientConfiguration } from './clients.ts';

export class FollowingS3Client extends S3Client {
  constructor(configuration: ClientConfiguration) {
    super({ ...configuration, followRegionRedirects: true });
  }
}
