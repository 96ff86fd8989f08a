/** Functions, batches, platforms: services that run code, except plain machines. */

import { ask, type CatalogueGroup } from './rows.ts';

const noPolicy = ['ResourceNotFoundException'];
const scalable = [
  ...['appstream', 'cassandra', 'comprehend', 'custom-resource', 'dynamodb', 'ec2', 'ecs'],
  ...['elasticache', 'elasticmapreduce', 'kafka', 'lambda', 'neptune', 'rds', 'sagemaker'],
  'workspaces',
].map((ServiceNamespace) => ({ ServiceNamespace }));

export const compute: readonly CatalogueGroup[] = [
  {
    model: 'autoscaling',
    service: 'AutoScaling',
    recon: 'auto_scaling_group',
    types: {
      auto_scaling_group: [
        'DescribeAutoScalingGroups AutoScalingGroups[] AutoScalingGroupName AutoScalingGroupARN Tags',
        {
          details: [
            ask('DescribePolicies ScalingPolicies Policies', {
              AutoScalingGroupName: '{AutoScalingGroupName}',
            }),
          ],
        },
      ],
      launch_configuration:
        'DescribeLaunchConfigurations LaunchConfigurations[] LaunchConfigurationName LaunchConfigurationARN',
      scaling_policy: 'DescribePolicies ScalingPolicies[] PolicyARN PolicyARN',
      scheduled_action:
        'DescribeScheduledActions ScheduledUpdateGroupActions[] ScheduledActionARN ScheduledActionARN',
    },
  },
  {
    model: 'application-autoscaling',
    service: 'ApplicationAutoScaling',
    recon: 'auto_scaling_policy',
    types: {
      auto_scaling_policy: [
        'DescribeScalingPolicies ScalingPolicies[] PolicyARN PolicyARN',
        { variants: scalable },
      ],
    },
  },
  {
    model: 'lambda',
    service: 'Lambda',
    recon: 'function layer',
    types: {
      function: [
        'ListFunctions Functions[] FunctionName FunctionArn Tags',
        {
          details: [
            ask(
              'GetPolicy Policy Policy',
              { FunctionName: '{FunctionArn}' },
              { absent: noPolicy, json: ['Policy'] },
            ),
            ask('ListTags Tags Tags', { Resource: '{FunctionArn}' }),
          ],
        },
      ],
      layer: [
        'ListLayers Layers[] LayerName LayerArn',
        { details: [ask('ListLayerVersions LayerVersions Versions', { LayerName: '{LayerArn}' })] },
      ],
      event_source_mapping:
        'ListEventSourceMappings EventSourceMappings[] UUID EventSourceMappingArn',
      code_signing_config:
        'ListCodeSigningConfigs CodeSigningConfigs[] CodeSigningConfigId CodeSigningConfigArn',
      alias: [
        'ListAliases Aliases[] AliasArn AliasArn',
        { parent: 'function', input: { FunctionName: '{parent:FunctionArn}' } },
      ],
      function_url: [
        'ListFunctionUrlConfigs FunctionUrlConfigs[] FunctionArn FunctionArn',
        { parent: 'function', input: { FunctionName: '{parent:FunctionArn}' } },
      ],
    },
  },
  {
    model: 'lightsail',
    service: 'Lightsail',
    recon: 'instance load_balancer',
    types: {
      instance: 'GetInstances instances[] name arn tags',
      load_balancer: 'GetLoadBalancers loadBalancers[] name arn tags',
      bucket: 'GetBuckets buckets[] name arn tags',
      container_service: 'GetContainerServices containerServices[] containerServiceName arn tags',
      disk: 'GetDisks disks[] name arn tags',
      disk_snapshot: 'GetDiskSnapshots diskSnapshots[] name arn tags',
      distribution: ['GetDistributions distributions[] name arn tags', { scope: 'global' }],
      domain: ['GetDomains domains[] name arn tags', { scope: 'global' }],
      instance_snapshot: 'GetInstanceSnapshots instanceSnapshots[] name arn tags',
      key_pair: 'GetKeyPairs keyPairs[] name arn tags',
      relational_database: 'GetRelationalDatabases relationalDatabases[] name arn tags',
      relational_database_snapshot:
        'GetRelationalDatabaseSnapshots relationalDatabaseSnapshots[] name arn tags',
      static_ip: 'GetStaticIps staticIps[] name arn',
      certificate: 'GetCertificates certificates[] certificateName certificateArn tags',
    },
  },
  {
    model: 'batch',
    service: 'Batch',
    types: {
      compute_environment:
        'DescribeComputeEnvironments computeEnvironments[] computeEnvironmentName computeEnvironmentArn tags',
      job_definition: [
        'DescribeJobDefinitions jobDefinitions[] jobDefinitionArn jobDefinitionArn tags',
        { input: { status: 'ACTIVE' } },
      ],
      job_queue: 'DescribeJobQueues jobQueues[] jobQueueName jobQueueArn tags',
      scheduling_policy: 'ListSchedulingPolicies schedulingPolicies[] arn arn',
    },
  },
  {
    model: 'elasticbeanstalk',
    service: 'ElasticBeanstalk',
    types: {
      application: 'DescribeApplications Applications[] ApplicationName ApplicationArn',
      application_version:
        'DescribeApplicationVersions ApplicationVersions[] ApplicationVersionArn ApplicationVersionArn',
      environment: 'DescribeEnvironments Environments[] EnvironmentId EnvironmentArn',
    },
  },
  {
    model: 'apprunner',
    service: 'AppRunner',
    types: {
      service: 'ListServices ServiceSummaryList[] ServiceArn ServiceArn',
      auto_scaling_configuration:
        'ListAutoScalingConfigurations AutoScalingConfigurationSummaryList[] AutoScalingConfigurationArn AutoScalingConfigurationArn',
      connection: 'ListConnections ConnectionSummaryList[] ConnectionName ConnectionArn',
      vpc_connector: 'ListVpcConnectors VpcConnectors[] VpcConnectorArn VpcConnectorArn',
      observability_configuration:
        'ListObservabilityConfigurations ObservabilityConfigurationSummaryList[] ObservabilityConfigurationArn ObservabilityConfigurationArn',
    },
  },
  {
    model: 'outposts',
    service: 'Outposts',
    types: {
      outpost: 'ListOutposts Outposts[] OutpostId OutpostArn Tags',
      site: 'ListSites Sites[] SiteId SiteArn Tags',
    },
  },
  {
    model: 'imagebuilder',
    service: 'ImageBuilder',
    types: {
      component: 'ListComponents componentVersionList[] arn arn',
      container_recipe: 'ListContainerRecipes containerRecipeSummaryList[] arn arn tags',
      distribution_configuration:
        'ListDistributionConfigurations distributionConfigurationSummaryList[] arn arn tags',
      image_pipeline: 'ListImagePipelines imagePipelineList[] arn arn tags',
      image_recipe: 'ListImageRecipes imageRecipeSummaryList[] arn arn tags',
      image: 'ListImages imageVersionList[] arn arn',
      infrastructure_configuration:
        'ListInfrastructureConfigurations infrastructureConfigurationSummaryList[] arn arn tags',
      lifecycle_policy: 'ListLifecyclePolicies lifecyclePolicySummaryList[] arn arn tags',
    },
  },
  {
    model: 'gamelift',
    service: 'GameLift',
    types: {
      alias: 'ListAliases Aliases[] AliasId AliasArn',
      build: 'ListBuilds Builds[] BuildId BuildArn',
      script: 'ListScripts Scripts[] ScriptId ScriptArn',
      container_fleet: 'ListContainerFleets ContainerFleets[] FleetId FleetArn',
      game_session_queue: 'DescribeGameSessionQueues GameSessionQueues[] Name GameSessionQueueArn',
      matchmaking_configuration:
        'DescribeMatchmakingConfigurations Configurations[] Name ConfigurationArn',
      matchmaking_rule_set: 'DescribeMatchmakingRuleSets RuleSets[] RuleSetName RuleSetArn',
      game_server_group:
        'ListGameServerGroups GameServerGroups[] GameServerGroupName GameServerGroupArn',
    },
  },
];
