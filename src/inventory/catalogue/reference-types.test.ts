/** The types of the reference collector, by its own names, so that its users can find all of them. */

import { expect, test } from 'vitest';
import { loadCatalogue } from './catalogue.ts';

const reference: Readonly<Record<string, string>> = {
  Organizations: 'organization handshake service_control_policy',
  AccessAnalyzer: 'analyzer',
  ApplicationAutoScaling: 'auto_scaling_policy',
  Backup: 'protected_resource',
  ConfigService: 'rule configuration_recorder delivery_channel',
  CodeBuild: 'project',
  CodePipeline: 'pipeline',
  AutoScaling: 'auto_scaling_group',
  CloudTrail: 'cloud_trail',
  CloudFront: 'distribution',
  EC2: 'account ebs_encryption_settings instance vpc security_group network_interface network_acl subnet eip_address nat_gateway internet_gateway route_table image snapshot flow_log volume vpn_gateway peering_connection vpc_endpoint prefix_list',
  EKS: 'cluster',
  ECS: 'cluster',
  ElasticLoadBalancing: 'load_balancer',
  ElasticLoadBalancingV2: 'load_balancer',
  ElastiCache: 'cluster',
  EMR: 'configuration cluster security_configuration',
  Glue: 'catalog_encryption_settings security_configuration database job dev_endpoint crawler connection',
  IAM: 'user group role policy instance_profile password_policy account_summary server_certificate virtual_mfa_device credential_report',
  Lambda: 'function layer',
  S3: 'bucket',
  RDS: 'db_cluster db_instance db_snapshot db_cluster_snapshot',
  ECR: 'repository',
  ECRPublic: 'repository',
  DynamoDB: 'limits table',
  KMS: 'key',
  Kinesis: 'stream',
  Redshift: 'cluster subnet_group',
  ElasticsearchService: 'domain',
  APIGateway: 'api domain',
  ApiGatewayV2: 'api',
  Route53: 'zone',
  Route53Domains: 'domain',
  SQS: 'queue',
  ACM: 'certificate',
  SNS: 'topic',
  Shield: 'subscription contact_list protection',
  CloudFormation: 'stack',
  SES: 'identity',
  CloudWatch: 'composite_alarm metric_alarm',
  CloudWatchLogs: 'log_group',
  Kafka: 'cluster',
  SecretsManager: 'secret',
  SecurityHub: 'hub',
  Support: 'trusted_advisor_check',
  SSM: 'instance parameter',
  GuardDuty: 'detector',
  Athena: 'workgroup',
  EFS: 'filesystem',
  Firehose: 'stream',
  Lightsail: 'instance load_balancer',
  WorkSpaces: 'workspace',
  SageMaker: 'notebook_instance endpoint',
  ServiceQuotas: 'quota',
  Transfer: 'server',
  DirectConnect: 'connection',
  DirectoryService: 'directory',
  DatabaseMigrationService: 'replication_instance',
  XRay: 'config',
  WAFV2: 'web_acl',
};

/** What the reference lists once per account, in its global phase; the rest it lists in every region. */
const globally = ['Organizations', 'IAM', 'S3', 'Route53Domains', 'Shield', 'Support'];

test('every type of the reference collector is in the catalogue, by its names', () => {
  const expected = Object.entries(reference).flatMap(([service, types]) =>
    types.split(' ').map((type) => ({
      service,
      type,
      scope:
        globally.includes(service) || `${service}.${type}` === 'EC2.account'
          ? 'global'
          : 'regional',
    })),
  );
  // Policies of AWS are a type of their own here.
  const found = loadCatalogue().entries.flatMap(({ key, recon }) =>
    recon && key !== 'iam_attached_aws_policy' ? [recon] : [],
  );

  expect(expected).toHaveLength(113);
  expect(sorted(found)).toEqual(sorted(expected));
});

function sorted(types: readonly { readonly service: string; readonly type: string }[]) {
  const nameOf = ({ service, type }: (typeof types)[number]) => `${service}.${type}`;
  return [...types].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
