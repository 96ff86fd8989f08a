/**
 * The services to extract, and facts that the SDK's packages omit: a hand-written table. With `all` set every
 * operation is extracted, otherwise those that the catalogue names and all shapes they reach.
 */

import { s3Actions } from './s3-actions.ts';

export interface ServiceEntry {
  /** npm package that carries the schemas. */
  readonly package: string;
  /** Prefix of IAM actions (`organizations:ListAccounts`). */
  readonly iamPrefix: string;
  /** Where the IAM action is not `prefix:OperationName`. Source: AWS's service authorization reference. */
  readonly actions?: Readonly<Record<string, string>>;
  /** One action covers all reads. */
  readonly action?: string;
  readonly all?: boolean;
  /** Extracted in addition to those that the catalogue names. */
  readonly operations?: readonly string[];
  /** `[input token, output token]` of paginated operations that have no paginator in the SDK. */
  readonly pages?: Readonly<Record<string, readonly string[]>>;
}

export function actionOf(service: ServiceEntry, operation: string): string {
  return service.actions?.[operation] ?? service.action ?? `${service.iamPrefix}:${operation}`;
}

type More = Omit<ServiceEntry, 'package' | 'iamPrefix'>;

function sdk(client: string, iamPrefix = client, more: More = {}): ServiceEntry {
  return { package: `@aws-sdk/client-${client}`, iamPrefix, ...more };
}

const all: More = { all: true };

/** Budgets has two actions in total. */
const budgetActions = Object.fromEntries([
  ...[
    'DescribeBudget',
    'DescribeBudgets',
    'DescribeNotificationsForBudget',
    'DescribeSubscribersForNotification',
  ].map((operation) => [operation, 'budgets:ViewBudget']),
  ...[
    'CreateBudget',
    'CreateNotification',
    'CreateSubscriber',
    'DeleteBudget',
    'DeleteNotification',
    'DeleteSubscriber',
    'UpdateBudget',
    'UpdateNotification',
    'UpdateSubscriber',
  ].map((operation) => [operation, 'budgets:ModifyBudget']),
]);

/** `NextToken` takes the response's `NextToken`; `pageToken>nextPageToken` takes another member. */
function paged(tokens: string, operations: string): NonNullable<ServiceEntry['pages']> {
  const [input = '', output = input] = tokens.split('>');
  return Object.fromEntries(operations.split(' ').map((operation) => [operation, [input, output]]));
}

export const services: Readonly<Record<string, ServiceEntry>> = {
  accessanalyzer: sdk('accessanalyzer', 'access-analyzer'),
  account: sdk('account', 'account', all),
  acm: sdk('acm'),
  amplify: sdk('amplify'),
  apigateway: sdk('api-gateway', 'apigateway', {
    action: 'apigateway:GET',
    pages: paged('position', 'GetAuthorizers GetGatewayResponses GetRequestValidators'),
  }),
  apigatewayv2: sdk('apigatewayv2', 'apigateway', {
    action: 'apigateway:GET',
    pages: paged(
      'NextToken',
      'GetApis GetAuthorizers GetStages GetModels GetDeployments GetDomainNames GetVpcLinks GetRoutes',
    ),
  }),
  appconfig: sdk('appconfig'),
  appflow: sdk('appflow'),
  'application-autoscaling': sdk('application-auto-scaling', 'application-autoscaling'),
  apprunner: sdk('apprunner'),
  appstream: sdk('appstream', 'appstream', {
    pages: paged(
      'NextToken',
      'DescribeFleets DescribeStacks DescribeImageBuilders DescribeAppBlocks DescribeApplications DescribeDirectoryConfigs',
    ),
  }),
  appsync: sdk('appsync'),
  athena: sdk('athena'),
  auditmanager: sdk('auditmanager'),
  autoscaling: sdk('auto-scaling', 'autoscaling'),
  backup: sdk('backup'),
  batch: sdk('batch'),
  bedrock: sdk('bedrock'),
  'bedrock-agent': sdk('bedrock-agent', 'bedrock'),
  budgets: sdk('budgets', 'budgets', { ...all, actions: budgetActions }),
  ce: sdk('cost-explorer', 'ce', {
    operations: [
      'GetCostAndUsage',
      'GetCostForecast',
      'GetDimensionValues',
      'ListCostAllocationTags',
      'UpdateCostAllocationTagsStatus',
    ],
    pages: paged('NextPageToken', 'GetCostAndUsage GetDimensionValues'),
  }),
  cloudcontrol: sdk('cloudcontrol', 'cloudformation', {
    operations: ['ListResources', 'GetResource', 'GetResourceRequestStatus'],
  }),
  cloudformation: sdk('cloudformation', 'cloudformation', {
    operations: [
      'CreateChangeSet',
      'CreateStack',
      'CreateStackInstances',
      'CreateStackSet',
      'DeleteChangeSet',
      'DeleteStack',
      'DeleteStackInstances',
      'DeleteStackSet',
      'DescribeChangeSet',
      'DescribeStackEvents',
      'DescribeStackInstance',
      'DescribeStackResource',
      'DescribeStackResources',
      'DescribeStackSet',
      'DescribeStackSetOperation',
      'ExecuteChangeSet',
      'GetTemplateSummary',
      'ListChangeSets',
      'ListImports',
      'ListStackInstances',
      'ListStackResources',
      'ListStackSetOperationResults',
      'ListStackSetOperations',
      'ListStacks',
      'UpdateStack',
      'UpdateStackSet',
      'UpdateTerminationProtection',
      'ValidateTemplate',
    ],
  }),
  cloudfront: sdk('cloudfront', 'cloudfront', {
    pages: {
      ...paged('Marker>CachePolicyList.NextMarker', 'ListCachePolicies'),
      ...paged('Marker>FunctionList.NextMarker', 'ListFunctions'),
      ...paged('Marker>KeyGroupList.NextMarker', 'ListKeyGroups'),
      ...paged('Marker>OriginRequestPolicyList.NextMarker', 'ListOriginRequestPolicies'),
      ...paged('Marker>ResponseHeadersPolicyList.NextMarker', 'ListResponseHeadersPolicies'),
    },
  }),
  cloudtrail: sdk('cloudtrail', 'cloudtrail', { pages: paged('NextToken', 'ListDashboards') }),
  cloudwatch: sdk('cloudwatch', 'cloudwatch', all),
  codeartifact: sdk('codeartifact'),
  codebuild: sdk('codebuild', 'codebuild', all),
  codecommit: sdk('codecommit'),
  codedeploy: sdk('codedeploy'),
  codepipeline: sdk('codepipeline'),
  'codestar-connections': sdk('codestar-connections'),
  'cognito-identity': sdk('cognito-identity'),
  'cognito-idp': sdk('cognito-identity-provider', 'cognito-idp'),
  config: sdk('config-service', 'config'),
  connect: sdk('connect'),
  datasync: sdk('datasync'),
  dax: sdk('dax', 'dax', {
    pages: paged('NextToken', 'DescribeClusters DescribeParameterGroups DescribeSubnetGroups'),
  }),
  detective: sdk('detective'),
  directconnect: sdk('direct-connect', 'directconnect', {
    pages: paged(
      'nextToken',
      'DescribeConnections DescribeDirectConnectGateways DescribeLags DescribeVirtualInterfaces',
    ),
  }),
  dlm: sdk('dlm'),
  dms: sdk('database-migration-service', 'dms'),
  docdb: sdk('docdb', 'rds'),
  ds: sdk('directory-service', 'ds'),
  dynamodb: sdk('dynamodb', 'dynamodb', {
    ...all,
    pages: paged('NextToken', 'ListTagsOfResource'),
  }),
  'dynamodb-streams': sdk('dynamodb-streams', 'dynamodb', all),
  ec2: sdk('ec2', 'ec2', {
    all: true,
    pages: paged('NextToken', 'DescribeVpcBlockPublicAccessExclusions'),
  }),
  ecr: sdk('ecr', 'ecr', {
    operations: [
      'CreateRepository',
      'DeleteLifecyclePolicy',
      'DeleteRepository',
      'DeleteRepositoryPolicy',
      'GetLifecyclePolicy',
      'PutImageScanningConfiguration',
      'PutImageTagMutability',
      'PutLifecyclePolicy',
      'SetRepositoryPolicy',
      'TagResource',
      'UntagResource',
    ],
  }),
  'ecr-public': sdk('ecr-public'),
  ecs: sdk('ecs', 'ecs', { pages: paged('nextToken', 'DescribeCapacityProviders') }),
  efs: sdk('efs', 'elasticfilesystem'),
  eks: sdk('eks'),
  elasticache: sdk('elasticache'),
  elasticbeanstalk: sdk('elastic-beanstalk', 'elasticbeanstalk', {
    pages: paged('NextToken', 'DescribeApplicationVersions DescribeEnvironments'),
  }),
  elb: sdk('elastic-load-balancing', 'elasticloadbalancing'),
  elbv2: sdk('elastic-load-balancing-v2', 'elasticloadbalancing', {
    pages: paged('Marker>NextMarker', 'DescribeSSLPolicies'),
  }),
  emr: sdk('emr', 'elasticmapreduce'),
  'emr-serverless': sdk('emr-serverless'),
  es: sdk('elasticsearch-service', 'es'),
  events: sdk('eventbridge', 'events', {
    ...all,
    pages: paged(
      'NextToken',
      'ListEventBuses ListRules ListArchives ListConnections ListApiDestinations ListEndpoints ListReplays ListTargetsByRule ListPartnerEventSources',
    ),
  }),
  firehose: sdk('firehose'),
  fms: sdk('fms', 'fms', { pages: paged('NextToken', 'ListResourceSets') }),
  fsx: sdk('fsx'),
  gamelift: sdk('gamelift'),
  glacier: sdk('glacier'),
  globalaccelerator: sdk('global-accelerator', 'globalaccelerator'),
  glue: sdk('glue', 'glue', { pages: paged('Marker', 'DescribeIntegrations') }),
  grafana: sdk('grafana'),
  guardduty: sdk('guardduty', 'guardduty', {
    pages: paged('NextToken', 'ListMalwareProtectionPlans'),
  }),
  iam: sdk('iam', 'iam', all),
  imagebuilder: sdk('imagebuilder'),
  inspector2: sdk('inspector2', 'inspector2', {
    pages: paged('nextToken', 'ListCodeSecurityIntegrations'),
  }),
  iot: sdk('iot', 'iot', { pages: paged('nextToken', 'ListCertificateProviders') }),
  ivs: sdk('ivs'),
  kafka: sdk('kafka'),
  kafkaconnect: sdk('kafkaconnect'),
  kendra: sdk('kendra'),
  keyspaces: sdk('keyspaces', 'cassandra', { action: 'cassandra:Select' }),
  kinesis: sdk('kinesis'),
  kinesisanalyticsv2: sdk('kinesis-analytics-v2', 'kinesisanalytics'),
  kinesisvideo: sdk('kinesis-video', 'kinesisvideo'),
  kms: sdk('kms'),
  lakeformation: sdk('lakeformation'),
  lambda: sdk('lambda', 'lambda', {
    actions: { Invoke: 'lambda:InvokeFunction' },
    operations: [
      'AddPermission',
      'CreateEventSourceMapping',
      'CreateFunction',
      'CreateFunctionUrlConfig',
      'DeleteEventSourceMapping',
      'DeleteFunction',
      'DeleteFunctionConcurrency',
      'DeleteFunctionEventInvokeConfig',
      'DeleteFunctionUrlConfig',
      'GetAccountSettings',
      'GetEventSourceMapping',
      'GetFunction',
      'GetFunctionConcurrency',
      'GetFunctionConfiguration',
      'GetFunctionEventInvokeConfig',
      'GetFunctionUrlConfig',
      'Invoke',
      'ListFunctionEventInvokeConfigs',
      'ListVersionsByFunction',
      'PublishVersion',
      'PutFunctionConcurrency',
      'PutFunctionEventInvokeConfig',
      'RemovePermission',
      'TagResource',
      'UntagResource',
      'UpdateEventSourceMapping',
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
      'UpdateFunctionEventInvokeConfig',
      'UpdateFunctionUrlConfig',
    ],
  }),
  lexv2: sdk('lex-models-v2', 'lex'),
  'license-manager': sdk('license-manager', 'license-manager', {
    pages: paged(
      'NextToken',
      'ListLicenseConfigurations ListLicenses ListReceivedLicenses ListReceivedGrants ListLicenseManagerReportGenerators',
    ),
  }),
  lightsail: sdk('lightsail', 'lightsail', {
    pages: paged(
      'pageToken>nextPageToken',
      'GetInstances GetLoadBalancers GetDisks GetDiskSnapshots GetBuckets GetStaticIps GetRelationalDatabases GetDistributions GetDomains GetKeyPairs GetInstanceSnapshots GetCertificates GetRelationalDatabaseSnapshots GetAlarms',
    ),
  }),
  location: sdk('location', 'geo'),
  logs: sdk('cloudwatch-logs', 'logs', {
    operations: [
      'CreateLogGroup',
      'CreateLogStream',
      'DeleteLogGroup',
      'DeleteLogStream',
      'DeleteRetentionPolicy',
      'DescribeLogStreams',
      'FilterLogEvents',
      'GetLogEvents',
      'ListTagsForResource',
      'ListTagsLogGroup',
      'PutLogEvents',
      'PutRetentionPolicy',
      'TagLogGroup',
      'TagResource',
      'UntagLogGroup',
      'UntagResource',
    ],
    pages: paged(
      'nextToken',
      'DescribeQueryDefinitions DescribeResourcePolicies DescribeExportTasks DescribeAccountPolicies',
    ),
  }),
  macie2: sdk('macie2'),
  mediaconvert: sdk('mediaconvert'),
  medialive: sdk('medialive'),
  memorydb: sdk('memorydb'),
  mq: sdk('mq', 'mq', { pages: paged('NextToken', 'ListConfigurations') }),
  neptune: sdk('neptune', 'rds'),
  'network-firewall': sdk('network-firewall'),
  opensearch: sdk('opensearch', 'es', {
    pages: paged('NextToken', 'ListVpcEndpoints ListDirectQueryDataSources'),
  }),
  opensearchserverless: sdk('opensearchserverless', 'aoss'),
  organizations: sdk('organizations', 'organizations', all),
  outposts: sdk('outposts'),
  pipes: sdk('pipes'),
  ram: sdk('ram'),
  rds: sdk('rds', 'rds', { pages: paged('Marker', 'DescribeDBShardGroups') }),
  redshift: sdk('redshift'),
  'redshift-serverless': sdk('redshift-serverless'),
  rekognition: sdk('rekognition'),
  'resource-explorer-2': sdk('resource-explorer-2'),
  'resource-groups': sdk('resource-groups'),
  route53: sdk('route-53', 'route53', {
    pages: paged('Marker>NextMarker', 'ListReusableDelegationSets'),
  }),
  route53domains: sdk('route-53-domains', 'route53domains'),
  rum: sdk('rum'),
  s3: sdk('s3', 's3', { all: true, actions: s3Actions }),
  s3control: sdk('s3-control', 's3', {
    actions: { GetPublicAccessBlock: 's3:GetAccountPublicAccessBlock' },
  }),
  s3tables: sdk('s3tables'),
  sagemaker: sdk('sagemaker', 'sagemaker', { pages: paged('NextToken', 'ListHubs') }),
  savingsplans: sdk('savingsplans', 'savingsplans', {
    pages: paged('nextToken', 'DescribeSavingsPlans'),
  }),
  scheduler: sdk('scheduler', 'scheduler', all),
  schemas: sdk('schemas'),
  secretsmanager: sdk('secrets-manager', 'secretsmanager'),
  securityhub: sdk('securityhub', 'securityhub', {
    pages: paged('NextToken', 'ListAutomationRules'),
  }),
  securitylake: sdk('securitylake'),
  servicecatalog: sdk('service-catalog', 'servicecatalog'),
  servicediscovery: sdk('servicediscovery'),
  servicequotas: sdk('service-quotas', 'servicequotas'),
  ses: sdk('ses', 'ses', {
    operations: ['SendRawEmail'],
    pages: paged('NextToken', 'ListConfigurationSets ListReceiptRuleSets ListTemplates'),
  }),
  sesv2: sdk('sesv2', 'ses', {
    operations: [
      'CreateEmailIdentity',
      'DeleteEmailIdentity',
      'GetAccount',
      'GetEmailIdentity',
      'ListEmailIdentities',
      'SendEmail',
    ],
  }),
  shield: sdk('shield'),
  signer: sdk('signer'),
  sns: sdk('sns', 'sns', all),
  sqs: sdk('sqs', 'sqs', {
    all: true,
    actions: {
      ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
      DeleteMessageBatch: 'sqs:DeleteMessage',
      SendMessageBatch: 'sqs:SendMessage',
    },
  }),
  ssm: sdk('ssm', 'ssm', {
    operations: [
      'AddTagsToResource',
      'CreateOpsItem',
      'DeleteOpsItem',
      'DeleteParameter',
      'DeleteParameters',
      'DescribeOpsItems',
      'GetOpsItem',
      'GetParameter',
      'GetParameterHistory',
      'GetParameters',
      'GetParametersByPath',
      'ListTagsForResource',
      'PutParameter',
      'RemoveTagsFromResource',
      'UpdateOpsItem',
    ],
  }),
  'ssm-incidents': sdk('ssm-incidents', 'ssm-incidents', {
    operations: [
      'CreateReplicationSet',
      'CreateResponsePlan',
      'DeleteIncidentRecord',
      'DeleteResponsePlan',
      'GetIncidentRecord',
      'GetReplicationSet',
      'GetResponsePlan',
      'ListIncidentRecords',
      'ListRelatedItems',
      'ListReplicationSets',
      'ListResponsePlans',
      'ListTagsForResource',
      'StartIncident',
      'TagResource',
      'UntagResource',
      'UpdateIncidentRecord',
      'UpdateRelatedItems',
    ],
  }),
  'sso-admin': sdk('sso-admin', 'sso'),
  states: sdk('sfn', 'states'),
  storagegateway: sdk('storage-gateway', 'storagegateway'),
  sts: sdk('sts', 'sts', all),
  support: sdk('support'),
  tagging: sdk('resource-groups-tagging-api', 'tag', all),
  transfer: sdk('transfer'),
  verifiedpermissions: sdk('verifiedpermissions'),
  'vpc-lattice': sdk('vpc-lattice'),
  wafv2: sdk('wafv2', 'wafv2', {
    pages: paged('NextMarker', 'ListIPSets ListRegexPatternSets ListRuleGroups ListWebACLs'),
  }),
  wellarchitected: sdk('wellarchitected'),
  workspaces: sdk('workspaces', 'workspaces', {
    pages: paged(
      'NextToken',
      'DescribeIpGroups DescribeWorkspaceImages DescribeConnectionAliases DescribeWorkspacesPools',
    ),
  }),
  'workspaces-web': sdk('workspaces-web'),
  xray: sdk('xray'),
};
