/** Services that accounts of the simulated organization use: their names in Cost Explorer, usage types and prices. */

interface UsageType {
  /** Without the prefix of the region. */
  readonly name: string;
  readonly unit: string;
  /** Per unit, in USD. */
  readonly price: number;
}

interface PricedService {
  readonly name: string;
  /** Share of the accounts that use it. */
  readonly popularity: number;
  readonly isGlobal?: boolean;
  readonly usageTypes: readonly UsageType[];
}

export const pricedServices: readonly PricedService[] = [
  {
    name: 'Amazon Elastic Compute Cloud - Compute',
    popularity: 0.8,
    usageTypes: [
      { name: 'BoxUsage:t3.medium', unit: 'Hrs', price: 0.0456 },
      { name: 'BoxUsage:m6i.large', unit: 'Hrs', price: 0.107 },
    ],
  },
  {
    name: 'EC2 - Other',
    popularity: 0.8,
    usageTypes: [
      { name: 'EBS:VolumeUsage.gp3', unit: 'GB-Mo', price: 0.088 },
      { name: 'NatGateway-Hours', unit: 'Hrs', price: 0.048 },
      { name: 'DataTransfer-Out-Bytes', unit: 'GB', price: 0.09 },
    ],
  },
  {
    name: 'Amazon Simple Storage Service',
    popularity: 0.95,
    usageTypes: [
      { name: 'TimedStorage-ByteHrs', unit: 'GB-Mo', price: 0.023 },
      { name: 'Requests-Tier1', unit: 'Requests', price: 0.000_005 },
    ],
  },
  {
    name: 'Amazon Relational Database Service',
    popularity: 0.4,
    usageTypes: [{ name: 'InstanceUsage:db.t3.medium', unit: 'Hrs', price: 0.078 }],
  },
  {
    name: 'AWS Lambda',
    popularity: 0.6,
    usageTypes: [{ name: 'Lambda-GB-Second', unit: 'Lambda-GB-Second', price: 0.000_016_666_7 }],
  },
  {
    name: 'AmazonCloudWatch',
    popularity: 0.9,
    usageTypes: [
      { name: 'CW:MetricMonitorUsage', unit: 'Metrics', price: 0.3 },
      { name: 'DataProcessing-Bytes', unit: 'GB', price: 0.63 },
    ],
  },
  {
    name: 'AWS Key Management Service',
    popularity: 0.7,
    usageTypes: [{ name: 'KMS-Keys', unit: 'Keys', price: 1 }],
  },
  {
    name: 'Amazon DynamoDB',
    popularity: 0.4,
    usageTypes: [{ name: 'WriteRequestUnits', unit: 'WriteRequestUnits', price: 0.000_001_4 }],
  },
  {
    name: 'AWS Config',
    popularity: 0.7,
    usageTypes: [
      { name: 'ConfigurationItemRecorded', unit: 'ConfigurationItemRecorded', price: 0.003 },
    ],
  },
  {
    name: 'Amazon Virtual Private Cloud',
    popularity: 0.5,
    usageTypes: [{ name: 'PublicIPv4:InUseAddress', unit: 'Hrs', price: 0.005 }],
  },
  {
    name: 'Amazon Elastic Load Balancing',
    popularity: 0.3,
    usageTypes: [{ name: 'LoadBalancerUsage', unit: 'Hrs', price: 0.027 }],
  },
  {
    name: 'CodeBuild',
    popularity: 0.5,
    usageTypes: [{ name: 'Build-Min:Linux:g1.small', unit: 'minutes', price: 0.005 }],
  },
  {
    name: 'Amazon Route 53',
    popularity: 0.2,
    isGlobal: true,
    usageTypes: [{ name: 'HostedZone', unit: 'HostedZone', price: 0.5 }],
  },
];

/** Prefix of usage types by region; none in us-east-1. */
export const pricedRegions: readonly { readonly name: string; readonly prefix: string }[] = [
  { name: 'us-east-1', prefix: '' },
  { name: 'eu-west-1', prefix: 'EU-' },
  { name: 'eu-central-1', prefix: 'EUC1-' },
  { name: 'us-west-2', prefix: 'USW2-' },
];
