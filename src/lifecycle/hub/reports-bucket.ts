/** The bucket of reports in the automation account. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Lifecycle } from '../lifecycle.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const maxLength = 63;

/** The name that the settings give, or one that no other installation has. */
export function reportsBucket({ settings, hub }: Pick<Lifecycle, 'settings' | 'hub'>): string {
  const { environment, accountId, region } = hub;
  const name =
    settings.reporting.bucketName ?? `${environment.toLowerCase()}-reports-${accountId}-${region}`;
  if (name.length <= maxLength) return name;
  throw new FlotillaError(
    'InvalidInput',
    `the name of the reports bucket "${name}" has more than ${maxLength} characters; give reporting.bucket_name in the settings`,
  );
}
