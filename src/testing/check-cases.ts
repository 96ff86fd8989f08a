/** For each check of the package: resources that violate it, and resources that do not. Collected on 2026-11-15. */

/** Members of the resource; `$id` and `$tags` are fields of its record. */
export type Resource = Readonly<Record<string, unknown>>;

export interface CheckCase {
  readonly table: string;
  readonly violating: readonly Resource[];
  readonly complying: readonly Resource[];
  /** Of other tables, which neither violate the check nor are its subject. */
  readonly others?: Readonly<Record<string, readonly Resource[]>>;
}

/** A check of what an account or a region must have: one account has this, and the other has not. */
export interface AccountCase {
  readonly table: string;
  readonly complying: Resource;
  /** What the other has instead. */
  readonly violating?: Resource;
  readonly isRegional?: boolean;
}

const everyone = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const organization = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
const ofOrganization = { ...everyone, Condition: organization };
const policy = (...statements: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});
const trust = (AWS: string, rest: object = {}) =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...rest });
const inside = 'arn:aws:iam::111111111111:root';
const outside = 'arn:aws:iam::999999999999:root';
const closed = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const open = (FromPort: number, ToPort: number, IpProtocol = 'tcp') => ({
  IpPermissions: [{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
});
const within = (FromPort: number, ToPort: number) => ({
  IpPermissions: [{ IpProtocol: 'tcp', FromPort, ToPort, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
});
const grantTo = (URI: string) => ({ Acl: { Grants: [{ Permission: 'READ', Grantee: { URI } }] } });
const allUsers = grantTo('http://acs.amazonaws.com/groups/global/AllUsers');
const long = '2024-01-01T00:00:00.000Z';
const recent = '2026-11-01T00:00:00.000Z';
const report = (user: string, rest: Resource) => ({
  Content: [{ user, arn: `arn:${user}`, ...rest }],
});
const listener = (rest: Resource) => ({
  Scheme: 'internet-facing',
  Listeners: [{ Port: 443, Protocol: 'HTTPS', DefaultActions: [{ Type: 'forward' }], ...rest }],
});
const github = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
const federated = (Condition?: object) => ({
  RoleName: 'deploy',
  AssumeRolePolicyDocument: policy({
    Effect: 'Allow',
    Principal: { Federated: github },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(Condition && { Condition }),
  }),
});
const subject = 'token.actions.githubusercontent.com:sub';
const runtime = (Runtime: string) => ({ Runtime });
const engine = (Engine: string, EngineVersion: string) => ({ Engine, EngineVersion });

const encrypted = (table: string): CheckCase => ({
  table,
  violating: [{ Engine: 'x', StorageEncrypted: false }],
  complying: [{ Engine: 'x', StorageEncrypted: true }],
});

const resourcePolicy = (table: string, member: string): CheckCase => ({
  table,
  violating: [{ [member]: policy(everyone) }],
  complying: [
    { [member]: policy(ofOrganization) },
    { [member]: policy({ ...everyone, Effect: 'Deny' }) },
    { [member]: policy({ ...everyone, Principal: { AWS: inside } }) },
    {},
  ],
});

export const checkCases: Readonly<Record<string, CheckCase>> = {
  's3-bucket-public-policy': {
    table: 's3_bucket',
    violating: [{ Public: { IsPublic: true } }],
    complying: [
      { Public: { IsPublic: true }, PublicAccessBlock: closed },
      { Public: { IsPublic: false } },
      {},
    ],
  },
  's3-bucket-public-acl': {
    table: 's3_bucket',
    violating: [allUsers, grantTo('http://acs.amazonaws.com/groups/global/AuthenticatedUsers')],
    complying: [
      { ...allUsers, PublicAccessBlock: closed },
      { ...allUsers, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
      grantTo('http://acs.amazonaws.com/groups/s3/LogDelivery'),
      {},
    ],
  },
  's3-bucket-block-public-access': {
    table: 's3_bucket',
    violating: [{}, { PublicAccessBlock: { ...closed, BlockPublicPolicy: false } }],
    complying: [{ PublicAccessBlock: closed }],
  },
  's3-bucket-allows-http': {
    table: 's3_bucket',
    violating: [{}, { Policy: policy(everyone) }],
    complying: [
      {
        Policy: policy({
          ...everyone,
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      },
    ],
  },
  's3-bucket-shared-outside': {
    table: 's3_bucket',
    violating: [{ Policy: trust(outside) }],
    complying: [{ Policy: trust(inside) }, { Policy: policy(everyone) }, {}],
  },
  's3-bucket-without-multipart-rule': {
    table: 's3_bucket',
    violating: [
      {},
      { LifecycleRules: [{ Status: 'Disabled', AbortIncompleteMultipartUpload: {} }] },
      { LifecycleRules: [{ Status: 'Enabled', Expiration: { Days: 1 } }] },
    ],
    complying: [
      {
        LifecycleRules: [
          { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        ],
      },
    ],
  },
  's3-bucket-without-versioning': {
    table: 's3_bucket',
    violating: [{}, { Versioning: { Status: 'Suspended' } }],
    complying: [{ Versioning: { Status: 'Enabled' } }],
  },
  'ec2-snapshot-public': {
    table: 'ec2_snapshot',
    violating: [{ CreateVolumePermissions: [{ Group: 'all' }] }],
    complying: [{ CreateVolumePermissions: [{ UserId: '999999999999' }] }, {}],
  },
  'ec2-snapshot-shared-outside': {
    table: 'ec2_snapshot',
    violating: [{ CreateVolumePermissions: [{ UserId: '999999999999' }] }],
    complying: [{ CreateVolumePermissions: [{ UserId: '111111111111' }] }, {}],
  },
  'ec2-snapshot-unencrypted': {
    table: 'ec2_snapshot',
    violating: [{ Encrypted: false }],
    complying: [{ Encrypted: true }],
  },
  'ec2-snapshot-orphaned': {
    table: 'ec2_snapshot',
    violating: [{ VolumeId: 'vol-gone', VolumeSize: 8, StartTime: long }],
    complying: [
      { VolumeId: 'vol-1', VolumeSize: 8, StartTime: long },
      { VolumeId: 'vol-gone', VolumeSize: 8, StartTime: recent },
      { VolumeId: 'vol-gone', VolumeSize: 8, StartTime: long, SnapshotId: 'snap-of-image' },
    ],
    others: {
      ec2_volume: [{ VolumeId: 'vol-1' }],
      ec2_image: [{ BlockDeviceMappings: [{ Ebs: { SnapshotId: 'snap-of-image' } }] }],
    },
  },
  'ec2-image-public': {
    table: 'ec2_image',
    violating: [{ Public: true }],
    complying: [{ Public: false }],
  },
  'ec2-image-shared-outside': {
    table: 'ec2_image_launch_permission',
    violating: [{ LaunchPermissions: [{ UserId: '999999999999' }] }],
    complying: [{ LaunchPermissions: [{ UserId: '111111111111' }] }, {}],
  },
  'rds-snapshot-public': {
    table: 'rds_db_snapshot_attributes',
    violating: [{ DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['all'] }] }],
    complying: [
      { DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: [inside] }] },
      {},
    ],
  },
  'rds-cluster-snapshot-public': {
    table: 'rds_db_cluster_snapshot_attributes',
    violating: [
      { DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['all'] }] },
    ],
    complying: [
      { DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: [] }] },
      {},
    ],
  },
  'secretsmanager-secret-shared-outside': {
    table: 'secretsmanager_secret_policy',
    violating: [{ ResourcePolicy: trust(outside) }, { ResourcePolicy: policy(everyone) }],
    complying: [{ ResourcePolicy: trust(inside) }, { ResourcePolicy: policy(ofOrganization) }, {}],
  },
  'ec2-image-unused': {
    table: 'ec2_image',
    violating: [{ ImageId: 'ami-1', Name: 'old', CreationDate: long }],
    complying: [
      { ImageId: 'ami-2', Name: 'new', CreationDate: recent },
      { ImageId: 'ami-3', Name: 'used', CreationDate: long },
      { ImageId: 'ami-4', Name: 'launched', CreationDate: long, LastLaunchedTime: recent },
    ],
    others: { ec2_instance: [{ ImageId: 'ami-3' }] },
  },
  'rds-instance-public': {
    table: 'rds_db_instance',
    violating: [{ Engine: 'mysql', PubliclyAccessible: true }],
    complying: [{ Engine: 'mysql', PubliclyAccessible: false }],
  },
  'redshift-cluster-public': {
    table: 'redshift_cluster',
    violating: [{ PubliclyAccessible: true }],
    complying: [{ PubliclyAccessible: false }],
  },
  'redshift-serverless-public': {
    table: 'redshift_serverless_workgroup',
    violating: [{ publiclyAccessible: true }],
    complying: [{ publiclyAccessible: false }],
  },
  'dms-instance-public': {
    table: 'dms_replication_instance',
    violating: [{ PubliclyAccessible: true }],
    complying: [{ PubliclyAccessible: false }],
  },
  'ec2-security-group-open-admin-ports': {
    table: 'ec2_security_group',
    violating: [
      open(22, 22),
      open(3000, 4000),
      {
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
        ],
      },
    ],
    complying: [within(22, 22), open(443, 443), open(22, 22, 'udp'), {}],
  },
  'ec2-security-group-open-database-ports': {
    table: 'ec2_security_group',
    violating: [open(5432, 5432), open(3300, 3310)],
    complying: [within(5432, 5432), open(443, 443)],
  },
  'ec2-security-group-open-all-ports': {
    table: 'ec2_security_group',
    violating: [
      { IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
      open(0, 65_535),
    ],
    complying: [within(0, 65_535), open(443, 443)],
  },
  'ec2-default-security-group-open': {
    table: 'ec2_security_group',
    violating: [{ GroupName: 'default', ...within(22, 22) }],
    complying: [
      { GroupName: 'default', IpPermissions: [], IpPermissionsEgress: [] },
      { GroupName: 'web', ...within(22, 22) },
    ],
  },
  'ec2-security-group-unused': {
    table: 'ec2_security_group',
    violating: [{ GroupId: 'sg-1', GroupName: 'old' }],
    complying: [
      { GroupId: 'sg-2', GroupName: 'used' },
      { GroupId: 'sg-3', GroupName: 'default' },
      { GroupId: 'sg-4', GroupName: 'source' },
    ],
    others: {
      ec2_network_interface: [{ Groups: [{ GroupId: 'sg-2' }, { GroupId: 'sg-5' }] }],
      ec2_security_group: [
        {
          GroupId: 'sg-5',
          GroupName: 'target',
          IpPermissions: [{ UserIdGroupPairs: [{ GroupId: 'sg-4' }] }],
        },
      ],
    },
  },
  'ec2-instance-imdsv1': {
    table: 'ec2_instance',
    violating: [
      {
        State: { Name: 'running' },
        MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'optional' },
      },
    ],
    complying: [
      {
        State: { Name: 'running' },
        MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required' },
      },
      {
        State: { Name: 'running' },
        MetadataOptions: { HttpEndpoint: 'disabled', HttpTokens: 'optional' },
      },
    ],
  },
  'ec2-instance-without-profile': {
    table: 'ec2_instance',
    violating: [{ State: { Name: 'running' } }],
    complying: [
      { State: { Name: 'running' }, IamInstanceProfile: { Arn: 'arn' } },
      { State: { Name: 'stopped' } },
    ],
  },
  'ec2-instance-stopped': {
    table: 'ec2_instance',
    violating: [
      {
        State: { Name: 'stopped' },
        InstanceType: 'm7i.large',
        StateTransitionReason: 'User initiated (2026-01-01 00:00:00 GMT)',
      },
    ],
    complying: [
      {
        State: { Name: 'stopped' },
        StateTransitionReason: 'User initiated (2026-11-01 00:00:00 GMT)',
      },
      { State: { Name: 'running' }, StateTransitionReason: '' },
    ],
  },
  'ec2-instance-old-generation': {
    table: 'ec2_instance',
    violating: [{ State: { Name: 'running' }, InstanceType: 'm4.large' }],
    complying: [
      { State: { Name: 'running' }, InstanceType: 'm7i.large' },
      { State: { Name: 'terminated' }, InstanceType: 'm4.large' },
    ],
  },
  'ec2-encryption-by-default-off': {
    table: 'ec2_ebs_encryption_settings',
    violating: [{ EbsEncryptionByDefault: false }],
    complying: [{ EbsEncryptionByDefault: true }],
  },
  'ec2-volume-unencrypted': {
    table: 'ec2_volume',
    violating: [{ Encrypted: false, Size: 8 }],
    complying: [{ Encrypted: true, Size: 8 }],
  },
  'ec2-volume-unattached': {
    table: 'ec2_volume',
    violating: [{ State: 'available', Size: 8, VolumeType: 'gp3' }],
    complying: [{ State: 'in-use', Size: 8, VolumeType: 'gp3' }],
  },
  'ec2-volume-gp2': {
    table: 'ec2_volume',
    violating: [{ VolumeType: 'gp2', Size: 8 }],
    complying: [{ VolumeType: 'gp3', Size: 8 }],
  },
  'rds-instance-unencrypted': encrypted('rds_db_instance'),
  'rds-cluster-unencrypted': encrypted('rds_db_cluster'),
  'docdb-cluster-unencrypted': encrypted('docdb_db_cluster'),
  'neptune-cluster-unencrypted': encrypted('neptune_db_cluster'),
  'efs-unencrypted': {
    table: 'efs_filesystem',
    violating: [{ Encrypted: false }],
    complying: [{ Encrypted: true }],
  },
  'redshift-cluster-unencrypted': {
    table: 'redshift_cluster',
    violating: [{ Encrypted: false }],
    complying: [{ Encrypted: true }],
  },
  'opensearch-domain-unencrypted': {
    table: 'opensearch_domain',
    violating: [{ EngineVersion: 'OpenSearch_2.19' }],
    complying: [{ EngineVersion: 'OpenSearch_2.19', EncryptionAtRestOptions: { Enabled: true } }],
  },
  'opensearch-domain-public': {
    table: 'opensearch_domain',
    violating: [{ AccessPolicies: policy(everyone) }],
    complying: [
      { AccessPolicies: policy(everyone), VPCOptions: { VPCId: 'vpc-1' } },
      { AccessPolicies: policy(everyone), AdvancedSecurityOptions: { Enabled: true } },
      { AccessPolicies: policy(ofOrganization) },
    ],
  },
  'opensearch-engine-end-of-life': {
    table: 'opensearch_domain',
    violating: [{ EngineVersion: 'Elasticsearch_7.4' }, { EngineVersion: 'OpenSearch_2.5' }],
    complying: [{ EngineVersion: 'Elasticsearch_7.10' }, { EngineVersion: 'OpenSearch_2.19' }],
  },
  'elasticache-without-tls': {
    table: 'elasticache_replication_group',
    violating: [{ TransitEncryptionEnabled: false }],
    complying: [{ TransitEncryptionEnabled: true }],
  },
  'elasticache-old-generation': {
    table: 'elasticache_cluster',
    violating: [{ CacheNodeType: 'cache.m3.large' }],
    complying: [{ CacheNodeType: 'cache.m7g.large' }],
  },
  'elasticache-redis-end-of-life': {
    table: 'elasticache_cluster',
    violating: [engine('redis', '5.0.6')],
    complying: [engine('redis', '7.1'), engine('memcached', '1.6.22'), engine('valkey', '8.0')],
  },
  'sqs-queue-unencrypted': {
    table: 'sqs_queue',
    violating: [{ SqsManagedSseEnabled: 'false' }],
    complying: [
      { SqsManagedSseEnabled: 'true' },
      { SqsManagedSseEnabled: 'false', KmsMasterKeyId: 'alias/aws/sqs' },
    ],
  },
  'sqs-queue-without-dead-letters': {
    table: 'sqs_queue',
    violating: [{}],
    complying: [{ RedrivePolicy: { maxReceiveCount: 3 } }],
  },
  'sqs-queue-public': resourcePolicy('sqs_queue', 'Policy'),
  'sns-topic-public': resourcePolicy('sns_topic', 'Policy'),
  'kms-key-public': resourcePolicy('kms_key', 'Policy'),
  'lambda-function-public': resourcePolicy('lambda_function', 'Policy'),
  'ecr-repository-public': resourcePolicy('ecr_repository', 'policy'),
  'kms-key-rotation-off': {
    table: 'kms_key',
    violating: [
      {
        ...{ KeyManager: 'CUSTOMER', KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' },
        ...{ KeyState: 'Enabled', RotationEnabled: false },
      },
    ],
    complying: [
      {
        ...{ KeyManager: 'CUSTOMER', KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' },
        ...{ KeyState: 'Enabled', RotationEnabled: true },
      },
      { KeyManager: 'AWS', RotationEnabled: false },
      { KeyManager: 'CUSTOMER', KeySpec: 'RSA_2048', RotationEnabled: false },
    ],
  },
  'kms-key-pending-deletion': {
    table: 'kms_key',
    violating: [{ KeyState: 'PendingDeletion', DeletionDate: recent }],
    complying: [{ KeyState: 'Enabled' }],
  },
  'lambda-function-url-without-auth': {
    table: 'lambda_function_url',
    violating: [{ AuthType: 'NONE', FunctionUrl: 'https://x.example.com/' }],
    complying: [{ AuthType: 'AWS_IAM' }],
  },
  'lambda-function-secret-in-environment': {
    table: 'lambda_function',
    violating: [
      { Environment: { Variables: { DB_PASSWORD: '(redacted)', REGION: '(redacted)' } } },
    ],
    complying: [{ Environment: { Variables: { REGION: '(redacted)' } } }, {}],
  },
  'lambda-runtime-end-of-life': {
    table: 'lambda_function',
    violating: [runtime('nodejs18.x'), runtime('python3.9')],
    complying: [runtime('nodejs24.x'), runtime('nodejs22.x'), { PackageType: 'Image' }],
  },
  'lambda-runtime-ending': {
    table: 'lambda_function',
    violating: [runtime('nodejs22.x')],
    complying: [runtime('nodejs24.x'), runtime('nodejs18.x')],
  },
  'ecs-task-secret-in-environment': {
    table: 'ecs_task_definition',
    violating: [
      {
        containerDefinitions: [
          { name: 'web', environment: [{ name: 'API_KEY', value: '(redacted)' }] },
        ],
      },
    ],
    complying: [
      { containerDefinitions: [{ name: 'web', environment: [{ name: 'PORT', value: '80' }] }] },
    ],
  },
  'ecs-task-privileged': {
    table: 'ecs_task_definition',
    violating: [{ containerDefinitions: [{ name: 'web' }, { name: 'agent', privileged: true }] }],
    complying: [{ containerDefinitions: [{ name: 'web', privileged: false }] }],
  },
  'ecr-repository-without-scan': {
    table: 'ecr_repository',
    violating: [{ imageScanningConfiguration: { scanOnPush: false } }],
    complying: [{ imageScanningConfiguration: { scanOnPush: true } }],
  },
  'iam-root-access-key': {
    table: 'iam_account_summary',
    violating: [{ AccountAccessKeysPresent: 1 }],
    complying: [{ AccountAccessKeysPresent: 0 }],
  },
  'iam-root-without-mfa': {
    table: 'iam_account_summary',
    violating: [{ AccountMFAEnabled: 0 }],
    complying: [{ AccountMFAEnabled: 1 }, { AccountMFAEnabled: 0, AccountPasswordPresent: 0 }],
  },
  'iam-user-without-mfa': {
    table: 'iam_user',
    violating: [{ UserName: 'ana', LoginProfile: { UserName: 'ana' } }],
    complying: [
      { UserName: 'ben', LoginProfile: {}, MfaDevices: [{ SerialNumber: 'arn' }] },
      { UserName: 'robot' },
    ],
  },
  'iam-user-access-key-old': {
    table: 'iam_user',
    violating: [{ AccessKeys: [{ AccessKeyId: 'AKIA1', Status: 'Active', CreateDate: long }] }],
    complying: [
      { AccessKeys: [{ AccessKeyId: 'AKIA2', Status: 'Active', CreateDate: recent }] },
      { AccessKeys: [{ AccessKeyId: 'AKIA3', Status: 'Inactive', CreateDate: long }] },
    ],
  },
  'iam-user-access-key-unused': {
    table: 'iam_credential_report',
    violating: [
      report('violating-0', {
        access_key_1_active: 'true',
        access_key_1_last_rotated: long,
        access_key_1_last_used_date: long,
      }),
      report('violating-1', {
        access_key_2_active: 'true',
        access_key_2_last_rotated: long,
        access_key_2_last_used_date: 'N/A',
      }),
    ],
    complying: [
      report('used', {
        access_key_1_active: 'true',
        access_key_1_last_rotated: long,
        access_key_1_last_used_date: recent,
      }),
      report('off', { access_key_1_active: 'false', access_key_1_last_used_date: long }),
    ],
  },
  'iam-user-inactive': {
    table: 'iam_credential_report',
    violating: [
      report('violating-0', { password_enabled: 'true', password_last_used: long }),
      report('violating-1', {
        password_enabled: 'true',
        password_last_used: 'no_information',
        user_creation_time: long,
      }),
    ],
    complying: [
      report('used', { password_enabled: 'true', password_last_used: recent }),
      report('off', { password_enabled: 'false', password_last_used: long }),
    ],
  },
  'iam-user-administrator': {
    table: 'iam_user',
    violating: [
      { UserName: 'ana', AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess' }] },
    ],
    complying: [
      { UserName: 'ben', AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess' }] },
      {},
    ],
  },
  'iam-user-direct-policy': {
    table: 'iam_user',
    violating: [
      { UserName: 'ana', UserPolicyList: [{ PolicyName: 'own' }] },
      { UserName: 'ben', AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess' }] },
    ],
    complying: [{ UserName: 'eva', GroupList: ['developers'] }],
  },
  'iam-policy-administrator': {
    table: 'iam_policy',
    violating: [
      {
        PolicyName: 'all',
        PolicyVersionList: [{ IsDefaultVersion: true, Document: policy(everyone) }],
      },
    ],
    complying: [
      {
        PolicyName: 'old',
        PolicyVersionList: [
          { IsDefaultVersion: false, Document: policy(everyone) },
          { IsDefaultVersion: true, Document: policy({ ...everyone, Action: ['s3:*'] }) },
        ],
      },
      {
        PolicyName: 'limited',
        PolicyVersionList: [{ IsDefaultVersion: true, Document: policy(ofOrganization) }],
      },
    ],
  },
  'iam-policy-unused': {
    table: 'iam_policy',
    violating: [{ PolicyName: 'old', AttachmentCount: 0 }],
    complying: [
      { PolicyName: 'used', AttachmentCount: 1 },
      { PolicyName: 'boundary', AttachmentCount: 0, PermissionsBoundaryUsageCount: 1 },
    ],
  },
  'iam-role-trusts-everyone': {
    table: 'iam_role',
    violating: [{ RoleName: 'r', AssumeRolePolicyDocument: trust('*') }],
    complying: [
      { RoleName: 'r', AssumeRolePolicyDocument: trust('*', { Condition: organization }) },
      { RoleName: 'r', AssumeRolePolicyDocument: trust(inside) },
    ],
  },
  'iam-role-trusts-outside': {
    table: 'iam_role',
    violating: [
      { RoleName: 'r', AssumeRolePolicyDocument: trust(outside) },
      { RoleName: 'r', AssumeRolePolicyDocument: trust('999999999999') },
    ],
    complying: [
      { RoleName: 'r', AssumeRolePolicyDocument: trust(inside) },
      {
        RoleName: 'r',
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      },
    ],
  },
  'iam-role-without-external-id': {
    table: 'iam_role',
    violating: [{ RoleName: 'r', AssumeRolePolicyDocument: trust(outside) }],
    complying: [
      {
        RoleName: 'r',
        AssumeRolePolicyDocument: trust(outside, {
          Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
        }),
      },
      { RoleName: 'r', AssumeRolePolicyDocument: trust(inside) },
    ],
  },
  'iam-role-trusts-any-repository': {
    table: 'iam_role',
    violating: [
      federated(),
      federated({ StringLike: { [subject]: '*' } }),
      federated({ StringLike: { [subject]: ['repo:*'] } }),
      federated({
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      }),
    ],
    complying: [
      federated({ StringLike: { [subject]: 'repo:example/app:*' } }),
      federated({ StringLike: { [subject]: ['repo:example/app:ref:refs/heads/main'] } }),
    ],
  },
  'iam-role-unused': {
    table: 'iam_role',
    violating: [
      { RoleName: 'r', Path: '/', CreateDate: long },
      { RoleName: 'r', Path: '/', CreateDate: long, RoleLastUsed: { LastUsedDate: long } },
    ],
    complying: [
      { RoleName: 'r', Path: '/', CreateDate: long, RoleLastUsed: { LastUsedDate: recent } },
      { RoleName: 'r', Path: '/', CreateDate: recent },
      { RoleName: 'r', Path: '/aws-service-role/ecs.amazonaws.com/', CreateDate: long },
    ],
  },
  'iam-group-empty': {
    table: 'iam_group',
    violating: [{ GroupName: 'old' }],
    complying: [{ GroupName: 'developers' }],
    others: { iam_user: [{ GroupList: ['developers'] }] },
  },
  'iam-server-certificate-expired': {
    table: 'iam_server_certificate',
    violating: [{ ServerCertificateName: 'old', Expiration: long }],
    complying: [{ ServerCertificateName: 'new', Expiration: '2027-11-01T00:00:00.000Z' }],
  },
  'cloudtrail-without-validation': {
    table: 'cloudtrail_cloud_trail',
    violating: [{ HomeRegion: 'eu-west-1', LogFileValidationEnabled: false }],
    complying: [
      { HomeRegion: 'eu-west-1', LogFileValidationEnabled: true },
      { HomeRegion: 'us-east-1', LogFileValidationEnabled: false },
    ],
  },
  'ec2-vpc-without-flow-log': {
    table: 'ec2_vpc',
    violating: [{}, { FlowLogs: [] }],
    complying: [{ FlowLogs: [{ FlowLogId: 'fl-1' }] }],
  },
  'ec2-default-vpc': {
    table: 'ec2_vpc',
    violating: [{ IsDefault: true, CidrBlock: '172.31.0.0/16' }],
    complying: [{ IsDefault: false, CidrBlock: '10.0.0.0/16' }],
  },
  'eks-cluster-public-endpoint': {
    table: 'eks_cluster',
    violating: [
      { resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] } },
    ],
    complying: [
      { resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['192.0.2.0/24'] } },
      { resourcesVpcConfig: { endpointPublicAccess: false } },
    ],
  },
  'eks-cluster-secrets-unencrypted': {
    table: 'eks_cluster',
    violating: [{}],
    complying: [{ encryptionConfig: [{ resources: ['secrets'] }] }],
  },
  'eks-version-end-of-life': {
    table: 'eks_cluster',
    violating: [{ version: '1.31' }],
    complying: [{ version: '1.35' }, { version: '1.34' }],
  },
  'eks-version-ending': {
    table: 'eks_cluster',
    violating: [{ version: '1.34' }],
    complying: [{ version: '1.35' }, { version: '1.31' }],
  },
  'elbv2-http-listener': {
    table: 'elbv2_load_balancer',
    violating: [listener({ Port: 80, Protocol: 'HTTP' })],
    complying: [
      listener({ Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'redirect' }] }),
      listener({}),
      { ...listener({ Port: 80, Protocol: 'HTTP' }), Scheme: 'internal' },
    ],
  },
  'elbv2-old-tls-policy': {
    table: 'elbv2_load_balancer',
    violating: [listener({ SslPolicy: 'ELBSecurityPolicy-2016-08' })],
    complying: [listener({ SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' })],
  },
  'elbv2-load-balancer-idle': {
    table: 'elbv2_load_balancer',
    violating: [
      { LoadBalancerArn: 'arn:empty', Type: 'application' },
      { LoadBalancerArn: 'arn:none', Type: 'network' },
    ],
    complying: [
      { LoadBalancerArn: 'arn:used', Type: 'application' },
      { LoadBalancerArn: 'arn:gateway', Type: 'gateway' },
      {
        LoadBalancerArn: 'arn:redirects',
        Type: 'application',
        Listeners: [{ DefaultActions: [{ Type: 'redirect' }] }],
      },
    ],
    others: {
      elbv2_target_group: [
        { LoadBalancerArns: ['arn:used'], HealthDescriptions: [{ Target: { Id: 'i-1' } }] },
        { LoadBalancerArns: ['arn:empty'], HealthDescriptions: [] },
      ],
    },
  },
  'elb-load-balancer-idle': {
    table: 'elb_load_balancer',
    violating: [{ Instances: [] }],
    complying: [{ Instances: [{ InstanceId: 'i-1' }] }],
  },
  'elb-classic': { table: 'elb_load_balancer', violating: [{}], complying: [] },
  'cloudfront-allows-http': {
    table: 'cloudfront_distribution',
    violating: [{ DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' } }],
    complying: [{ DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' } }],
  },
  'cloudfront-old-tls': {
    table: 'cloudfront_distribution',
    violating: [{ ViewerCertificate: { MinimumProtocolVersion: 'TLSv1' } }],
    complying: [
      { ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' } },
      {
        ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' },
      },
    ],
  },
  'secretsmanager-secret-not-rotated': {
    table: 'secretsmanager_secret',
    violating: [{ CreatedDate: long }, { CreatedDate: long, LastChangedDate: long }],
    complying: [
      { CreatedDate: long, LastChangedDate: recent },
      { CreatedDate: long, DeletedDate: recent },
    ],
  },
  'secretsmanager-secret-unused': {
    table: 'secretsmanager_secret',
    violating: [{ CreatedDate: long }, { CreatedDate: long, LastAccessedDate: long }],
    complying: [
      { CreatedDate: long, LastAccessedDate: recent },
      { CreatedDate: recent },
      { CreatedDate: long, OwningService: 'rds' },
    ],
  },
  'sagemaker-notebook-internet': {
    table: 'sagemaker_notebook_instance',
    violating: [{ DirectInternetAccess: 'Enabled' }],
    complying: [{ DirectInternetAccess: 'Disabled' }],
  },
  'sagemaker-notebook-forgotten': {
    table: 'sagemaker_notebook_instance',
    violating: [
      {
        NotebookInstanceStatus: 'InService',
        LastModifiedTime: long,
        InstanceType: 'ml.t3.medium',
      },
    ],
    complying: [
      { NotebookInstanceStatus: 'InService', LastModifiedTime: recent },
      { NotebookInstanceStatus: 'Stopped', LastModifiedTime: long },
    ],
  },
  'codebuild-project-public': {
    table: 'codebuild_project',
    violating: [{ projectVisibility: 'PUBLIC_READ' }],
    complying: [{ projectVisibility: 'PRIVATE' }],
  },
  'codebuild-image-end-of-life': {
    table: 'codebuild_project',
    violating: [{ environment: { image: 'aws/codebuild/standard:4.0' } }],
    complying: [{ environment: { image: 'aws/codebuild/standard:7.0' } }],
  },
  'emr-block-public-access-off': {
    table: 'emr_configuration',
    violating: [{ BlockPublicSecurityGroupRules: false }],
    complying: [{ BlockPublicSecurityGroupRules: true }],
  },
  'transfer-server-ftp': {
    table: 'transfer_server',
    violating: [{ Protocols: ['SFTP', 'FTP'] }],
    complying: [{ Protocols: ['SFTP', 'FTPS'] }],
  },
  'route53-record-dangling-bucket': {
    table: 'route53_record_set',
    violating: [
      { Name: 'old.example.com.', AliasTarget: { DNSName: 's3-website-eu-west-1.amazonaws.com.' } },
    ],
    complying: [
      { Name: 'web.example.com.', AliasTarget: { DNSName: 's3-website-eu-west-1.amazonaws.com.' } },
      { Name: 'api.example.com.', AliasTarget: { DNSName: 'd1.cloudfront.net.' } },
    ],
    others: { s3_bucket: [{ $id: 'web.example.com' }] },
  },
  'ec2-address-unused': {
    table: 'ec2_eip_address',
    violating: [{ PublicIp: '192.0.2.1' }],
    complying: [{ PublicIp: '192.0.2.2', AssociationId: 'eipassoc-1' }],
  },
  'ec2-nat-gateway-idle': {
    table: 'ec2_nat_gateway',
    violating: [{ NatGatewayId: 'nat-1', State: 'available' }],
    complying: [
      { NatGatewayId: 'nat-2', State: 'available' },
      { NatGatewayId: 'nat-3', State: 'deleted' },
    ],
    others: { ec2_route_table: [{ Routes: [{ NatGatewayId: 'nat-2' }] }] },
  },
  'rds-instance-old-generation': {
    table: 'rds_db_instance',
    violating: [{ DBInstanceClass: 'db.m4.large' }],
    complying: [{ DBInstanceClass: 'db.m7g.large' }],
  },
  'rds-instance-stopped': {
    table: 'rds_db_instance',
    violating: [
      { DBInstanceStatus: 'stopped', DBInstanceClass: 'db.t4g.micro', AllocatedStorage: 20 },
    ],
    complying: [{ DBInstanceStatus: 'available' }],
  },
  'rds-instance-without-backup': {
    table: 'rds_db_instance',
    violating: [{ Engine: 'mysql', BackupRetentionPeriod: 0 }],
    complying: [
      { Engine: 'mysql', BackupRetentionPeriod: 7 },
      { BackupRetentionPeriod: 0, ReadReplicaSourceDBInstanceIdentifier: 'main' },
      { BackupRetentionPeriod: 0, DBClusterIdentifier: 'cluster' },
    ],
  },
  'rds-instance-without-deletion-protection': {
    table: 'rds_db_instance',
    violating: [{ DeletionProtection: false }],
    complying: [{ DeletionProtection: true }, { DBClusterIdentifier: 'cluster' }],
  },
  'rds-engine-end-of-life': {
    table: 'rds_db_instance',
    violating: [
      engine('mysql', '5.7.44'),
      engine('postgres', '13.10'),
      engine('aurora-mysql', '5.7.mysql_aurora.2.11.3'),
    ],
    complying: [
      engine('mysql', '8.4.3'),
      engine('postgres', '16.3'),
      engine('postgres', '14.7'),
      engine('oracle-ee', '19.0.0'),
    ],
  },
  'rds-engine-ending': {
    table: 'rds_db_instance',
    violating: [engine('postgres', '14.7')],
    complying: [engine('postgres', '16.3'), engine('postgres', '13.10')],
  },
  'rds-certificate-end-of-life': {
    table: 'rds_db_instance',
    violating: [{ CACertificateIdentifier: 'rds-ca-2019' }],
    complying: [{ CACertificateIdentifier: 'rds-ca-rsa2048-g1' }],
  },
  'rds-aurora-serverless-v1': {
    table: 'rds_db_cluster',
    violating: [{ Engine: 'aurora-mysql', EngineMode: 'serverless' }],
    complying: [{ Engine: 'aurora-mysql', EngineMode: 'provisioned' }],
  },
  'rds-snapshot-old': {
    table: 'rds_db_snapshot',
    violating: [{ SnapshotType: 'manual', SnapshotCreateTime: long, AllocatedStorage: 20 }],
    complying: [
      { SnapshotType: 'automated', SnapshotCreateTime: long },
      { SnapshotType: 'manual', SnapshotCreateTime: recent },
    ],
  },
  'logs-group-without-retention': {
    table: 'logs_log_group',
    violating: [{ storedBytes: 1_500_000_000 }],
    complying: [{ retentionInDays: 30 }],
  },
  'dynamodb-table-empty-provisioned': {
    table: 'dynamodb_table',
    violating: [
      { ItemCount: 0, ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } },
    ],
    complying: [
      { ItemCount: 0, ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 } },
      { ItemCount: 9, ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } },
    ],
  },
  'dynamodb-table-without-recovery': {
    table: 'dynamodb_table',
    violating: [
      {
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      },
    ],
    complying: [
      {
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
        },
      },
    ],
  },
  'workspaces-always-on': {
    table: 'workspaces_workspace',
    violating: [{ UserName: 'ana', WorkspaceProperties: { RunningMode: 'ALWAYS_ON' } }],
    complying: [{ UserName: 'ben', WorkspaceProperties: { RunningMode: 'AUTO_STOP' } }],
  },
  'ec2-vpn-connection-down': {
    table: 'ec2_vpn_connection',
    violating: [{ State: 'available', VgwTelemetry: [{ Status: 'DOWN' }, { Status: 'DOWN' }] }],
    complying: [
      { State: 'available', VgwTelemetry: [{ Status: 'DOWN' }, { Status: 'UP' }] },
      { State: 'deleted', VgwTelemetry: [{ Status: 'DOWN' }] },
    ],
  },
  'ec2-reserved-instances-expiring': {
    table: 'ec2_reserved_instances',
    violating: [
      {
        State: 'active',
        End: '2026-12-01T00:00:00.000Z',
        InstanceCount: 2,
        InstanceType: 'm7i.large',
      },
    ],
    complying: [
      { State: 'active', End: '2027-12-01T00:00:00.000Z' },
      { State: 'retired', End: '2026-12-01T00:00:00.000Z' },
    ],
  },
  'resource-untagged': {
    table: 'ec2_volume',
    violating: [{}],
    complying: [{ $tags: { owner: 'ana' } }],
    others: { iam_account_alias: [{ AccountAlias: 'never tagged' }] },
  },
  'ec2-network-interface-unused': {
    table: 'ec2_network_interface',
    violating: [{ Status: 'available', Description: '' }],
    complying: [{ Status: 'in-use' }],
  },
  'acm-certificate-expiring': {
    table: 'acm_certificate',
    violating: [
      {
        DomainName: 'example.com',
        Details: { Status: 'ISSUED', InUseBy: ['arn'], NotAfter: '2026-12-01T00:00:00.000Z' },
      },
    ],
    complying: [
      { Details: { Status: 'ISSUED', InUseBy: ['arn'], NotAfter: '2027-12-01T00:00:00.000Z' } },
      { Details: { Status: 'ISSUED', InUseBy: [], NotAfter: '2026-12-01T00:00:00.000Z' } },
    ],
  },
  'cloudformation-stack-failed': {
    table: 'cloudformation_stack',
    violating: [{ StackName: 's', StackStatus: 'UPDATE_ROLLBACK_FAILED' }],
    complying: [{ StackName: 's', StackStatus: 'UPDATE_COMPLETE' }],
  },
  'cloudformation-stack-drifted': {
    table: 'cloudformation_stack',
    violating: [{ StackName: 's', DriftInformation: { StackDriftStatus: 'DRIFTED' } }],
    complying: [{ StackName: 's', DriftInformation: { StackDriftStatus: 'IN_SYNC' } }],
  },
  'route53-domain-without-renewal': {
    table: 'route53domains_domain',
    violating: [{ DomainName: 'example.com', AutoRenew: false, Expiry: recent }],
    complying: [{ DomainName: 'example.org', AutoRenew: true, Expiry: recent }],
  },
  'route53-domain-without-lock': {
    table: 'route53domains_domain',
    violating: [{ DomainName: 'example.com', TransferLock: false }],
    complying: [{ DomainName: 'example.org', TransferLock: true }],
  },
  'cloudwatch-alarm-without-action': {
    table: 'cloudwatch_metric_alarm',
    violating: [
      { AlarmName: 'a', AlarmActions: [] },
      { AlarmName: 'b', AlarmActions: ['arn'], ActionsEnabled: false },
    ],
    complying: [{ AlarmName: 'c', AlarmActions: ['arn'], ActionsEnabled: true }],
  },
  'docdb-engine-end-of-life': {
    table: 'docdb_db_cluster',
    violating: [{ EngineVersion: '3.6.0' }],
    complying: [{ EngineVersion: '5.0.0' }],
  },
  'autoscaling-launch-configuration': {
    table: 'autoscaling_launch_configuration',
    violating: [{ InstanceType: 'm4.large' }],
    complying: [],
  },
  'elasticbeanstalk-platform-end-of-life': {
    table: 'elasticbeanstalk_environment',
    violating: [
      { SolutionStackName: '64bit Amazon Linux 2018.03 v2.9.20 running Python 3.6' },
      { SolutionStackName: '64bit Amazon Linux 2 v3.5.1 running Docker' },
    ],
    complying: [{ SolutionStackName: '64bit Amazon Linux 2023 v4.0.0 running Python 3.11' }],
  },
  'ssm-operating-system-end-of-life': {
    table: 'ssm_instance',
    violating: [
      { PlatformName: 'Ubuntu', PlatformVersion: '18.04' },
      { PlatformName: 'CentOS Linux', PlatformVersion: '7' },
      { PlatformName: 'Microsoft Windows Server 2012 R2 Standard', PlatformVersion: '6.3.9600' },
    ],
    complying: [
      { PlatformName: 'Ubuntu', PlatformVersion: '24.04' },
      { PlatformName: 'Amazon Linux', PlatformVersion: '2023' },
    ],
  },
  'kinesisanalytics-sql-end-of-life': {
    table: 'kinesisanalyticsv2_application',
    violating: [{ RuntimeEnvironment: 'SQL-1_0' }],
    complying: [{ RuntimeEnvironment: 'FLINK-1_20' }],
  },
};

const contact = (AlternateContactType: string): AccountCase => ({
  table: 'account_alternate_contact',
  complying: { AlternateContactType },
  violating: { AlternateContactType: 'OTHER' },
});

export const accountCases: Readonly<Record<string, AccountCase>> = {
  's3-account-block-public-access': {
    table: 's3control_public_access_block',
    complying: closed,
    violating: { ...closed, BlockPublicAcls: false },
  },
  'iam-password-policy-weak': {
    table: 'iam_password_policy',
    complying: { MinimumPasswordLength: 14 },
    violating: { MinimumPasswordLength: 8 },
  },
  'cloudtrail-off': {
    table: 'cloudtrail_cloud_trail',
    complying: { IsMultiRegionTrail: true, Status: { IsLogging: true } },
    violating: { IsMultiRegionTrail: true, Status: { IsLogging: false } },
  },
  'guardduty-off': {
    table: 'guardduty_detector',
    complying: { Status: 'ENABLED' },
    violating: { Status: 'DISABLED' },
    isRegional: true,
  },
  'config-recorder-off': {
    table: 'config_configuration_recorder',
    complying: { status: { recording: true } },
    violating: { status: { recording: false } },
    isRegional: true,
  },
  'access-analyzer-off': {
    table: 'accessanalyzer_analyzer',
    complying: { status: 'ACTIVE' },
    isRegional: true,
  },
  'account-without-security-contact': contact('SECURITY'),
  'account-without-operations-contact': contact('OPERATIONS'),
  'account-without-billing-contact': contact('BILLING'),
};
