/** Streams, search, queries, big data. */

import { ask, type CatalogueGroup } from './rows.ts';

export const analytics: readonly CatalogueGroup[] = [
  {
    model: 'athena',
    service: 'Athena',
    recon: 'workgroup',
    types: {
      workgroup: [
        'ListWorkGroups WorkGroups[] Name workgroup/{Name}',
        { details: [ask('GetWorkGroup . Details', { WorkGroup: '{Name}' })] },
      ],
      data_catalog: 'ListDataCatalogs DataCatalogsSummary[] CatalogName datacatalog/{CatalogName}',
      capacity_reservation:
        'ListCapacityReservations CapacityReservations[] Name capacity-reservation/{Name}',
    },
  },
  {
    model: 'emr',
    service: 'EMR',
    recon: 'configuration cluster security_configuration',
    types: {
      configuration: [
        'GetBlockPublicAccessConfiguration BlockPublicAccessConfiguration . block_public_access_configuration/account',
        { absent: ['InvalidRequestException'] },
      ],
      cluster: [
        'ListClusters Clusters[] Id ClusterArn Tags',
        { details: [ask('DescribeCluster Cluster .', { ClusterId: '{Id}' })] },
      ],
      security_configuration: [
        'ListSecurityConfigurations SecurityConfigurations[] Name security-configuration/{Name}',
        {
          details: [
            ask(
              'DescribeSecurityConfiguration SecurityConfiguration SecurityConfiguration',
              { Name: '{Name}' },
              { json: ['SecurityConfiguration'] },
            ),
          ],
        },
      ],
      studio: 'ListStudios Studios[] StudioId studio/{StudioId}',
    },
  },
  {
    model: 'es',
    service: 'ElasticsearchService',
    recon: 'domain',
    types: {
      domain: [
        'ListDomainNames DomainNames[] DomainName ARN',
        {
          details: [
            ask(
              'DescribeElasticsearchDomains . .',
              {},
              {
                batch: 'DomainNames 5 DomainName DomainStatusList[] DomainName',
                json: ['AccessPolicies'],
              },
            ),
          ],
        },
      ],
    },
  },
  {
    model: 'firehose',
    service: 'Firehose',
    recon: 'stream',
    types: {
      // Pages continue after the last name; one page of this size holds the maximum of an account.
      stream: [
        'ListDeliveryStreams DeliveryStreamNames[] DeliveryStreamName DeliveryStreamARN Tags',
        {
          input: { Limit: 10000 },
          member: 'DeliveryStreamName',
          details: [
            ask('DescribeDeliveryStream DeliveryStreamDescription .', {
              DeliveryStreamName: '{DeliveryStreamName}',
              Limit: 10000,
            }),
            ask('ListTagsForDeliveryStream Tags Tags', {
              DeliveryStreamName: '{DeliveryStreamName}',
              Limit: 50,
            }),
          ],
        },
      ],
    },
  },
  {
    model: 'glue',
    service: 'Glue',
    recon:
      'catalog_encryption_settings security_configuration database job dev_endpoint crawler connection',
    types: {
      catalog_encryption_settings:
        'GetDataCatalogEncryptionSettings DataCatalogEncryptionSettings . data-catalog-encryption-settings/account',
      security_configuration:
        'GetSecurityConfigurations SecurityConfigurations[] Name security-configuration/{Name}',
      database: [
        'GetDatabases DatabaseList[] Name database/{Name}',
        { details: [ask('GetTables TableList Tables', { DatabaseName: '{Name}' })] },
      ],
      job: 'GetJobs Jobs[] Name job/{Name}',
      dev_endpoint: 'GetDevEndpoints DevEndpoints[] EndpointName devEndpoint/{EndpointName}',
      crawler: 'GetCrawlers Crawlers[] Name crawler/{Name}',
      // Passwords are not collected.
      connection: [
        'GetConnections ConnectionList[] Name connection/{Name}',
        { input: { HidePassword: true } },
      ],
      trigger: 'GetTriggers Triggers[] Name trigger/{Name}',
      ml_transform: 'GetMLTransforms Transforms[] TransformId mlTransform/{TransformId}',
      registry: 'ListRegistries Registries[] RegistryName RegistryArn',
      schema: 'ListSchemas Schemas[] SchemaArn SchemaArn',
      data_quality_ruleset: 'ListDataQualityRulesets Rulesets[] Name dataQualityRuleset/{Name}',
      integration: 'DescribeIntegrations Integrations[] IntegrationName IntegrationArn Tags',
    },
  },
  {
    model: 'kafka',
    service: 'Kafka',
    recon: 'cluster',
    types: {
      cluster: 'ListClustersV2 ClusterInfoList[] ClusterArn ClusterArn Tags',
      configuration: 'ListConfigurations Configurations[] Arn Arn',
      replicator: 'ListReplicators Replicators[] ReplicatorArn ReplicatorArn',
      vpc_connection: 'ListVpcConnections VpcConnections[] VpcConnectionArn VpcConnectionArn',
    },
  },
  {
    model: 'kinesis',
    service: 'Kinesis',
    recon: 'stream',
    types: {
      stream: [
        'ListStreams StreamNames[] StreamName StreamARN Tags',
        {
          member: 'StreamName',
          details: [
            // Shards continue after the last one; a page of this size holds them all.
            ask('DescribeStream StreamDescription .', { StreamName: '{StreamName}', Limit: 10000 }),
            ask('ListTagsForStream Tags Tags', { StreamName: '{StreamName}', Limit: 50 }),
          ],
        },
      ],
    },
  },
  {
    model: 'kafkaconnect',
    service: 'KafkaConnect',
    types: {
      connector: 'ListConnectors connectors[] connectorArn connectorArn',
      custom_plugin: 'ListCustomPlugins customPlugins[] customPluginArn customPluginArn',
      worker_configuration:
        'ListWorkerConfigurations workerConfigurations[] workerConfigurationArn workerConfigurationArn',
    },
  },
  {
    model: 'kinesisanalyticsv2',
    service: 'KinesisAnalyticsV2',
    types: {
      application: 'ListApplications ApplicationSummaries[] ApplicationName ApplicationARN',
    },
  },
  {
    model: 'lakeformation',
    service: 'LakeFormation',
    types: {
      resource: 'ListResources ResourceInfoList[] ResourceArn ResourceArn',
      lf_tag: 'ListLFTags LFTags[] TagKey',
    },
  },
  {
    model: 'opensearch',
    service: 'OpenSearch',
    types: {
      application: 'ListApplications ApplicationSummaries[] id arn',
      vpc_endpoint: 'ListVpcEndpoints VpcEndpointSummaryList[] VpcEndpointId',
      reserved_instance: 'DescribeReservedInstances ReservedInstances[] ReservedInstanceId',
      domain: [
        'ListDomainNames DomainNames[] DomainName ARN TagList',
        {
          details: [
            ask(
              'DescribeDomains . .',
              {},
              {
                batch: 'DomainNames 5 DomainName DomainStatusList[] DomainName',
                json: ['AccessPolicies'],
              },
            ),
            ask('ListTags TagList TagList', { ARN: '{ARN}' }),
          ],
        },
      ],
    },
  },
  {
    model: 'opensearchserverless',
    service: 'OpenSearchServerless',
    types: {
      collection: 'ListCollections collectionSummaries[] id arn',
      vpc_endpoint: 'ListVpcEndpoints vpcEndpointSummaries[] id',
    },
  },
];
