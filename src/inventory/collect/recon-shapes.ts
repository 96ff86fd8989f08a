/** Differences of the reference collector's records from the API's members, by our key of the type. */

export type ReconFields = Readonly<Record<string, unknown>>;
type Reshape = (fields: ReconFields) => ReconFields;

/** In snake case before and after. */
export function reconShape(key: string, fields: ReconFields): ReconFields {
  return reshapes[key]?.(fields) ?? fields;
}

/** Lists that the reference copies out of a further response in XML, by the member of our record. */
export const copiedLists: Readonly<Record<string, readonly string[]>> = {
  autoscaling_auto_scaling_group: ['Policies'],
  ec2_snapshot: ['CreateVolumePermissions'],
  elb_load_balancer: ['PolicyDescriptions', 'Tags'],
  elbv2_load_balancer: ['Attributes', 'Tags', 'Listeners', 'TargetGroups'],
  iam_user: ['MfaDevices', 'SshKeys'],
  sns_topic: ['Subscriptions'],
};

const reshapes: Readonly<Record<string, Reshape>> = {
  cloudformation_stack: ({ template, ...fields }) => ({
    ...fields,
    ...(template !== undefined && { tempate: withBodyAsText(template as ReconFields) }),
  }),
  cloudtrail_cloud_trail: (fields) => ({ ...fields, tags: fields.tags ?? [] }),
  ec2_account: renaming({ account_attributes: 'attributes' }),
  ec2_vpc: onlyFirst('flow_logs'),
  elb_load_balancer: (fields) => ({
    ...renaming({ policy_descriptions: 'policies' })(fields),
    load_balancer_version: 'v1',
  }),
  // The API's member `type` is replaced by the record's own type.
  elbv2_load_balancer: (fields) => ({
    ...fields,
    load_balancer_version: 'v2',
    load_balancer_type: fields.type ?? null,
  }),
  emr_security_configuration: ({ security_configuration: document }) => ({
    ...(document as ReconFields),
  }),
  glue_database: (fields) => ({ ...fields, tables: { table_list: fields.tables ?? [] } }),
  iam_attached_aws_policy: ({ policy_version: version, ...fields }) => ({
    ...fields,
    policy_version_list: version === undefined ? [] : [version],
  }),
  iam_user: (fields) => ({ ...fields, user_policy_list: fields.user_policy_list ?? null }),
  // The reference lists clusters by the first version of the API, which knows provisioned ones only.
  kafka_cluster: ({ provisioned, cluster_type: type, ...fields }) => ({
    ...fields,
    ...(provisioned === undefined ? { cluster_type: type } : (provisioned as ReconFields)),
  }),
  lambda_function: (fields) => ({ ...fields, layers: fields.layers ?? [] }),
  rds_db_cluster_snapshot: copying('db_cluster_identifier', 'parent_id'),
  rds_db_instance: copying('db_cluster_identifier', 'parent_id'),
  rds_db_snapshot: copying('db_instance_identifier', 'parent_id'),
  route53_zone: onlyFirst('logging_config'),
  s3_bucket: (fields) => ({
    ...fields,
    location: locationOf(fields.location),
    logging: fields.logging ?? {},
  }),
  shield_contact_list: renaming({ emergency_contact_list: 'contacts' }),
  // The record has the attributes only.
  sns_topic: renaming({
    topic_arn: 'TopicArn',
    Policy: 'policy',
    EffectiveDeliveryPolicy: 'effective_delivery_policy',
  }),
  sqs_queue: renaming({ Policy: 'policy' }),
  ssm_parameter: copying('type', 'string_type'),
  xray_config: renaming({ encryption_config: 'config' }),
};

/** Misspellings included, because existing readers expect them. */
function renaming(names: Readonly<Record<string, string>>): Reshape {
  return (fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [names[name] ?? name, value]));
}

function copying(from: string, to: string): Reshape {
  return (fields) => ({ ...fields, [to]: fields[from] ?? null });
}

/** One element, or an empty object where there is none. */
function onlyFirst(name: string): Reshape {
  return (fields) => {
    const list = fields[name];
    return { ...fields, [name]: (Array.isArray(list) ? list[0] : undefined) ?? {} };
  };
}

/** The text of a template in JSON is parsed in the record. */
function withBodyAsText({ template_body: body, ...fields }: ReconFields): ReconFields {
  if (body === undefined) return fields;
  return { ...fields, template_body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** S3 returns nothing for its first region, and `EU` for its second. */
function locationOf(location: unknown): unknown {
  if (location === undefined || location === '') return 'us-east-1';
  return location === 'EU' ? 'eu-west-1' : location;
}
