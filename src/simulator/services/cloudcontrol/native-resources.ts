/** Types whose resources other simulated services list: the same resources, under CloudFormation's names. */

import { type OperationModel, serviceModel } from '../../../aws/models/service-model.ts';
import { listedHandler } from '../../generated/listed.ts';
import type { AnyOperations, CallContext, SimulatedService } from '../../service.ts';
import { dynamodbService } from '../dynamodb/service.ts';
import { ec2Service } from '../ec2/service.ts';
import { iamService } from '../iam/service.ts';
import { s3Service } from '../s3/service.ts';
import { snsService } from '../sns/service.ts';
import { sqsService } from '../sqs/service.ts';
import type { CloudControlResource } from './resource.ts';

/** Type → model, operation, list, identifier (`.` where the elements are it) and, if different, the ARN's property. */
const rows: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'dynamodb ListTables TableNames . TableName',
  'AWS::EC2::SecurityGroup': 'ec2 DescribeSecurityGroups SecurityGroups GroupId Id',
  'AWS::EC2::Subnet': 'ec2 DescribeSubnets Subnets SubnetId SubnetId',
  'AWS::EC2::VPC': 'ec2 DescribeVpcs Vpcs VpcId VpcId',
  'AWS::EC2::Volume': 'ec2 DescribeVolumes Volumes VolumeId VolumeId',
  'AWS::IAM::Role': 'iam ListRoles Roles RoleName RoleName Arn',
  'AWS::IAM::User': 'iam ListUsers Users UserName UserName Arn',
  'AWS::KMS::Key': 'kms ListKeys Keys KeyId KeyId KeyArn:Arn',
  'AWS::Lambda::Function':
    'lambda ListFunctions Functions FunctionName FunctionName FunctionArn:Arn',
  'AWS::S3::Bucket': 's3 ListBuckets Buckets Name BucketName',
  'AWS::SNS::Topic': 'sns ListTopics Topics TopicArn TopicArn',
  'AWS::SQS::Queue': 'sqs ListQueues QueueUrls . QueueUrl',
};

type Values = Readonly<Record<string, unknown>>;
type Handler = (input: Values, context: CallContext) => object | Promise<object>;

interface Native {
  readonly operation: OperationModel;
  readonly handler: Handler;
  readonly list: string;
  readonly id: string;
  readonly idProperty: string;
  /** `KeyArn:Arn`: the element's member and the property that it becomes. */
  readonly arn: readonly [member: string, property: string] | undefined;
}

/** Operations that the handler of the type calls; empty where its resources are generated. */
export function nativeAction(typeName: string): readonly string[] {
  const native = nativeOf(typeName);
  return native ? [native.operation.action] : [];
}

/** Undefined for other types. */
export async function nativeResources(
  typeName: string,
  context: CallContext,
): Promise<readonly CloudControlResource[] | undefined> {
  const native = nativeOf(typeName);
  if (!native) return undefined;
  const elements = await allOf(native, context);
  return elements.map((element) => toResource(native, element));
}

function nativeOf(typeName: string): Native | undefined {
  const row = Object.hasOwn(rows, typeName) ? rows[typeName] : undefined;
  if (row === undefined) return undefined;
  const [model = '', name = '', list = '', id = '', idProperty = '', arn] = row.split(' ');
  const service = serviceModel(model);
  const operation = service.operations.get(name);
  const own = operation && (handlersOf(model)[name] as Handler | undefined);
  const handler = operation && (own ?? listedHandler(service, operation));
  if (!handler) throw new Error(`${typeName} refers to ${model}:${name}, which is not simulated`);
  const [member = '', property = member] = arn?.split(':') ?? [];
  const arnOf = arn === undefined ? undefined : ([member, property] as const);
  return { operation, handler, list, id, idProperty, arn: arnOf };
}

function handlersOf(model: string): AnyOperations {
  const services = [
    dynamodbService,
    ec2Service,
    iamService,
    s3Service,
    snsService,
    sqsService,
  ] as readonly SimulatedService[];
  return services.find(({ name }) => name === model)?.operations ?? {};
}

async function allOf(
  { operation, handler, list }: Native,
  context: CallContext,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const { inputToken = '', outputToken = '' } = operation.pagination ?? {};
  let token: unknown;
  do {
    const input = token === undefined ? {} : { [inputToken]: token };
    const answer = (await handler(input, context)) as Values;
    found.push(...((answer[list] as readonly unknown[] | undefined) ?? []));
    token = answer[outputToken];
  } while (token !== undefined && token !== '');
  return found;
}

function toResource({ id, idProperty, arn }: Native, element: unknown): CloudControlResource {
  const members = (typeof element === 'object' ? element : {}) as Values;
  const identifier = String(id === '.' ? element : members[id]);
  const arnValue = arn && members[arn[0]];
  return {
    identifier,
    properties: {
      [idProperty]: identifier,
      ...(arn && arnValue !== undefined && { [arn[1]]: arnValue }),
      ...(members.Tags !== undefined && { Tags: members.Tags }),
    },
  };
}
