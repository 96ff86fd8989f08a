/** A bucket may lie in any region: this client follows it there. */

import { S3Client } from '@aws-sdk/client-s3';
import type { ClientConfiguration } from './clients.ts';

export class FollowingS3Client extends S3Client {
  constructor(configuration: ClientConfiguration) {
    super({ ...configuration, followRegionRedirects: true });
  }
}
