/**
 * Members that AWS's models do not declare, because they are keys of a map or headings of a table. AWS documents them,
 * so that they are columns like members.
 */

import type { SqlType } from './column-type.ts';

export interface NamedKey {
  readonly name: string;
  readonly type: SqlType;
}

/** By key of the catalogue's entry. */
export const namedKeys: Readonly<Record<string, readonly NamedKey[]>> = {
  iam_account_summary: keys('BIGINT', [
    ...['AccessKeysPerUserQuota', 'AccountAccessKeysPresent', 'AccountMFAEnabled'],
    ...['AccountPasswordPresent', 'AccountSigningCertificatesPresent', 'AssumeRolePolicySizeQuota'],
    ...['AttachedPoliciesPerGroupQuota', 'AttachedPoliciesPerRoleQuota'],
    ...['AttachedPoliciesPerUserQuota', 'GlobalEndpointTokenVersion', 'GroupPolicySizeQuota'],
    ...['Groups', 'GroupsPerUserQuota', 'GroupsQuota', 'InstanceProfiles', 'InstanceProfilesQuota'],
    ...['MFADevices', 'MFADevicesInUse', 'Policies', 'PoliciesQuota', 'PolicySizeQuota'],
    ...['PolicyVersionsInUse', 'PolicyVersionsInUseQuota', 'Providers', 'RolePolicySizeQuota'],
    ...['Roles', 'RolesQuota', 'ServerCertificates', 'ServerCertificatesQuota'],
    ...['SigningCertificatesPerUserQuota', 'UserPolicySizeQuota', 'Users', 'UsersQuota'],
    'VersionsPerPolicyQuota',
  ]),
  iam_credential_report: [{ name: 'Content', type: listOf(credentialColumns()) }],
  // https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
  sns_topic: keys('VARCHAR', [
    ...['ArchivePolicy', 'BeginningArchiveTime', 'ContentBasedDeduplication', 'DisplayName'],
    ...['FifoThroughputScope', 'FifoTopic', 'KmsMasterKeyId', 'Owner', 'SignatureVersion'],
    ...['SubscriptionsConfirmed', 'SubscriptionsDeleted', 'SubscriptionsPending', 'TracingConfig'],
  ]),
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
  sqs_queue: keys('VARCHAR', [
    ...['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'],
    ...['ApproximateNumberOfMessagesNotVisible', 'ContentBasedDeduplication', 'CreatedTimestamp'],
    ...['DeduplicationScope', 'DelaySeconds', 'FifoQueue', 'FifoThroughputLimit'],
    ...['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'LastModifiedTimestamp'],
    ...[
      'MaximumMessageSize',
      'MessageRetentionPeriod',
      'QueueArn',
      'ReceiveMessageWaitTimeSeconds',
    ],
    ...['SqsManagedSseEnabled', 'VisibilityTimeout'],
  ]),
};

function keys(type: SqlType, names: readonly string[]): readonly NamedKey[] {
  return names.map((name) => ({ name, type }));
}

function listOf(columns: readonly string[]): SqlType {
  return `STRUCT(${columns.map((name) => `"${name}" VARCHAR`).join(', ')})[]`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
function credentialColumns(): readonly string[] {
  const ofKey = (key: string) => [
    `access_key_${key}_active`,
    `access_key_${key}_last_rotated`,
    `access_key_${key}_last_used_date`,
    `access_key_${key}_last_used_region`,
    `access_key_${key}_last_used_service`,
  ];
  const ofCertificate = (key: string) => [`cert_${key}_active`, `cert_${key}_last_rotated`];
  return [
    ...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used'],
    ...['password_last_changed', 'password_next_rotation', 'mfa_active'],
    ...['1', '2'].flatMap(ofKey),
    ...['1', '2'].flatMap(ofCertificate),
    'additional_credentials_info',
  ];
}
