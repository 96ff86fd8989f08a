/** AWS::DynamoDB::Table */

import { AwsError } from '../../../../wire/aws-error.ts';
import { membersOf, type TemplateMembers } from '../template/value.ts';
import {
  booleanOf,
  type ExistingResource,
  numberOf,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
  removedTags,
  required,
} from './provider.ts';

export const dynamodbTable: ResourceProvider = {
  properties: [
    'AttributeDefinitions',
    'BillingMode',
    'DeletionProtectionEnabled',
    'KeySchema',
    'PointInTimeRecoverySpecification',
    'ProvisionedThroughput',
    'SSESpecification',
    'StreamSpecification',
    'TableName',
    'Tags',
    'TimeToLiveSpecification',
  ],
  replacedBy: ['TableName', 'KeySchema', 'AttributeDefinitions'],

  create: (request) => {
    const { access, properties, tags } = request;
    const TableName = String(properties.TableName ?? request.generateName(255));
    access.call('dynamodb', 'CreateTable', {
      TableName,
      KeySchema: required(request, 'KeySchema'),
      AttributeDefinitions: properties.AttributeDefinitions,
      ...changeable(properties),
      ...streamOf(properties),
      Tags: tags,
    });
    setTimeToLive(request, TableName, {});
    setRecovery(request, TableName, {});
    return provided(access, TableName);
  },

  findExisting: ({ access, properties }) => {
    if (properties.TableName === undefined) return undefined;
    try {
      return provided(access, String(properties.TableName));
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  },

  update: (request, before) => {
    const { access, properties, tags } = request;
    const TableName = before.physicalId;
    access.call('dynamodb', 'UpdateTable', { TableName, ...changeable(properties) });
    for (const StreamSpecification of streamChanges(before.properties, properties)) {
      access.call('dynamodb', 'UpdateTable', { TableName, StreamSpecification });
    }
    setTimeToLive(request, TableName, before.properties);
    setRecovery(request, TableName, before.properties);
    const { Arn: ResourceArn } = provided(access, TableName).attributes;
    const removed = removedTags(request, before);
    if (removed.length > 0) {
      access.call('dynamodb', 'UntagResource', { ResourceArn, TagKeys: removed });
    }
    if (tags.length > 0) access.call('dynamodb', 'TagResource', { ResourceArn, Tags: tags });
    return provided(access, TableName);
  },

  remove: (access: ProviderAccess, { physicalId }: ExistingResource) => {
    access.call('dynamodb', 'DeleteTable', { TableName: physicalId });
  },
};

function streamOf(properties: TemplateMembers): object {
  const [StreamSpecification] = streamChanges({}, properties);
  return StreamSpecification ? { StreamSpecification } : {};
}

/** A stream with another view is another stream. */
function streamChanges(before: TemplateMembers, after: TemplateMembers): readonly object[] {
  const [old, requested] = [before, after].map(
    ({ StreamSpecification }) => membersOf(StreamSpecification).StreamViewType,
  );
  if (old === requested) return [];
  return [
    ...(old === undefined ? [] : [{ StreamEnabled: false }]),
    ...(requested === undefined ? [] : [{ StreamEnabled: true, StreamViewType: requested }]),
  ];
}

function changeable(properties: TemplateMembers): TemplateMembers {
  const { BillingMode, ProvisionedThroughput } = properties;
  const { SSEEnabled, SSEType, KMSMasterKeyId } = membersOf(properties.SSESpecification);
  const throughput = membersOf(ProvisionedThroughput);
  return {
    ...(BillingMode !== undefined && { BillingMode }),
    ...(ProvisionedThroughput !== undefined && {
      ProvisionedThroughput: {
        ReadCapacityUnits: numberOf(throughput.ReadCapacityUnits),
        WriteCapacityUnits: numberOf(throughput.WriteCapacityUnits),
      },
    }),
    DeletionProtectionEnabled: booleanOf(properties.DeletionProtectionEnabled),
    SSESpecification: { Enabled: booleanOf(SSEEnabled), SSEType, KMSMasterKeyId },
  };
}

function setRecovery(
  { access, properties }: ResourceRequest,
  TableName: string,
  before: TemplateMembers,
): void {
  const specification = membersOf(properties.PointInTimeRecoverySpecification);
  const isOn = booleanOf(specification.PointInTimeRecoveryEnabled);
  const then = membersOf(before.PointInTimeRecoverySpecification);
  if (!isOn && !booleanOf(then.PointInTimeRecoveryEnabled)) return;
  const days = numberOf(specification.RecoveryPeriodInDays);
  access.call('dynamodb', 'UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: isOn,
      ...(isOn && days !== undefined && { RecoveryPeriodInDays: days }),
    },
  });
}

function setTimeToLive(
  { access, properties }: ResourceRequest,
  TableName: string,
  before: TemplateMembers,
): void {
  const [now, then] = [properties, before].map((one) => membersOf(one.TimeToLiveSpecification));
  const isOn = booleanOf(now?.Enabled);
  if (isOn === booleanOf(then?.Enabled)) return;
  const AttributeName = now?.AttributeName ?? then?.AttributeName;
  const TimeToLiveSpecification = { Enabled: isOn, AttributeName };
  access.call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
}

function provided(access: ProviderAccess, name: string): ProvidedResource {
  const { Table } = access.call('dynamodb', 'DescribeTable', { TableName: name });
  const { TableArn, LatestStreamArn } = membersOf(Table);
  return { physicalId: name, attributes: { Arn: TableArn, StreamArn: LatestStreamArn } };
}
