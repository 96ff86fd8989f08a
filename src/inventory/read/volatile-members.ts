/**
 * Members that change by themselves: when something was last used, how much is in it just now. A difference in them
 * alone is no change of the resource. docs/ask-inventory.md names them for users.
 */

export const volatileMembers: ReadonlySet<string> = new Set([
  // IAM: users, roles, access keys, service-specific credentials.
  'PasswordLastUsed',
  'RoleLastUsed',
  'AccessKeyLastUsed',
  'LastUsedDate',
  'LastAuthenticated',
  // Secrets Manager, Systems Manager, WorkSpaces.
  'LastAccessedDate',
  'LastPingDateTime',
  'LastPingAt',
  'LastKnownUserConnectionTimestamp',
  // Counters: DynamoDB, SQS, CloudWatch Logs, EFS, ECR.
  'ItemCount',
  'TableSizeBytes',
  'IndexSizeBytes',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'storedBytes',
  'SizeInBytes',
  'lastRecordedPullTime',
  // CloudTrail and Config: the last delivery; RDS: how far back it can be restored.
  'LatestDeliveryTime',
  'LatestDeliveryAttemptTime',
  'LatestDeliveryAttemptSucceeded',
  'LatestDigestDeliveryTime',
  'LatestCloudWatchLogsDeliveryTime',
  'LatestNotificationAttemptTime',
  'LatestNotificationAttemptSucceeded',
  'LatestNotificationTime',
  'LatestRestorableTime',
  'lastSuccessfulTime',
  'lastAttemptTime',
]);
