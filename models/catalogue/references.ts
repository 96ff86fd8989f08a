/**
 * Which members of a resource refer to another one, by their names: AWS's models do not say it. An id needs a rule, which
 * names the type. Every other text whose name ends in `Arn` is a reference, too: an ARN says itself what it is of.
 */

interface ReferenceRule {
  /** Of the member's path: `SecurityGroups[].GroupId`. */
  readonly pattern: RegExp;
  readonly kind: string;
  /** Key of the entry that it refers to. */
  readonly to: string;
  /** Models in which the member means something else. */
  readonly notIn?: readonly string[];
}

const virtualServers = ['lightsail'];
const bucketServices = ['lightsail', 's3tables', 's3vectors', 's3outposts'];

/** What it names is on the way of a packet that was simulated: not of the resource. */
export const withoutReferences: ReadonlySet<string> = new Set(['ec2_network_insights_analysis']);

const rules: readonly ReferenceRule[] = [
  ...ec2Rules({
    carrier_gateway: /CarrierGatewayId$/,
    customer_gateway: /CustomerGatewayId$/,
    dhcp_options: /DhcpOptionsId$/,
    eip_address: /AllocationId$/,
    image: /(^|[.])Image_?Id$/i,
    internet_gateway: /(InternetGatewayId|Routes\[\][.]GatewayId)$/,
    launch_template: /LaunchTemplateId$/,
    nat_gateway: /NatGatewayId$/,
    network_acl: /NetworkAclId$/,
    network_interface: /NetworkInterface(Id|Ids\[\])$/i,
    peering_connection: /VpcPeeringConnectionId$/i,
    prefix_list: /PrefixListId$/,
    route_table: /RouteTable(Id|Ids\[\])$/,
    snapshot: /(^|[.])(Ebs[.])?SnapshotId$/,
    subnet: /Subnet(_?Ids?|_?Identifier|s)?(\[\])?$/i,
    transit_gateway: /TransitGatewayId$/,
    volume: /(^|[.])VolumeId$/,
    vpc: /Vpc_?Ids?(\[\])?$/i,
    vpc_endpoint: /VpcEndpointIds?(\[\])?$/i,
    vpn_gateway: /VpnGatewayId$/,
  }),
  {
    pattern:
      /(Security_?Groups?(_?Ids?|_?Identifiers?)?(\[\])?|(Security)?Groups\[\][.]GroupId|UserIdGroupPairs\[\][.]GroupId)$/i,
    kind: 'security_group',
    to: 'ec2_security_group',
    notIn: ['rds'],
  },
  { pattern: /VpcSecurityGroupId$/, kind: 'security_group', to: 'ec2_security_group' },
  {
    pattern: /(^|[.])Instance_?Ids?(\[\])?$/i,
    kind: 'instance',
    to: 'ec2_instance',
    notIn: [...virtualServers, 'connect', 'ssm'],
  },
  {
    pattern: /(role_?arns?(\[\])?|(^|[.]|service|execution|task|iam)role)$/i,
    kind: 'role',
    to: 'iam_role',
  },
  {
    pattern: /InstanceProfile(Arn|[.]Arn)?$/i,
    kind: 'instance_profile',
    to: 'iam_instance_profile',
  },
  { pattern: /PolicyArn$/, kind: 'policy', to: 'iam_policy' },
  { pattern: /kms\w*(key|id|arn)$/i, kind: 'key', to: 'kms_key' },
  { pattern: /bucket_?arn$/i, kind: 'bucket', to: 's3_bucket', notIn: bucketServices },
  { pattern: /bucket(_?name)?$/i, kind: 'bucket', to: 's3_bucket', notIn: bucketServices },
  { pattern: /log_?group_?(arn|name)$/i, kind: 'log_group', to: 'logs_log_group' },
  { pattern: /topic_?arns?(\[\])?$/i, kind: 'topic', to: 'sns_topic', notIn: ['kafka'] },
  { pattern: /function_?(arn|name)$/i, kind: 'function', to: 'lambda_function' },
  { pattern: /certificate_?arns?(\[\])?$/i, kind: 'certificate', to: 'acm_certificate' },
  { pattern: /secret_?arns?(\[\])?$/i, kind: 'secret', to: 'secretsmanager_secret' },
];

export interface FoundRule {
  readonly kind: string;
  /** Absent where only the value says it. */
  readonly to?: string;
}

/** Undefined where the member is not a reference. */
export function ruleFor(path: string, model: string): FoundRule | undefined {
  const found = rules.find(
    ({ pattern, notIn = [] }) => pattern.test(path) && !notIn.includes(model),
  );
  if (found) return { kind: found.kind, to: found.to };
  const [, name] = /(?:^|[.])(\w*?)_?arns?(?:\[\])?$/i.exec(path) ?? [];
  return name === undefined ? undefined : { kind: snakeCase(name) || 'resource' };
}

function ec2Rules(patterns: Readonly<Record<string, RegExp>>): readonly ReferenceRule[] {
  return Object.entries(patterns).map(([kind, pattern]) => ({
    pattern,
    kind,
    to: `ec2_${kind}`,
    notIn: virtualServers,
  }));
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
