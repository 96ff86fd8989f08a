/**
 * The names of service-linked roles: each service chose its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html links to their pages.
 */

import { ownEntry } from '../../../model/own-entry.ts';

const names: Readonly<Record<string, string>> = {
  'access-analyzer': 'AccessAnalyzer',
  autoscaling: 'AutoScaling',
  'autoscaling-plans': 'AutoScalingPlans_EC2AutoScaling',
  backup: 'Backup',
  batch: 'Batch',
  cloudtrail: 'CloudTrail',
  config: 'Config',
  'config-conforms': 'ConfigConforms',
  'custom-resource.application-autoscaling': 'ApplicationAutoScaling_CustomResource',
  detective: 'Detective',
  'dynamodb.application-autoscaling': 'ApplicationAutoScaling_DynamoDBTable',
  'ec2.application-autoscaling': 'ApplicationAutoScaling_EC2SpotFleetRequest',
  ecs: 'ECS',
  'ecs.application-autoscaling': 'ApplicationAutoScaling_ECSService',
  eks: 'AmazonEKS',
  'eks-fargate': 'AmazonEKSForFargate',
  'eks-nodegroup': 'AmazonEKSNodegroup',
  elasticache: 'ElastiCache',
  elasticfilesystem: 'AmazonElasticFileSystem',
  elasticloadbalancing: 'ElasticLoadBalancing',
  elasticmapreduce: 'EMRCleanup',
  es: 'AmazonElasticsearchService',
  fms: 'FMS',
  globalaccelerator: 'GlobalAccelerator',
  guardduty: 'AmazonGuardDuty',
  inspector2: 'AmazonInspector2',
  'lambda.application-autoscaling': 'ApplicationAutoScaling_LambdaConcurrency',
  macie: 'AmazonMacie',
  'malware-protection.guardduty': 'AmazonGuardDutyMalwareProtection',
  'member.org.stacksets.cloudformation': 'CloudFormationStackSetsOrgMember',
  opensearchservice: 'AmazonOpenSearchService',
  'ops.apigateway': 'APIGateway',
  organizations: 'Organizations',
  ram: 'ResourceAccessManager',
  rds: 'RDS',
  'rds.application-autoscaling': 'ApplicationAutoScaling_RDSCluster',
  redshift: 'Redshift',
  'replication.dynamodb': 'DynamoDBReplication',
  securityhub: 'SecurityHub',
  shield: 'AWSShield',
  spot: 'EC2Spot',
  spotfleet: 'EC2SpotFleet',
  ssm: 'AmazonSSM',
  'ssm-incidents': 'IncidentManager',
  sso: 'SSO',
  'stacksets.cloudformation': 'CloudFormationStackSetsOrgAdmin',
  support: 'Support',
  transitgateway: 'VPCTransitGateway',
  trustedadvisor: 'TrustedAdvisor',
  wafv2: 'WAFV2Logging',
};

/** Undefined for a service that is not listed. */
export function serviceLinkedRoleName(service: string): string | undefined {
  const name = ownEntry(names, service);
  return name === undefined ? undefined : `AWSServiceRoleFor${name}`;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html */
export function takesSuffix(service: string): boolean {
  return service === 'autoscaling';
}
