/** Policies that AWS manages. Their real texts have thousands of actions; these express the same with wildcards. */

export interface AwsManagedPolicy {
  readonly name: string;
  /** Below `arn:aws:iam::aws:policy`. */
  readonly path: string;
  readonly description: string;
  readonly document: string;
}

/** `arn:aws:iam::aws:policy/job-function/ViewOnlyAccess`. */
export function awsManagedArn(partition: string, policy: AwsManagedPolicy): string {
  return `arn:${partition}:iam::aws:policy${policy.path}${policy.name}`;
}

/** By ARN in any partition. */
export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return byTail.get(/^arn:[\w-]+:iam::aws:policy(\/.+)$/.exec(arn)?.[1] ?? '');
}

const readers = `
  access-analyzer account acm apigateway application-autoscaling athena autoscaling backup batch
  bedrock budgets ce cloudformation cloudfront cloudtrail cloudwatch codebuild codecommit
  codepipeline cognito-identity cognito-idp config dax detective dms ds dynamodb ec2 ecr
  ecr-public ecs eks elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
  elasticmapreduce es events firehose fsx glue guardduty health iam inspector2 iot kafka kinesis
  kms lambda lightsail logs macie2 mq network-firewall organizations rds redshift resource-groups
  route53 route53domains s3 sagemaker secretsmanager securityhub servicequotas ses shield sns sqs
  ssm sso states storagegateway sts support tag transfer trustedadvisor waf wafv2 workspaces xray
`
  .trim()
  .split(/\s+/);
/**
 * Further services that ReadOnlyAccess reads.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html
 */
const others = `
  amplify aoss appconfig appflow apprunner appstream appsync auditmanager codeartifact codedeploy
  codestar-connections connect datasync directconnect dlm emr-serverless fms gamelift geo glacier
  globalaccelerator grafana imagebuilder ivs kafkaconnect kendra kinesisanalytics kinesisvideo
  lakeformation lex license-manager mediaconvert medialive memorydb outposts pipes ram
  redshift-serverless rekognition resource-explorer-2 rum s3tables savingsplans scheduler schemas
  securitylake servicecatalog servicediscovery signer ssm-incidents verifiedpermissions vpc-lattice
  wellarchitected workspaces-web
`
  .trim()
  .split(/\s+/);

/** What ReadOnlyAccess excludes: it reads settings, not secrets. */
const secrets = ['secretsmanager', 'kms', 'sts'];

const allow = (...actions: readonly string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
});
const write = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const verbs = (services: readonly string[], ...names: readonly string[]) =>
  services.flatMap((service) => names.map((name) => `${service}:${name}`));

const policies: readonly AwsManagedPolicy[] = [
  {
    name: 'AdministratorAccess',
    path: '/',
    description: 'Provides full access to AWS services and resources.',
    document: write(allow('*')),
  },
  {
    name: 'PowerUserAccess',
    path: '/',
    description: 'Provides full access to AWS services and resources, but not to users and groups.',
    document: write(
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow(
        'account:GetAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ),
    ),
  },
  {
    name: 'ReadOnlyAccess',
    path: '/',
    description: 'Provides read-only access to AWS services and resources.',
    document: write(
      allow(
        ...verbs(
          [...readers.filter((service) => !secrets.includes(service)), ...others],
          'BatchGet*',
          'Describe*',
          'Get*',
          'List*',
          'Query',
          'Scan',
          'Search*',
          'View*',
        ),
        ...verbs(secrets, 'Describe*', 'List*'),
        'apigateway:GET',
        'cassandra:Select',
        'iam:GenerateCredentialReport',
        'iam:Simulate*',
        'secretsmanager:GetResourcePolicy',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'sts:GetAccessKeyInfo',
        'sts:GetCallerIdentity',
        'sts:GetSessionToken',
      ),
    ),
  },
  {
    name: 'ViewOnlyAccess',
    path: '/job-function/',
    description: 'Grants permissions to view resources and basic metadata across AWS services.',
    document: write(
      allow(
        ...verbs(
          readers.filter((service) => service !== 's3'),
          'Describe*',
          'List*',
        ),
        'iam:GetAccountSummary',
        'iam:GetLoginProfile',
        's3:ListAllMyBuckets',
        's3:ListBucket',
      ),
    ),
  },
  {
    name: 'SecurityAudit',
    path: '/',
    description: 'Grants access to read security configuration metadata.',
    document: write(
      allow(
        ...verbs(readers, 'Describe*', 'List*'),
        ...verbs(
          [
            'access-analyzer',
            'account',
            'config',
            'guardduty',
            'iam',
            'inspector2',
            'macie2',
            'securityhub',
            'wafv2',
          ],
          'Get*',
        ),
        'iam:GenerateCredentialReport',
        'iam:SimulateCustomPolicy',
        'iam:SimulatePrincipalPolicy',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'lambda:GetFunctionConfiguration',
        'lambda:GetPolicy',
        's3:GetAccelerateConfiguration',
        's3:GetAccountPublicAccessBlock',
        's3:GetBucket*',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:GetReplicationConfiguration',
        'secretsmanager:GetResourcePolicy',
        'sns:GetTopicAttributes',
        'sqs:GetQueueAttributes',
        'tag:GetResources',
        'tag:GetTagKeys',
      ),
    ),
  },
  {
    name: 'Billing',
    path: '/job-function/',
    description: 'Grants permissions for billing and cost management.',
    document: write(allow('account:Get*', 'budgets:*', 'ce:*', 'cur:*', 'payments:*', 'tax:*')),
  },
  {
    name: 'IAMFullAccess',
    path: '/',
    description: 'Provides full access to IAM.',
    document: write(
      allow(
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:ListPolicies',
        'organizations:ListRoots',
      ),
    ),
  },
  {
    name: 'IAMReadOnlyAccess',
    path: '/',
    description: 'Provides read-only access to IAM.',
    document: write(
      allow('iam:GenerateCredentialReport', 'iam:Get*', 'iam:List*', 'iam:Simulate*'),
    ),
  },
  {
    name: 'AmazonS3FullAccess',
    path: '/',
    description: 'Provides full access to all buckets.',
    document: write(allow('s3:*', 's3-object-lambda:*')),
  },
  {
    name: 'AmazonS3ReadOnlyAccess',
    path: '/',
    description: 'Provides read-only access to all buckets.',
    document: write(allow('s3:Describe*', 's3:Get*', 's3:List*')),
  },
  {
    name: 'AmazonEC2FullAccess',
    path: '/',
    description: 'Provides full access to Amazon EC2.',
    document: write(allow('autoscaling:*', 'cloudwatch:*', 'ec2:*', 'elasticloadbalancing:*')),
  },
  {
    name: 'AmazonEC2ReadOnlyAccess',
    path: '/',
    description: 'Provides read-only access to Amazon EC2.',
    document: write(allow('cloudwatch:Describe*', 'cloudwatch:List*', 'ec2:Describe*', 'ec2:Get*')),
  },
  {
    name: 'AWSOrganizationsFullAccess',
    path: '/',
    description: 'Provides full access to AWS Organizations.',
    document: write(allow('organizations:*', 'account:*', 'iam:CreateServiceLinkedRole')),
  },
  {
    name: 'AWSCloudFormationReadOnlyAccess',
    path: '/',
    description: 'Provides read-only access to stacks and stack sets.',
    document: write(
      allow(
        ...verbs(['cloudformation'], 'Describe*', 'Detect*', 'EstimateTemplateCost'),
        ...verbs(['cloudformation'], 'Get*', 'List*', 'ValidateTemplate'),
      ),
    ),
  },
  {
    name: 'AWSOrganizationsReadOnlyAccess',
    path: '/',
    description: 'Provides read-only access to AWS Organizations.',
    document: write(allow('organizations:Describe*', 'organizations:List*', 'account:Get*')),
  },
  {
    name: 'ResourceGroupsandTagEditorReadOnlyAccess',
    path: '/',
    description: 'Provides access to read tags, and not to change them.',
    document: write(allow('tag:Get*', 'resource-groups:Get*', 'resource-groups:List*')),
  },
  {
    name: 'AWSLambdaBasicExecutionRole',
    path: '/service-role/',
    description: 'Provides write permissions to CloudWatch Logs.',
    document: write(allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents')),
  },
];

/** Every AWS managed policy of the simulator, in the order of ListPolicies. */
export const awsManagedPolicies = policies;

const byTail: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  policies.map((policy) => [policy.path + policy.name, policy]),
);
