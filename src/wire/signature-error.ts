/** AWS's errors for invalid signatures: every family of services has its own names for them. */

import { AwsError } from './aws-error.ts';
import type { WireRequest } from './message.ts';
import { isForm } from './query.ts';

export type SignatureFlaw =
  /** Wrong secret, or the request was altered. */
  | 'mismatch'
  /** The client's clock is more than five minutes off. */
  | 'skewed'
  /** A presigned URL is too old. */
  | 'expired'
  /** The body is not the one whose hash is signed. */
  | 'other-body'
  /** No signature, or not one of SigV4. */
  | 'missing';

type Name = readonly [code: string, status: number];
type ErrorNames = Readonly<Record<SignatureFlaw, Name>>;

export function signatureError(
  flaw: SignatureFlaw,
  service: string,
  request: WireRequest,
): AwsError {
  const [code, status] = namesFor(service, request)[flaw];
  return new AwsError(code, messages[flaw], { status });
}

function namesFor(service: string, request: WireRequest): ErrorNames {
  if (service.startsWith('s3')) return s3;
  if (service === 'ec2') return ec2;
  if (isForm(request) || request.query.includes('Action=')) return query;
  return json;
}

const messages: Readonly<Record<SignatureFlaw, string>> = {
  mismatch: 'The request signature we calculated does not match the signature you provided.',
  skewed: 'The difference between the request time and the current time is too large.',
  expired: 'Request has expired.',
  'other-body': 'The provided x-amz-content-sha256 header does not match what was computed.',
  missing: 'The request is not signed with Signature Version 4.',
};

const s3: ErrorNames = {
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['RequestTimeTooSkewed', 403],
  expired: ['AccessDenied', 403],
  'other-body': ['XAmzContentSHA256Mismatch', 400],
  missing: ['AccessDenied', 403],
};

const ec2: ErrorNames = {
  mismatch: ['AuthFailure', 401],
  skewed: ['RequestExpired', 400],
  expired: ['RequestExpired', 400],
  'other-body': ['AuthFailure', 401],
  missing: ['AuthFailure', 401],
};

const query: ErrorNames = {
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['SignatureDoesNotMatch', 403],
  expired: ['RequestExpired', 400],
  'other-body': ['SignatureDoesNotMatch', 403],
  missing: ['MissingAuthenticationToken', 403],
};

const json: ErrorNames = {
  mismatch: ['InvalidSignatureException', 403],
  skewed: ['InvalidSignatureException', 403],
  expired: ['InvalidSignatureException', 403],
  'other-body': ['InvalidSignatureException', 403],
  missing: ['MissingAuthenticationTokenException', 400],
};
