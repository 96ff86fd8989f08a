/**
 * Members of resources that may contain secrets: they are read and not stored. AWS's models mark most of them as
 * sensitive; the others are equally dangerous. Keys are kept, so that their existence is visible; values become
 * `(redacted)`.
 */

import type { MemberPath } from './entry.ts';

/** By key of the entry. */
export const secretMembers: Readonly<Record<string, readonly MemberPath[]>> = {
  amplify_app: [
    'basicAuthCredentials',
    'environmentVariables',
    'autoBranchCreationConfig.basicAuthCredentials',
    'autoBranchCreationConfig.environmentVariables',
  ],
  amplify_branch: ['basicAuthCredentials', 'environmentVariables'],
  autoscaling_launch_configuration: ['UserData'],
  batch_job_definition: [
    'containerProperties.environment[].value',
    'nodeProperties.nodeRangeProperties[].container.environment[].value',
    'nodeProperties.nodeRangeProperties[].ecsProperties.taskProperties[].containers[].environment[].value',
    'ecsProperties.taskProperties[].containers[].environment[].value',
    'eksProperties.podProperties.containers[].env[].value',
    'eksProperties.podProperties.initContainers[].env[].value',
  ],
  cloudfront_distribution: [
    'Origins.Items[].CustomHeaders.Items[].HeaderValue',
    'Details.DistributionConfig.Origins.Items[].CustomHeaders.Items[].HeaderValue',
  ],
  codebuild_project: ['environment.environmentVariables[].value', 'webhook.secret'],
  codepipeline_pipeline: ['stages[].actions[].environmentVariables[].value'],
  dms_endpoint: [
    'MongoDbSettings.Password',
    'KafkaSettings.SslClientKeyPassword',
    'KafkaSettings.SaslPassword',
    'RedshiftSettings.Password',
    'PostgreSQLSettings.Password',
    'MySQLSettings.Password',
    'OracleSettings.AsmPassword',
    'OracleSettings.Password',
    'OracleSettings.SecurityDbEncryption',
    'SybaseSettings.Password',
    'MicrosoftSQLServerSettings.Password',
    'IBMDb2Settings.Password',
    'DocDbSettings.Password',
    'RedisSettings.AuthPassword',
    'GcpMySQLSettings.Password',
  ],
  docdb_db_instance: ['PendingModifiedValues.MasterUserPassword'],
  ds_directory: [
    'RadiusSettings.SharedSecret',
    'OwnerDirectoryDescription.RadiusSettings.SharedSecret',
  ],
  ec2_spot_fleet_request: ['SpotFleetRequestConfig.LaunchSpecifications[].UserData'],
  ec2_spot_instance_request: ['LaunchSpecification.UserData'],
  ec2_verified_access_trust_provider: ['OidcOptions.ClientSecret'],
  ec2_vpn_connection: ['Options.TunnelOptions[].PreSharedKey', 'CustomerGatewayConfiguration'],
  ecs_cluster: ['tasks[].overrides.containerOverrides[].environment[].value'],
  ecs_task_definition: ['containerDefinitions[].environment[].value'],
  elbv2_load_balancer: ['Listeners[].DefaultActions[].AuthenticateOidcConfig.ClientSecret'],
  emr_cluster: [
    'KerberosAttributes.KdcAdminPassword',
    'KerberosAttributes.CrossRealmTrustPrincipalPassword',
    'KerberosAttributes.ADDomainJoinPassword',
  ],
  firehose_stream: [
    'Destinations[].HttpEndpointDestinationDescription.RequestConfiguration.CommonAttributes[].AttributeValue',
    'Destinations[].SplunkDestinationDescription.HECToken',
  ],
  fsx_backup: [
    'FileSystem.OntapConfiguration.FsxAdminPassword',
    'Volume.AdministrativeActions[].TargetFileSystemValues.OntapConfiguration.FsxAdminPassword',
  ],
  fsx_file_system: ['OntapConfiguration.FsxAdminPassword'],
  fsx_snapshot: [
    'AdministrativeActions[].TargetFileSystemValues.OntapConfiguration.FsxAdminPassword',
  ],
  fsx_volume: [
    'AdministrativeActions[].TargetFileSystemValues.OntapConfiguration.FsxAdminPassword',
  ],
  // Keys of a map: https://docs.aws.amazon.com/glue/latest/webapi/API_Connection.html
  glue_connection: [
    'ConnectionProperties.PASSWORD',
    'ConnectionProperties.ENCRYPTED_PASSWORD',
    'ConnectionProperties.KAFKA_CLIENT_KEYSTORE_PASSWORD',
    'ConnectionProperties.KAFKA_CLIENT_KEY_PASSWORD',
    'ConnectionProperties.ENCRYPTED_KAFKA_CLIENT_KEYSTORE_PASSWORD',
    'ConnectionProperties.ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD',
    'ConnectionProperties.KAFKA_SASL_PLAIN_PASSWORD',
    'ConnectionProperties.ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD',
    'ConnectionProperties.KAFKA_SASL_SCRAM_PASSWORD',
    'ConnectionProperties.ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD',
  ],
  glue_job: ['CodeGenConfigurationNodes', 'SourceControlDetails.AuthToken'],
  iam_virtual_mfa_device: ['Base32StringSeed', 'QRCodePNG'],
  kms_custom_key_store: ['XksProxyConfiguration.AccessKeyId'],
  lambda_function: ['Environment.Variables'],
  lightsail_container_service: [
    'currentDeployment.containers[].environment',
    'nextDeployment.containers[].environment',
  ],
  lightsail_relational_database: ['pendingModifiedValues.masterUserPassword'],
  neptune_db_instance: ['PendingModifiedValues.MasterUserPassword'],
  rds_db_cluster: ['PendingModifiedValues.MasterUserPassword'],
  rds_db_instance: ['PendingModifiedValues.MasterUserPassword'],
  rds_option_group: ['Options[].OptionSettings[].Value'],
  redshift_cluster: ['PendingModifiedValues.MasterUserPassword'],
  sagemaker_app_image_config: [
    'JupyterLabAppImageConfig.ContainerConfig.ContainerEnvironmentVariables',
    'CodeEditorAppImageConfig.ContainerConfig.ContainerEnvironmentVariables',
  ],
};
