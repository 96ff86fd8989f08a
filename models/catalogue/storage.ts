/** Buckets, file systems, backups, transfer. */

import type { DetailDefinition } from '../../src/inventory/catalogue/entry.ts';
import { ask, type CatalogueGroup } from './rows.ts';

function ofBucket(
  words: string,
  more: Pick<DetailDefinition, 'absent' | 'json'> = {},
): DetailDefinition {
  return ask(words, { Bucket: '{Name}' }, more);
}

export const storage: readonly CatalogueGroup[] = [
  {
    model: 's3',
    service: 'S3',
    scope: 'global',
    recon: 'bucket',
    types: {
      // With pagination parameters the response includes the region of each bucket.
      bucket: [
        'ListBuckets Buckets[] Name arn:{partition}:s3:::{Name} Tagging.TagSet',
        {
          input: { MaxBuckets: 1000 },
          home: 'BucketRegion',
          details: [
            ofBucket('GetBucketLocation LocationConstraint Location'),
            ofBucket('GetBucketAcl . Acl'),
            ofBucket('GetBucketEncryption ServerSideEncryptionConfiguration Encryption', {
              absent: ['ServerSideEncryptionConfigurationNotFoundError'],
            }),
            ofBucket('GetBucketReplication ReplicationConfiguration Replication', {
              absent: ['ReplicationConfigurationNotFoundError'],
            }),
            ofBucket('GetBucketPolicy Policy Policy', {
              absent: ['NoSuchBucketPolicy'],
              json: ['Policy'],
            }),
            ofBucket('GetBucketPolicyStatus PolicyStatus Public', {
              absent: ['NoSuchBucketPolicy'],
            }),
            ofBucket('GetPublicAccessBlock PublicAccessBlockConfiguration PublicAccessBlock', {
              absent: ['NoSuchPublicAccessBlockConfiguration'],
            }),
            ofBucket('GetObjectLockConfiguration ObjectLockConfiguration ObjectLockConfiguration', {
              absent: ['ObjectLockConfigurationNotFoundError'],
            }),
            ofBucket('GetBucketTagging . Tagging', { absent: ['NoSuchTagSet'] }),
            ofBucket('GetBucketLogging LoggingEnabled Logging'),
            ofBucket('GetBucketVersioning . Versioning'),
            ofBucket('GetBucketWebsite . Website', { absent: ['NoSuchWebsiteConfiguration'] }),
            ofBucket('GetBucketOwnershipControls OwnershipControls OwnershipControls', {
              absent: ['OwnershipControlsNotFoundError'],
            }),
            ofBucket('GetBucketLifecycleConfiguration Rules LifecycleRules', {
              absent: ['NoSuchLifecycleConfiguration'],
            }),
          ],
        },
      ],
    },
  },
  {
    model: 'efs',
    service: 'EFS',
    recon: 'filesystem',
    types: {
      filesystem: 'DescribeFileSystems FileSystems[] FileSystemId FileSystemArn Tags',
      access_point: 'DescribeAccessPoints AccessPoints[] AccessPointId AccessPointArn Tags',
      replication_configuration:
        'DescribeReplicationConfigurations Replications[] SourceFileSystemId',
      mount_target: [
        'DescribeMountTargets MountTargets[] MountTargetId',
        { parent: 'filesystem', input: { FileSystemId: '{parent:FileSystemId}' } },
      ],
    },
  },
  {
    model: 'backup',
    service: 'Backup',
    recon: 'protected_resource',
    types: {
      protected_resource: 'ListProtectedResources Results[] ResourceArn ResourceArn',
      plan: 'ListBackupPlans BackupPlansList[] BackupPlanId BackupPlanArn',
      vault: 'ListBackupVaults BackupVaultList[] BackupVaultName BackupVaultArn',
      framework: 'ListFrameworks Frameworks[] FrameworkName FrameworkArn',
      report_plan: 'ListReportPlans ReportPlans[] ReportPlanName ReportPlanArn',
      legal_hold: 'ListLegalHolds LegalHolds[] LegalHoldId LegalHoldArn',
      restore_testing_plan:
        'ListRestoreTestingPlans RestoreTestingPlans[] RestoreTestingPlanName RestoreTestingPlanArn',
      selection: [
        'ListBackupSelections BackupSelectionsList[] SelectionId',
        { parent: 'plan', input: { BackupPlanId: '{parent:BackupPlanId}' } },
      ],
      recovery_point: [
        'ListRecoveryPointsByBackupVault RecoveryPoints[] RecoveryPointArn RecoveryPointArn',
        { parent: 'vault', input: { BackupVaultName: '{parent:BackupVaultName}' } },
      ],
    },
  },
  {
    model: 'transfer',
    service: 'Transfer',
    recon: 'server',
    types: {
      server: [
        'ListServers Servers[] ServerId Arn Tags',
        { details: [ask('DescribeServer Server .', { ServerId: '{ServerId}' })] },
      ],
      connector: 'ListConnectors Connectors[] ConnectorId Arn',
      profile: 'ListProfiles Profiles[] ProfileId Arn',
      certificate: 'ListCertificates Certificates[] CertificateId Arn',
      workflow: 'ListWorkflows Workflows[] WorkflowId Arn',
      web_app: 'ListWebApps WebApps[] WebAppId Arn',
      user: [
        'ListUsers Users[] Arn Arn',
        { parent: 'server', input: { ServerId: '{parent:ServerId}' } },
      ],
    },
  },
  {
    model: 's3control',
    service: 'S3Control',
    types: {
      access_point: [
        'ListAccessPoints AccessPointList[] Name AccessPointArn',
        { input: { AccountId: '{account}' } },
      ],
      storage_lens_configuration: [
        'ListStorageLensConfigurations StorageLensConfigurationList[] Id StorageLensArn',
        { input: { AccountId: '{account}' } },
      ],
      storage_lens_group: [
        'ListStorageLensGroups StorageLensGroupList[] Name StorageLensGroupArn',
        { input: { AccountId: '{account}' } },
      ],
      public_access_block: [
        'GetPublicAccessBlock PublicAccessBlockConfiguration .',
        {
          scope: 'global',
          input: { AccountId: '{account}' },
          absent: ['NoSuchPublicAccessBlockConfiguration'],
        },
      ],
      multi_region_access_point: [
        'ListMultiRegionAccessPoints AccessPoints[] Name arn:{partition}:s3::{account}:accesspoint/{Alias}',
        { scope: 'global', askIn: 'us-west-2', input: { AccountId: '{account}' } },
      ],
    },
  },
  {
    model: 's3tables',
    service: 'S3Tables',
    types: {
      table_bucket: 'ListTableBuckets tableBuckets[] arn arn',
    },
  },
  {
    model: 'fsx',
    service: 'FSx',
    types: {
      backup: 'DescribeBackups Backups[] BackupId ResourceARN Tags',
      file_system: 'DescribeFileSystems FileSystems[] FileSystemId ResourceARN Tags',
      file_cache: 'DescribeFileCaches FileCaches[] FileCacheId ResourceARN',
      snapshot: 'DescribeSnapshots Snapshots[] SnapshotId ResourceARN Tags',
      storage_virtual_machine:
        'DescribeStorageVirtualMachines StorageVirtualMachines[] StorageVirtualMachineId ResourceARN Tags',
      volume: 'DescribeVolumes Volumes[] VolumeId ResourceARN Tags',
    },
  },
  {
    model: 'dlm',
    service: 'DLM',
    types: {
      lifecycle_policy: 'GetLifecyclePolicies Policies[] PolicyId policy/{PolicyId} Tags',
    },
  },
  {
    model: 'glacier',
    service: 'Glacier',
    types: {
      vault: ['ListVaults VaultList[] VaultName VaultARN', { input: { accountId: '{account}' } }],
    },
  },
  {
    model: 'storagegateway',
    service: 'StorageGateway',
    types: {
      gateway: 'ListGateways Gateways[] GatewayId GatewayARN',
      file_share: 'ListFileShares FileShareInfoList[] FileShareARN FileShareARN',
      tape: 'ListTapes TapeInfos[] TapeARN TapeARN',
      tape_pool: 'ListTapePools PoolInfos[] PoolARN PoolARN',
      volume: 'ListVolumes VolumeInfos[] VolumeARN VolumeARN',
    },
  },
  {
    model: 'datasync',
    service: 'DataSync',
    types: {
      agent: 'ListAgents Agents[] AgentArn AgentArn',
      location: 'ListLocations Locations[] LocationArn LocationArn',
      task: 'ListTasks Tasks[] TaskArn TaskArn',
    },
  },
];
