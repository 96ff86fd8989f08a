/** The code of a function: an archive in the request, or an object in S3, read with the caller's permissions. */

import { AwsError } from '../../../wire/aws-error.ts';
import { readZip, ZipError } from '../../../zip/read-zip.ts';
import { callAs } from '../../call-as.ts';
import type { CallContext } from '../../service.ts';
import { s3Service } from '../s3/service.ts';
import { digestOf } from './digest.ts';
import { invalidValue, notKnown } from './errors.ts';
import type { FunctionCode } from './lambda-function.ts';
import { maxUnpackedBytes } from './run/code-folder.ts';

export interface CodeInput {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
}

/** The maximum in a request; archives in S3 may be larger. */
const maxArchiveBytes = 52_428_800;

export function codeOf(input: CodeInput, context: CallContext): FunctionCode {
  const { ZipFile, S3Bucket, S3Key, ImageUri } = input;
  if (ImageUri !== undefined) throw notKnown('functions of container images');
  if (ZipFile === undefined && (S3Bucket === undefined || S3Key === undefined)) {
    throw invalidValue('Please provide a source for function code.');
  }
  const archive = ZipFile ?? objectOf(input, context);
  if (ZipFile && ZipFile.byteLength > maxArchiveBytes) {
    throw new AwsError(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${maxArchiveBytes} bytes for the CreateFunction operation`,
      { status: 413 },
    );
  }
  checkArchive(archive);
  return { archive, sha256: digestOf(archive) };
}

function objectOf(input: CodeInput, context: CallContext): Uint8Array {
  const { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: VersionId } = input;
  try {
    const object = callAs(
      s3Service,
      'GetObject',
      { Bucket, Key, ...(VersionId !== undefined && { VersionId }) },
      context,
    );
    return (object as { readonly Body: Uint8Array }).Body;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidValue(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}

function checkArchive(archive: Uint8Array): void {
  try {
    readZip(archive, maxUnpackedBytes);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw invalidValue(
      `Could not unzip uploaded file. Please check your file, then try to upload again: ${error.message}.`,
    );
  }
}
