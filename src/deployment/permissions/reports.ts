/**
 * Objects of the reports bucket, below the prefix of a report.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */

import { reportsBucket } from '../../lifecycle/hub/names.ts';
import type { ReportingSettings } from '../../settings/settings.ts';
import type { LifecycleInstallation } from '../lifecycle-installation.ts';
import { allow, type PermissionSet } from './statement.ts';

type ReportPrefix =
  | 'activitiesPrefix'
  | 'costsPrefix'
  | 'exceptionsPrefix'
  | 'inventoriesPrefix'
  | 'resourcesPrefix';

export function writeReports(prefix: ReportPrefix & keyof ReportingSettings): PermissionSet {
  return (installation) => [
    allow('WriteReports', ['s3:PutObject'], [objectsUnder(installation, prefix)]),
  ];
}

/** Without the permission to list the bucket, S3 denies what is not there. */
export function readReports(prefix: ReportPrefix & keyof ReportingSettings): PermissionSet {
  return (installation) => [
    allow('ReadReports', ['s3:GetObject'], [objectsUnder(installation, prefix)]),
    allow('FindReports', ['s3:ListBucket'], [bucketArn(installation)]),
  ];
}

/** What a link to an object may do: that of an incident. */
export function linkReports(prefix: ReportPrefix & keyof ReportingSettings): PermissionSet {
  return (installation) => [
    allow('LinkReports', ['s3:GetObject'], [objectsUnder(installation, prefix)]),
  ];
}

function objectsUnder(installation: LifecycleInstallation, prefix: ReportPrefix): string {
  return `${bucketArn(installation)}/${installation.settings.reporting[prefix]}/*`;
}

function bucketArn(installation: LifecycleInstallation): string {
  return `arn:${installation.hub.partition}:s3:::${reportsBucket(installation)}`;
}
