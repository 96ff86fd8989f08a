/** ARNs as the reference collector makes them up, misspelled or without an account, for readers that join on them. */

export interface ReconPlace {
  readonly region: string;
  readonly accountId: string;
}

/** Returns undefined where the reference has AWS's own ARN, or where a part of its ARN is missing. */
export function reconArn(
  key: string,
  fields: Readonly<Record<string, unknown>>,
  { region, accountId }: ReconPlace,
): string | undefined {
  const known: Readonly<Record<string, unknown>> = { ...fields, region, account: accountId };
  const template = templates[key];
  const names = template?.match(/(?<=\{)\w+(?=\})/g) ?? [];
  if (names.some((name) => known[name] === undefined)) return undefined;
  return template?.replace(/\{(\w+)\}/g, (_, name: string) => String(known[name]));
}

/** By our key of the type; in braces the region, the account, or a member in snake case. */
const templates: Readonly<Record<string, string>> = {
  apigateway_api: '{id}',
  apigateway_domain: '{domain_name}',
  apigatewayv2_api: '{api_id}',
  athena_workgroup: 'arn:aws:athena:{region}::workgroup/{name}',
  config_configuration_recorder: 'arn:aws:config:{region}:{account}:configuration_recorder/{name}',
  config_delivery_channel: 'arn:aws:config:{region}:delivery_channel/{name}',
  directconnect_connection: 'arn:aws:service:DirectConnect::connection/{connection_id}',
  dms_replication_instance:
    'arn:aws:DatabaseMigrationService:{region}::replication_instance/{replication_instance_identifier}',
  ds_directory: 'arn:aws:DirectoryService:{region}::directory/{directory_id}',
  dynamodb_limits: 'arn:aws:dynamodb:{region}:{account}/limits',
  ec2_eip_address: 'arn:aws:ec2:{region}:{account}:eip_address/{allocation_id}',
  ec2_flow_log: 'arn:aws:ec2:{region}:{account}:flow_log/{flow_log_id}',
  ec2_image: 'arn:aws:ec2:{region}:{account}:image/{image_id}',
  ec2_internet_gateway: 'arn:aws:ec2:{region}:{account}:internet_gateway/{internet_gateway_id}',
  ec2_nat_gateway: 'arn:aws:ec2:{region}:{account}:nat_gateway/{nat_gateway_id}',
  ec2_network_acl: 'arn:aws:ec2:{region}:{account}:network_acl/{network_acl_id}',
  ec2_network_interface: 'arn:aws:ec2:{region}:{account}:network_interface/{network_interface_id}',
  ec2_peering_connection:
    'arn:aws:ec2:{region}:{account}:peering_connection/{vpc_peering_connection_id}',
  ec2_route_table: 'arn:aws:ec2:{region}:{account}:route_table/{route_table_id}',
  ec2_security_group: 'arn:aws:ec2:{region}:{account}:security_group/{group_id}',
  ec2_snapshot: 'arn:aws:ec2:{region}:{account}:snapshot/{snapshot_id}',
  ec2_vpc_endpoint: 'arn:aws:ec2:{region}:{account}:vpc_endpoint/{vpc_endpoint_id}',
  ec2_vpn_gateway: 'arn:aws:ec2:{region}:{account}:vpn_gateway/{vpn_gateway_id}',
  elb_load_balancer: '{dns_name}',
  emr_configuration: 'arn:aws:emr:{region}:{account}/block_public_access_configuration',
  emr_security_configuration: 'arn:aws:emr:{region}:{account}:security-configuration/{name}',
  glue_catalog_encryption_settings:
    'arn:aws:glue:{region}:{account}:data-catalog-encryption-settings',
  redshift_cluster: '{cluster_identifier}',
  redshift_subnet_group: '{cluster_subnet_group_name}',
  route53_zone: 'arn:aws:route53:{region}:{account}:zone/{name}',
  route53domains_domain: 'arn:aws:Route53Domains:global::domain/{domain_name}',
  shield_contact_list: 'arn:aws:shield:global:{account}:contact_list',
  shield_protection: '{resource_arn}',
  shield_subscription: 'arn:aws:shield:global:{account}:subscription',
  ssm_instance: '{instance_id}',
  ssm_parameter: 'arn:aws:SSM:{region}:{account}:parameter:{name}',
  support_trusted_advisor_check: 'arn:aws:support::trusted_advisor_check/{id}',
  workspaces_workspace: 'arn:aws:workspaces:{region}::workspace/{workspace_id}',
  xray_config: 'arn:aws:xray:{region}:{account}/config',
};
