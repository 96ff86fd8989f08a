/** Monitoring and configuration: CloudTrail, Config, CloudWatch, CloudFormation, Systems Manager. */

import { ask, type CatalogueGroup } from './rows.ts';

export const management: readonly CatalogueGroup[] = [
  {
    model: 'cloudtrail',
    service: 'CloudTrail',
    recon: 'cloud_trail',
    types: {
      // Shadow trails of other regions would repeat each trail in every region.
      cloud_trail: [
        'DescribeTrails trailList[] Name TrailARN Tags',
        {
          input: { includeShadowTrails: false },
          details: [
            ask(
              'ListTags TagsList Tags',
              {},
              { batch: 'ResourceIdList 20 TrailARN ResourceTagList[] ResourceId' },
            ),
            ask('GetEventSelectors . EventSelectors', { TrailName: '{TrailARN}' }),
            ask('GetTrailStatus . Status', { Name: '{TrailARN}' }),
          ],
        },
      ],
      channel: 'ListChannels Channels[] ChannelArn ChannelArn',
      dashboard: 'ListDashboards Dashboards[] DashboardArn DashboardArn',
    },
  },
  {
    model: 'config',
    service: 'ConfigService',
    recon: 'rule configuration_recorder delivery_channel',
    types: {
      rule: [
        'DescribeConfigRules ConfigRules[] ConfigRuleName ConfigRuleArn',
        {
          details: [
            ask(
              'DescribeConfigRuleEvaluationStatus . EvaluationStatus',
              {},
              {
                batch:
                  'ConfigRuleNames 25 ConfigRuleName ConfigRulesEvaluationStatus[] ConfigRuleName',
              },
            ),
          ],
        },
      ],
      configuration_recorder: [
        'DescribeConfigurationRecorders ConfigurationRecorders[] name arn',
        {
          details: [
            ask(
              'DescribeConfigurationRecorderStatus . status',
              {},
              {
                batch: 'ConfigurationRecorderNames 1 name ConfigurationRecordersStatus[] name',
              },
            ),
          ],
        },
      ],
      delivery_channel: [
        'DescribeDeliveryChannels DeliveryChannels[] name delivery-channel/{name}',
        {
          details: [
            ask(
              'DescribeDeliveryChannelStatus . status',
              {},
              { batch: 'DeliveryChannelNames 1 name DeliveryChannelsStatus[] name' },
            ),
          ],
        },
      ],
      aggregation_authorization:
        'DescribeAggregationAuthorizations AggregationAuthorizations[] AggregationAuthorizationArn AggregationAuthorizationArn',
      configuration_aggregator:
        'DescribeConfigurationAggregators ConfigurationAggregators[] ConfigurationAggregatorName ConfigurationAggregatorArn',
      conformance_pack:
        'DescribeConformancePacks ConformancePackDetails[] ConformancePackId ConformancePackArn',
      retention_configuration: 'DescribeRetentionConfigurations RetentionConfigurations[] Name',
      stored_query: 'ListStoredQueries StoredQueryMetadata[] QueryId QueryArn',
    },
  },
  {
    model: 'cloudwatch',
    service: 'CloudWatch',
    recon: 'composite_alarm metric_alarm',
    types: {
      // Without alarm types the response contains metric alarms only.
      composite_alarm: [
        'DescribeAlarms CompositeAlarms[] AlarmName AlarmArn',
        { input: { AlarmTypes: ['CompositeAlarm'] }, json: ['StateReasonData'] },
      ],
      metric_alarm: [
        'DescribeAlarms MetricAlarms[] AlarmName AlarmArn',
        { input: { AlarmTypes: ['MetricAlarm'] }, json: ['StateReasonData'] },
      ],
      dashboard: 'ListDashboards DashboardEntries[] DashboardName DashboardArn',
      insight_rule: 'DescribeInsightRules InsightRules[] Name insight-rule/{Name}',
      metric_stream: 'ListMetricStreams Entries[] Name Arn',
      anomaly_detector: [
        'DescribeAnomalyDetectors AnomalyDetectors[] AnomalyDetectorId anomaly-detector:{AnomalyDetectorId}',
        { input: { AnomalyDetectorTypes: ['SINGLE_METRIC', 'METRIC_MATH'] } },
      ],
    },
  },
  {
    model: 'logs',
    service: 'CloudWatchLogs',
    recon: 'log_group',
    types: {
      log_group: [
        'DescribeLogGroups logGroups[] logGroupName logGroupArn',
        {
          details: [
            ask('DescribeMetricFilters metricFilters metricFilters', {
              logGroupName: '{logGroupName}',
            }),
          ],
        },
      ],
      destination: 'DescribeDestinations destinations[] destinationName arn',
      delivery: 'DescribeDeliveries deliveries[] id arn tags',
      delivery_destination: 'DescribeDeliveryDestinations deliveryDestinations[] name arn tags',
      delivery_source: 'DescribeDeliverySources deliverySources[] name arn tags',
      query_definition:
        'DescribeQueryDefinitions queryDefinitions[] queryDefinitionId query-definition:{queryDefinitionId}',
      resource_policy: 'DescribeResourcePolicies resourcePolicies[] policyName',
      anomaly_detector:
        'ListLogAnomalyDetectors anomalyDetectors[] anomalyDetectorArn anomalyDetectorArn',
    },
  },
  {
    model: 'cloudformation',
    service: 'CloudFormation',
    recon: 'stack',
    types: {
      stack: [
        'DescribeStacks Stacks[] StackId StackId Tags',
        {
          details: [
            ask(
              'GetTemplate . Template',
              { StackName: '{StackId}' },
              { json: ['Template.TemplateBody'] },
            ),
          ],
        },
      ],
      export: 'ListExports Exports[] Name',
      stack_set: 'ListStackSets Summaries[] StackSetId stackset/{StackSetId}',
    },
  },
  {
    model: 'ssm',
    service: 'SSM',
    recon: 'instance parameter',
    types: {
      instance:
        'DescribeInstanceInformation InstanceInformationList[] InstanceId managed-instance/{InstanceId}',
      parameter: 'DescribeParameters Parameters[] Name ARN',
      activation: 'DescribeActivations ActivationList[] ActivationId - Tags',
      maintenance_window:
        'DescribeMaintenanceWindows WindowIdentities[] WindowId maintenancewindow/{WindowId}',
      ops_item: 'DescribeOpsItems OpsItemSummaries[] OpsItemId opsitem/{OpsItemId}',
      association: 'ListAssociations Associations[] AssociationId association/{AssociationId}',
      resource_data_sync:
        'ListResourceDataSync ResourceDataSyncItems[] SyncName resource-data-sync/{SyncName}',
      document: [
        'ListDocuments DocumentIdentifiers[] Name document/{Name} Tags',
        { input: { Filters: [{ Key: 'Owner', Values: ['Self'] }] } },
      ],
      patch_baseline: [
        'DescribePatchBaselines BaselineIdentities[] BaselineId patchbaseline/{BaselineId}',
        { input: { Filters: [{ Key: 'OWNER', Values: ['Self'] }] } },
      ],
    },
  },
  {
    model: 'xray',
    service: 'XRay',
    recon: 'config',
    types: { config: 'GetEncryptionConfig . . arn:{partition}:xray:{region}:{account}:config' },
  },
  {
    model: 'ssm-incidents',
    service: 'SSMIncidents',
    types: {
      response_plan: 'ListResponsePlans responsePlanSummaries[] arn arn',
    },
  },
  {
    model: 'resource-groups',
    service: 'ResourceGroups',
    types: {
      group: 'ListGroups GroupIdentifiers[] GroupName GroupArn',
    },
  },
  {
    model: 'resource-explorer-2',
    service: 'ResourceExplorer2',
    types: {
      index: ['ListIndexes Indexes[] Arn Arn', { input: { Regions: ['{region}'] } }],
    },
  },
  {
    model: 'servicecatalog',
    service: 'ServiceCatalog',
    types: {
      portfolio: 'ListPortfolios PortfolioDetails[] Id ARN',
      product: 'SearchProductsAsAdmin ProductViewDetails[] ProductViewSummary.ProductId ProductARN',
      provisioned_product: [
        'SearchProvisionedProducts ProvisionedProducts[] Id Arn Tags',
        { input: { AccessLevelFilter: { Key: 'Account', Value: 'self' } } },
      ],
    },
  },
  {
    model: 'license-manager',
    service: 'LicenseManager',
    types: {
      license_configuration:
        'ListLicenseConfigurations LicenseConfigurations[] LicenseConfigurationId LicenseConfigurationArn',
    },
  },
  {
    model: 'grafana',
    service: 'Grafana',
    types: {
      workspace: 'ListWorkspaces workspaces[] id /workspaces/{id} tags',
    },
  },
  {
    model: 'rum',
    service: 'RUM',
    types: {
      app_monitor: 'ListAppMonitors AppMonitorSummaries[] Name appmonitor/{Name}',
    },
  },
  {
    model: 'wellarchitected',
    service: 'WellArchitected',
    types: {
      workload: 'ListWorkloads WorkloadSummaries[] WorkloadId WorkloadArn',
      profile: 'ListProfiles ProfileSummaries[] ProfileArn ProfileArn',
    },
  },
  {
    model: 'auditmanager',
    service: 'AuditManager',
    types: {
      assessment: 'ListAssessments assessmentMetadata[] id assessment/{id}',
    },
  },
];
