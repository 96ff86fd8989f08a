/** The policy of the reports bucket. */

import { type NamedInstallation, reportsBucket } from './names.ts';
import { denyWithoutTls } from './tls-only.ts';

export function reportsBucketStatements(installation: NamedInstallation): readonly object[] {
  const arn = `arn:${installation.hub.partition}:s3:::${reportsBucket(installation)}`;
  return [denyWithoutTls('s3:*', [arn, `${arn}/*`])];
}
