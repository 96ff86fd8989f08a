/** Names that differ between CloudFormation and the catalogue: a hand-written table. */

/** Namespace → model, where they differ by more than case and hyphens. */
const models: Readonly<Record<string, string>> = {
  AmazonMQ: 'mq',
  Cassandra: 'keyspaces',
  CertificateManager: 'acm',
  CodeConnections: 'codestar-connections',
  DirectoryService: 'ds',
  EventSchemas: 'schemas',
  InspectorV2: 'inspector2',
  KinesisFirehose: 'firehose',
  MSK: 'kafka',
  Macie: 'macie2',
  OpenSearch: 'opensearch',
  OpenSearchService: 'opensearch',
  Elasticsearch: 'es',
  ElasticLoadBalancing: 'elb',
  ElasticLoadBalancingV2: 'elbv2',
  SSO: 'sso-admin',
  StepFunctions: 'states',
};

/** Namespaces whose types are spread over several models, tried in this order. */
const several: Readonly<Record<string, readonly string[]>> = {
  Bedrock: ['bedrock', 'bedrock-agent'],
  Cognito: ['cognito-idp', 'cognito-identity'],
  ECR: ['ecr', 'ecr-public'],
  Lex: ['lexv2'],
  S3: ['s3', 's3control'],
  SES: ['sesv2', 'ses'],
};

/** Our models for a namespace; none for services that the catalogue does not have. */
export function modelsOf(namespace: string, known: ReadonlySet<string>): readonly string[] {
  const own = several[namespace];
  if (own) return own;
  const plain = (name: string) => name.replaceAll('-', '').toLowerCase();
  const model = models[namespace] ?? [...known].find((name) => plain(name) === plain(namespace));
  return model !== undefined && known.has(model) ? [model] : [];
}

/** Types that the catalogue has under another name. */
export const natives: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupPlan': 'backup_plan',
  'AWS::Backup::BackupSelection': 'backup_selection',
  'AWS::Backup::BackupVault': 'backup_vault',
  'AWS::Backup::LogicallyAirGappedBackupVault': 'backup_vault',
  'AWS::AppStream::ImageBuilder': 'appstream_image_builder',
  'AWS::AppSync::Api': 'appsync_event_api',
  'AWS::AppSync::GraphQLApi': 'appsync_graphql_api',
  'AWS::ApiGateway::DomainName': 'apigateway_domain',
  'AWS::ApiGateway::DomainNameV2': 'apigateway_domain',
  'AWS::ApiGateway::RestApi': 'apigateway_api',
  'AWS::Athena::WorkGroup': 'athena_workgroup',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'application_autoscaling_auto_scaling_policy',
  'AWS::Cassandra::Keyspace': 'keyspaces_keyspace',
  'AWS::CloudTrail::Trail': 'cloudtrail_cloud_trail',
  'AWS::CloudWatch::Alarm': 'cloudwatch_metric_alarm',
  'AWS::Cognito::UserPoolIdentityProvider': 'cognito_idp_identity_provider',
  'AWS::Config::ConfigRule': 'config_rule',
  'AWS::Config::StoredQuery': 'config_stored_query',
  'AWS::DAX::SubnetGroup': 'dax_subnet_group',
  'AWS::DirectoryService::MicrosoftAD': 'ds_directory',
  'AWS::DirectoryService::SimpleAD': 'ds_directory',
  'AWS::EC2::DHCPOptions': 'ec2_dhcp_options',
  'AWS::EC2::EC2Fleet': 'ec2_fleet',
  'AWS::EC2::EIP': 'ec2_eip_address',
  'AWS::EC2::PrefixList': 'ec2_prefix_list',
  'AWS::EC2::SpotFleet': 'ec2_spot_fleet_request',
  'AWS::EC2::SecurityGroupIngress': 'ec2_security_group_rule',
  'AWS::EC2::SecurityGroupEgress': 'ec2_security_group_rule',
  'AWS::EC2::TransitGatewayVpcAttachment': 'ec2_transit_gateway_vpc_attachment',
  'AWS::EC2::VPCEndpointService': 'ec2_vpc_endpoint_service',
  'AWS::EC2::VPCEndpointConnectionNotification': 'ec2_vpc_endpoint_connection_notification',
  'AWS::EC2::VPCPeeringConnection': 'ec2_peering_connection',
  'AWS::ECR::PublicRepository': 'ecr_public_repository',
  'AWS::EFS::FileSystem': 'efs_filesystem',
  'AWS::ElastiCache::CacheCluster': 'elasticache_cluster',
  'AWS::Events::EventBus': 'events_event_bus',
  'AWS::GameLift::Fleet': 'gamelift_container_fleet',
  'AWS::IAM::ManagedPolicy': 'iam_policy',
  'AWS::InspectorV2::CisScanConfiguration': 'inspector2_cis_scan_configuration',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose_stream',
  'AWS::LakeFormation::Tag': 'lakeformation_lf_tag',
  'AWS::Lambda::LayerVersion': 'lambda_layer',
  'AWS::Lambda::Url': 'lambda_function_url',
  'AWS::LicenseManager::License': 'license_manager_license_configuration',
  'AWS::Lightsail::Database': 'lightsail_relational_database',
  'AWS::Lightsail::Container': 'lightsail_container_service',
  'AWS::Logs::LogAnomalyDetector': 'logs_anomaly_detector',
  'AWS::MSK::ServerlessCluster': 'kafka_cluster',
  'AWS::RDS::DBClusterParameterGroup': 'rds_db_cluster_parameter_group',
  'AWS::RDS::OptionGroup': 'rds_option_group',
  'AWS::Redshift::ClusterParameterGroup': 'redshift_parameter_group',
  'AWS::Redshift::ClusterSubnetGroup': 'redshift_subnet_group',
  'AWS::Route53::HostedZone': 'route53_zone',
  'AWS::S3::StorageLens': 's3control_storage_lens_configuration',
  'AWS::SageMaker::MlflowTrackingServer': 'sagemaker_mlflow_tracking_server',
  'AWS::ServiceCatalog::CloudFormationProduct': 'servicecatalog_product',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': 'servicecatalog_provisioned_product',
  'AWS::ServiceDiscovery::HttpNamespace': 'servicediscovery_namespace',
  'AWS::ServiceDiscovery::PrivateDnsNamespace': 'servicediscovery_namespace',
  'AWS::ServiceDiscovery::PublicDnsNamespace': 'servicediscovery_namespace',
  'AWS::SES::ReceiptRuleSet': 'ses_receipt_rule_set',
  'AWS::SES::Template': 'sesv2_email_template',
  'AWS::SSM::PatchBaseline': 'ssm_patch_baseline',
  'AWS::WAFv2::IPSet': 'wafv2_ip_set',
  'AWS::WorkSpaces::WorkspaceIpGroup': 'workspaces_ip_group',
  'AWS::WorkSpaces::WorkspacesPool': 'workspaces_pool',
  'AWS::RDS::ClusterSnapshot': 'rds_db_cluster_snapshot',
  'AWS::Bedrock::ApplicationInferenceProfile': 'bedrock_inference_profile',
  'AWS::Bedrock::IntelligentPromptRouter': 'bedrock_prompt_router',
  'AWS::DirectConnect::DirectConnectGateway': 'directconnect_gateway',
  'AWS::DirectConnect::PrivateVirtualInterface': 'directconnect_virtual_interface',
  'AWS::DirectConnect::PublicVirtualInterface': 'directconnect_virtual_interface',
  'AWS::DataSync::LocationAzureBlob': 'datasync_location',
  'AWS::DataSync::LocationEFS': 'datasync_location',
  'AWS::DataSync::LocationFSxLustre': 'datasync_location',
  'AWS::DataSync::LocationFSxONTAP': 'datasync_location',
  'AWS::DataSync::LocationFSxOpenZFS': 'datasync_location',
  'AWS::DataSync::LocationFSxWindows': 'datasync_location',
  'AWS::DataSync::LocationHDFS': 'datasync_location',
  'AWS::DataSync::LocationNFS': 'datasync_location',
  'AWS::DataSync::LocationObjectStorage': 'datasync_location',
  'AWS::DataSync::LocationS3': 'datasync_location',
  'AWS::DataSync::LocationSMB': 'datasync_location',
  'AWS::Lightsail::DatabaseSnapshot': 'lightsail_relational_database_snapshot',
  'AWS::CodeBuild::SourceCredential': 'codebuild_source_credentials',
  'AWS::KMS::ReplicaKey': 'kms_key',
  'AWS::EC2::IPv4Pool': 'ec2_public_ipv4_pool',
};

/** `DBInstance` is `db_instance`, whatever the case. */
export function isSameName(registered: string, native: string): boolean {
  const plain = (name: string) => name.replace(/[_-]/g, '').toLowerCase();
  return plain(registered) === plain(native);
}

/** `DBInstance` → `db_instance`, `VPCEndpoint` → `vpc_endpoint`, `IPSet` → `ip_set`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
