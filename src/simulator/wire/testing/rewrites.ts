/** Changes that the SDK's clients make between the caller and the wire, so that values are not returned equal. */

export interface Rewrite {
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
