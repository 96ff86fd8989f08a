/** The SDK's clients in every protocol that they support, for the round trip. */

import * as account from '@aws-sdk/client-account';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api';
import * as s3 from '@aws-sdk/client-s3';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import type { HttpHandler } from '@smithy/core/protocols';

export interface Dialect {
  readonly name: string;
  /** Name of the model. */
  readonly service: string;
  connect(handler: HttpHandler): Connection;
  /** JSON and CBOR carry empty lists and maps; XML and forms do not. */
  readonly emptyCollections: boolean;
}

export interface Connection {
  send(operation: string, input: object): Promise<Record<string, unknown>>;
}

type Package = Readonly<Record<string, unknown>>;
type Command = new (input: object) => object;
type Client = new (config: object) => { send(command: object): Promise<Record<string, unknown>> };

export const dialects: readonly Dialect[] = [
  dialect('organizations', organizations, 'OrganizationsClient', { emptyCollections: true }),
  dialect('tagging', tagging, 'ResourceGroupsTaggingAPIClient', { emptyCollections: true }),
  dialect('sqs', sqs, 'SQSClient', { emptyCollections: true }),
  dialect('cloudwatch', cloudwatch, 'CloudWatchClient', { emptyCollections: true }),
  dialect('account', account, 'AccountClient', { emptyCollections: true }),
  dialect('sts', sts, 'STSClient'),
  dialect('iam', iam, 'IAMClient'),
  dialect('ec2', ec2, 'EC2Client'),
  dialect('s3', s3, 'S3Client'),
  dialect('cloudwatch', cloudwatch, 'CloudWatchClient', {
    protocol: AwsSmithyRpcV2CborProtocol,
    emptyCollections: true,
  }),
  dialect('sqs', sqs, 'SQSClient', { protocol: AwsQueryProtocol }),
  dialect('cloudwatch', cloudwatch, 'CloudWatchClient', { protocol: AwsQueryProtocol }),
];

function dialect(
  service: string,
  sdk: Package,
  clientName: string,
  options: {
    readonly protocol?: { readonly name: string };
    readonly emptyCollections?: boolean;
  } = {},
): Dialect {
  const { protocol, emptyCollections = false } = options;
  const name = protocol ? `${service} (${protocol.name})` : service;
  return {
    name,
    service,
    emptyCollections,
    connect(requestHandler) {
      const config = {
        ...settings,
        ...special[service],
        requestHandler,
        ...(protocol && { protocol }),
      };
      const client = new (sdk[clientName] as Client)(config);
      return {
        send: (operation, input) => client.send(new (sdk[`${operation}Command`] as Command)(input)),
      };
    },
  };
}

const settings = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  followRegionRedirects: false,
};

const special: Readonly<Record<string, object>> = {
  // The queue's URL would be the endpoint, and messages would have to match their hashes.
  sqs: { useQueueUrlAsEndpoint: false, md5: false },
  // Elsewhere the client adds a location to CreateBucket.
  s3: { region: 'us-east-1' },
};
