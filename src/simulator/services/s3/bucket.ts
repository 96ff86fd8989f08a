/** A bucket and its contents, as data. */

export interface Bucket {
  readonly name: string;
  readonly ownerId: string;
  readonly region: string;
  readonly createdAt: number;
  versioning?: 'Enabled' | 'Suspended';
  policy?: string;
  tags?: Map<string, string>;
  /** All other settings that are put and got as a whole: website, lifecycle, …, by our own names. */
  readonly settings: Map<string, object>;
  /** Versions of a key, the current one last. Without versioning there is one. */
  readonly objects: Map<string, readonly S3Object[]>;
  readonly uploads: Map<string, Upload>;
  /** Keys in order; recomputed after changes. */
  sortedKeys?: readonly string[];
}

export interface S3Object {
  readonly key: string;
  /** `null` where the bucket has no versions. */
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly body: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  readonly lastModified: number;
  /** Headers that are returned as they were put. */
  readonly headers: ObjectHeaders;
  readonly checksums: Readonly<Record<string, string>>;
  readonly tags: ReadonlyMap<string, string>;
  /** Sizes of the parts of a multipart upload. */
  readonly parts?: readonly number[];
}

export interface ObjectHeaders {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly StorageClass?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedAt: number;
  readonly headers: ObjectHeaders;
  readonly tags: ReadonlyMap<string, string>;
  readonly parts: Map<number, UploadPart>;
}

export interface UploadPart {
  readonly number: number;
  readonly etag: string;
  readonly body: Uint8Array;
  readonly at: number;
}
