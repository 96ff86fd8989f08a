/** Databases and caches. */

import { ask, type CatalogueGroup } from './rows.ts';

/** These share their API with RDS, which would list their clusters as well. */
const documentDb = { Filters: [{ Name: 'engine', Values: ['docdb'] }] };
const neptune = { Filters: [{ Name: 'engine', Values: ['neptune'] }] };

export const databases: readonly CatalogueGroup[] = [
  {
    model: 'rds',
    service: 'RDS',
    recon: 'db_cluster db_instance db_snapshot db_cluster_snapshot',
    types: {
      db_cluster: 'DescribeDBClusters DBClusters[] DBClusterIdentifier DBClusterArn TagList',
      db_instance: 'DescribeDBInstances DBInstances[] DBInstanceIdentifier DBInstanceArn TagList',
      db_snapshot: 'DescribeDBSnapshots DBSnapshots[] DBSnapshotIdentifier DBSnapshotArn TagList',
      db_cluster_snapshot:
        'DescribeDBClusterSnapshots DBClusterSnapshots[] DBClusterSnapshotIdentifier DBClusterSnapshotArn TagList',
      // Who may restore a snapshot: "all" among the values of "restore" is everyone. Automated snapshots have it, too
      // (https://github.com/aws/aws-sdk/issues/638).
      // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshotAttributes.html
      db_snapshot_attributes: [
        'DescribeDBSnapshotAttributes DBSnapshotAttributesResult {parent:DBSnapshotIdentifier}',
        {
          parent: 'db_snapshot',
          input: { DBSnapshotIdentifier: '{parent:DBSnapshotIdentifier}' },
        },
      ],
      db_cluster_snapshot_attributes: [
        'DescribeDBClusterSnapshotAttributes DBClusterSnapshotAttributesResult {parent:DBClusterSnapshotIdentifier}',
        {
          parent: 'db_cluster_snapshot',
          input: { DBClusterSnapshotIdentifier: '{parent:DBClusterSnapshotIdentifier}' },
        },
      ],
      blue_green_deployment:
        'DescribeBlueGreenDeployments BlueGreenDeployments[] BlueGreenDeploymentIdentifier deployment:{BlueGreenDeploymentIdentifier} TagList',
      db_cluster_endpoint:
        'DescribeDBClusterEndpoints DBClusterEndpoints[] DBClusterEndpointArn DBClusterEndpointArn',
      db_cluster_parameter_group:
        'DescribeDBClusterParameterGroups DBClusterParameterGroups[] DBClusterParameterGroupName DBClusterParameterGroupArn',
      db_instance_automated_backup:
        'DescribeDBInstanceAutomatedBackups DBInstanceAutomatedBackups[] DbiResourceId DBInstanceAutomatedBackupsArn TagList',
      db_parameter_group:
        'DescribeDBParameterGroups DBParameterGroups[] DBParameterGroupName DBParameterGroupArn',
      db_proxy: 'DescribeDBProxies DBProxies[] DBProxyName DBProxyArn',
      db_proxy_endpoint:
        'DescribeDBProxyEndpoints DBProxyEndpoints[] DBProxyEndpointName DBProxyEndpointArn',
      db_security_group:
        'DescribeDBSecurityGroups DBSecurityGroups[] DBSecurityGroupName DBSecurityGroupArn',
      db_subnet_group: 'DescribeDBSubnetGroups DBSubnetGroups[] DBSubnetGroupName DBSubnetGroupArn',
      db_shard_group:
        'DescribeDBShardGroups DBShardGroups[] DBShardGroupIdentifier DBShardGroupArn TagList',
      event_subscription:
        'DescribeEventSubscriptions EventSubscriptionsList[] CustSubscriptionId EventSubscriptionArn',
      global_cluster:
        'DescribeGlobalClusters GlobalClusters[] GlobalClusterIdentifier GlobalClusterArn TagList',
      integration: 'DescribeIntegrations Integrations[] IntegrationName IntegrationArn Tags',
      option_group: 'DescribeOptionGroups OptionGroupsList[] OptionGroupName OptionGroupArn',
      reserved_db_instance:
        'DescribeReservedDBInstances ReservedDBInstances[] ReservedDBInstanceId ReservedDBInstanceArn',
    },
  },
  {
    model: 'dynamodb',
    service: 'DynamoDB',
    recon: 'limits table',
    types: {
      limits: 'DescribeLimits . . limits/account',
      table: [
        'ListTables TableNames[] TableName TableArn Tags',
        {
          member: 'TableName',
          details: [
            ask('DescribeTable Table .', { TableName: '{TableName}' }),
            ask(
              'DescribeContinuousBackups ContinuousBackupsDescription ContinuousBackupsDescription',
              { TableName: '{TableName}' },
            ),
            ask('ListTagsOfResource Tags Tags', { ResourceArn: '{TableArn}' }),
          ],
        },
      ],
      backup: 'ListBackups BackupSummaries[] BackupArn BackupArn',
      export: 'ListExports ExportSummaries[] ExportArn ExportArn',
      global_table: 'ListGlobalTables GlobalTables[] GlobalTableName',
      import: 'ListImports ImportSummaryList[] ImportArn ImportArn',
    },
  },
  {
    model: 'elasticache',
    service: 'ElastiCache',
    recon: 'cluster',
    types: {
      cluster: [
        'DescribeCacheClusters CacheClusters[] CacheClusterId ARN',
        { input: { ShowCacheNodeInfo: true } },
      ],
      replication_group: 'DescribeReplicationGroups ReplicationGroups[] ReplicationGroupId ARN',
      serverless_cache: 'DescribeServerlessCaches ServerlessCaches[] ServerlessCacheName ARN',
      serverless_cache_snapshot:
        'DescribeServerlessCacheSnapshots ServerlessCacheSnapshots[] ServerlessCacheSnapshotName ARN',
      snapshot: 'DescribeSnapshots Snapshots[] SnapshotName ARN',
      parameter_group:
        'DescribeCacheParameterGroups CacheParameterGroups[] CacheParameterGroupName ARN',
      subnet_group: 'DescribeCacheSubnetGroups CacheSubnetGroups[] CacheSubnetGroupName ARN',
      global_replication_group:
        'DescribeGlobalReplicationGroups GlobalReplicationGroups[] GlobalReplicationGroupId ARN',
      reserved_cache_node:
        'DescribeReservedCacheNodes ReservedCacheNodes[] ReservedCacheNodeId ReservationARN',
      user_group: 'DescribeUserGroups UserGroups[] UserGroupId ARN',
      user: 'DescribeUsers Users[] UserId ARN',
    },
  },
  {
    model: 'redshift',
    service: 'Redshift',
    recon: 'cluster subnet_group',
    types: {
      cluster: [
        'DescribeClusters Clusters[] ClusterIdentifier cluster:{ClusterIdentifier} Tags',
        {
          details: [
            ask('DescribeLoggingStatus . LoggingStatus', {
              ClusterIdentifier: '{ClusterIdentifier}',
            }),
          ],
        },
      ],
      subnet_group:
        'DescribeClusterSubnetGroups ClusterSubnetGroups[] ClusterSubnetGroupName subnetgroup:{ClusterSubnetGroupName} Tags',
      parameter_group:
        'DescribeClusterParameterGroups ParameterGroups[] ParameterGroupName parametergroup:{ParameterGroupName} Tags',
      snapshot: 'DescribeClusterSnapshots Snapshots[] SnapshotArn SnapshotArn Tags',
      data_share: 'DescribeDataShares DataShares[] DataShareArn DataShareArn',
      event_subscription:
        'DescribeEventSubscriptions EventSubscriptionsList[] CustSubscriptionId eventsubscription:{CustSubscriptionId} Tags',
      hsm_configuration:
        'DescribeHsmConfigurations HsmConfigurations[] HsmConfigurationIdentifier hsmconfiguration:{HsmConfigurationIdentifier} Tags',
      reserved_node: 'DescribeReservedNodes ReservedNodes[] ReservedNodeId',
      scheduled_action: 'DescribeScheduledActions ScheduledActions[] ScheduledActionName',
      snapshot_copy_grant:
        'DescribeSnapshotCopyGrants SnapshotCopyGrants[] SnapshotCopyGrantName snapshotcopygrant:{SnapshotCopyGrantName} Tags',
      snapshot_schedule:
        'DescribeSnapshotSchedules SnapshotSchedules[] ScheduleIdentifier snapshotschedule:{ScheduleIdentifier} Tags',
    },
  },
  {
    model: 'dms',
    service: 'DatabaseMigrationService',
    recon: 'replication_instance',
    types: {
      replication_instance:
        'DescribeReplicationInstances ReplicationInstances[] ReplicationInstanceIdentifier ReplicationInstanceArn',
      certificate: 'DescribeCertificates Certificates[] CertificateIdentifier CertificateArn',
      endpoint: 'DescribeEndpoints Endpoints[] EndpointIdentifier EndpointArn',
      event_subscription: 'DescribeEventSubscriptions EventSubscriptionsList[] CustSubscriptionId',
      replication_subnet_group:
        'DescribeReplicationSubnetGroups ReplicationSubnetGroups[] ReplicationSubnetGroupIdentifier subgrp:{ReplicationSubnetGroupIdentifier}',
      replication_task:
        'DescribeReplicationTasks ReplicationTasks[] ReplicationTaskIdentifier ReplicationTaskArn',
      replication_config:
        'DescribeReplicationConfigs ReplicationConfigs[] ReplicationConfigIdentifier ReplicationConfigArn',
    },
  },
  {
    model: 'docdb',
    service: 'DocDB',
    types: {
      db_cluster: [
        'DescribeDBClusters DBClusters[] DBClusterIdentifier DBClusterArn',
        { input: documentDb },
      ],
      db_instance: [
        'DescribeDBInstances DBInstances[] DBInstanceIdentifier DBInstanceArn',
        { input: documentDb },
      ],
    },
  },
  {
    model: 'neptune',
    service: 'Neptune',
    types: {
      db_cluster: [
        'DescribeDBClusters DBClusters[] DBClusterIdentifier DBClusterArn',
        { input: neptune },
      ],
      db_instance: [
        'DescribeDBInstances DBInstances[] DBInstanceIdentifier DBInstanceArn',
        { input: neptune },
      ],
    },
  },
  {
    model: 'memorydb',
    service: 'MemoryDB',
    types: {
      acl: 'DescribeACLs ACLs[] Name ARN',
      cluster: 'DescribeClusters Clusters[] Name ARN',
      parameter_group: 'DescribeParameterGroups ParameterGroups[] Name ARN',
      snapshot: 'DescribeSnapshots Snapshots[] Name ARN',
      subnet_group: 'DescribeSubnetGroups SubnetGroups[] Name ARN',
      user: 'DescribeUsers Users[] Name ARN',
    },
  },
  {
    model: 'dax',
    service: 'DAX',
    types: {
      cluster: 'DescribeClusters Clusters[] ClusterName ClusterArn',
      parameter_group: 'DescribeParameterGroups ParameterGroups[] ParameterGroupName',
      subnet_group: 'DescribeSubnetGroups SubnetGroups[] SubnetGroupName',
    },
  },
  {
    model: 'keyspaces',
    service: 'Keyspaces',
    types: {
      keyspace: 'ListKeyspaces keyspaces[] keyspaceName resourceArn',
    },
  },
  {
    model: 'redshift-serverless',
    service: 'RedshiftServerless',
    types: {
      namespace: 'ListNamespaces namespaces[] namespaceId namespaceArn',
      workgroup: 'ListWorkgroups workgroups[] workgroupId workgroupArn',
      snapshot: 'ListSnapshots snapshots[] snapshotName snapshotArn',
      endpoint_access: 'ListEndpointAccess endpoints[] endpointName endpointArn',
    },
  },
];
