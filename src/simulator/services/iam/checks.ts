/** IAM's constraints on names, tags and documents. */

import type { Tag } from '@aws-sdk/client-iam';
import { AwsError } from '../../../wire/aws-error.ts';
import { limitExceeded, validation } from './errors.ts';
import { policyText } from './make-policy.ts';
import type { IamState } from './resources.ts';

const maxTags = 50;

export function checkName(name: string, member: string, longest: number): void {
  if (!/^[\w+=,.@-]+$/.test(name) || name.length > longest) {
    throw validation(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_- and be at most ${longest} long`,
    );
  }
}

export function checkPath(path: string | undefined): void {
  if (path !== undefined && !/^(\/|\/[\u0021-\u007e]+\/)$/.test(path)) {
    throw validation(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
}

export function checkTags(tags: readonly Tag[] = []): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key) || Value.length > 256) {
      throw validation(`The tag ${Key} is not valid.`);
    }
    if (/^aws:/i.test(Key)) {
      throw new AwsError('InvalidInputException', 'Tag keys must not begin with aws:.');
    }
    const isDouble = read.keys().some((known) => known.toLowerCase() === Key.toLowerCase());
    if (isDouble) {
      throw new AwsError('InvalidInputException', 'Duplicate tag keys found.');
    }
    read.set(Key, Value);
  }
  if (read.size > maxTags) throw limitExceeded('TagsPerResource', maxTags);
  return read;
}

/** Adds to the existing tags; IAM keys keep the case of their first use. */
export function addTags(tags: Map<string, string>, added: readonly Tag[] | undefined): void {
  const checked = checkTags(added);
  if (new Set([...tags.keys(), ...checked.keys()]).size > maxTags) {
    throw limitExceeded('TagsPerResource', maxTags);
  }
  for (const [key, value] of checked) tags.set(key, value);
}

/** The policy must exist, as an AWS managed or a customer managed one. */
export function checkPolicyArn(state: IamState, arn: string): void {
  if (!/^arn:[\w-]+:iam::(aws|\d{12}):policy\/.+$/.test(arn)) {
    throw validation(`ARN ${arn} is not valid.`);
  }
  if (policyText(state, arn) === undefined) {
    throw new AwsError(
      'NoSuchEntityException',
      `Policy ${arn} does not exist or is not attachable.`,
      { status: 404 },
    );
  }
}

/** A path of listing operations, `/service-role/`. */
export function hasPath(prefix: string | undefined): (item: { readonly path: string }) => boolean {
  return ({ path }) => prefix === undefined || path.startsWith(prefix);
}
