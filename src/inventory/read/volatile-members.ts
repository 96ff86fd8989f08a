/**
 * Members that change by themselves, such as the time of the last use or current counts. A difference in them alone is
 * not a change of the resource. docs/ask-inventory.md lists them for users.
 */

export const volatileMembers: ReadonlySet<string> = new Set([
  // IAM: users, roles, access keys, service-specific credentials.
  'PasswordLastUsed',
  'RoleLastUsed',
  'AccessKeyLastUsed',
  'LastUsedDate',
  'LastAuthenticated',
  // The credential report.
  'GeneratedTime',
  'password_last_used',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
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
