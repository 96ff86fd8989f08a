/** The SDK's clients in every protocol that they support, and what they change between the caller and the wire. */

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

export interface SdkDialect {
  readonly name: string;
  /** Name of the model. */
  readonly service: string;
  connect(handler: HttpHandler): DialectConnection;
  /** JSON and CBOR carry empty lists and maps; XML and forms do not. */
  readonly emptyCollections: boolean;
}

interface DialectConnection {
  send(operation: string, input: object): Promise<Record<string, unknown>>;
}

type Package = Readonly<Record<string, unknown>>;
type Command = new (input: object) => object;
type Client = new (config: object) => { send(command: object): Promise<Record<string, unknown>> };

export const dialects: readonly SdkDialect[] = [
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
): SdkDialect {
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

/** A change that a client of the SDK makes between the caller and the wire, so that values are not returned equal. */
interface Rewrite {
  /** Names of dialects. */
  readonly dialects: readonly string[];
  /** Outer members that have this value wherever they occur; `undefined` leaves them out. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Outer members that are not compared, because the client adds or replaces them. */
  readonly ignored?: readonly string[];
  readonly reason: string;
}

export function rewritesOf(dialect: string): Required<Pick<Rewrite, 'fixed' | 'ignored'>> {
  const own = rewrites.filter(({ dialects }) => dialects.includes(dialect));
  return {
    fixed: Object.assign({}, ...own.map(({ fixed }) => fixed)),
    ignored: own.flatMap(({ ignored }) => ignored ?? []),
  };
}

const rewrites: readonly Rewrite[] = [
  {
    dialects: ['s3'],
    fixed: { Bucket: 'bucket' },
    reason: 'a bucket becomes part of the host or of the path, so that its name has rules',
  },
  {
    dialects: ['s3'],
    fixed: {
      SSECustomerKey: undefined,
      SSECustomerKeyMD5: undefined,
      CopySourceSSECustomerKey: undefined,
      CopySourceSSECustomerKeyMD5: undefined,
    },
    reason: 'the client encodes keys of customers, and adds their hash',
  },
  {
    dialects: ['s3'],
    fixed: { ChecksumAlgorithm: undefined, ChecksumMode: undefined },
    ignored: ['ChecksumAlgorithm'],
    reason: 'the client computes checksums with the algorithm that is named, or one of its choice',
  },
  {
    dialects: ['s3'],
    fixed: { ContentLength: undefined },
    ignored: ['ContentLength'],
    reason: 'it is the length of the body',
  },
  {
    dialects: ['s3'],
    fixed: { ExpiresString: undefined },
    ignored: ['ExpiresString'],
    reason: 'the client makes it from the header of `Expires`',
  },
  {
    dialects: ['s3'],
    fixed: { Metadata: { one: 'a b', 'two-x': '2' } },
    reason: 'the client returns an empty map where there are no such headers',
  },
  {
    dialects: ['ec2'],
    fixed: { SourceRegion: 'us-east-1' },
    ignored: ['PresignedUrl', 'DestinationRegion'],
    reason: 'CopySnapshot presigns a call to the source region and adds where it comes from',
  },
  {
    dialects: ['sqs (AwsQueryProtocol)'],
    ignored: ['AttributeNames', 'MessageSystemAttributeNames'],
    reason: 'in a form both have the same name',
  },
  {
    dialects: ['account'],
    ignored: ['errorType'],
    reason: 'it is the header that names the error',
  },
];
