/** Session policies and session tags. */

import type { PolicyDescriptorType, Tag } from '@aws-sdk/client-sts';
import { compiledPolicy } from '../../../policy/compiled.ts';
import { PolicySyntaxError } from '../../../policy/document.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallerSession } from '../../world/caller.ts';
import { policyText } from '../iam/make-policy.ts';
import type { IamState } from '../iam/resources.ts';
import { checkCount, validationError } from './checks.ts';

/** Inline and managed policies together, in characters. */
const maxPolicyCharacters = 2_048;
const maxTags = 50;

interface PolicyInput {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined;
}

/** Texts of the session's policies; managed ones are looked up in the account of the role. */
export function sessionPolicies(
  { Policy, PolicyArns = [] }: PolicyInput,
  state: IamState,
): readonly string[] {
  checkCount(PolicyArns, 'policyArns', 10);
  const arns = PolicyArns.map(({ arn }) => arn ?? '');
  const size = [Policy ?? '', ...arns].join('').length;
  if (size > maxPolicyCharacters) {
    const percent = Math.round((size / maxPolicyCharacters) * 100);
    throw new AwsError(
      'PackedPolicyTooLargeException',
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    );
  }
  if (Policy !== undefined) checkPolicy(Policy);
  return [...(Policy === undefined ? [] : [Policy]), ...arns.map((arn) => textOf(state, arn))];
}

/** Size of the packed session, in percent; undefined without policies and tags. */
export function packedSize(policies: readonly string[], tags: readonly Tag[]): number | undefined {
  const text = [...policies, ...tags.map(({ Key, Value }) => `${Key}${Value}`)].join('');
  return text.length === 0 ? undefined : Math.min(100, Math.ceil((text.length / 4_096) * 100));
}

export function checkSessionTags(tags: readonly Tag[] = []): Readonly<Record<string, string>> {
  checkCount(tags, 'tags', maxTags);
  const read: Record<string, string> = {};
  for (const { Key = '', Value = '' } of tags) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key) || Value.length > 256) {
      throw validationError(`The tag ${Key} is not valid.`);
    }
    if (/^aws:/i.test(Key)) throw validationError('Tag keys must not begin with aws:.');
    if (Object.keys(read).some((known) => known.toLowerCase() === Key.toLowerCase())) {
      throw validationError(
        'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      );
    }
    read[Key] = Value;
  }
  return read;
}

/** A chained session keeps the transitive tags of its source session, and they cannot be changed. */
export function inheritTags(
  caller: CallerSession | undefined,
  tags: Readonly<Record<string, string>>,
  transitiveKeys: readonly string[],
): Pick<CallerSession, 'tags' | 'transitiveTagKeys'> {
  const inherited = (caller?.transitiveTagKeys ?? []).map(
    (key) => [key, caller?.tags[key] ?? ''] as const,
  );
  for (const [key] of inherited) {
    if (key in tags) {
      throw validationError(
        'One of the specified transitive tag keys is inherited and cannot be set.',
      );
    }
  }
  return {
    tags: { ...tags, ...Object.fromEntries(inherited) },
    transitiveTagKeys: [...inherited.map(([key]) => key), ...transitiveKeys],
  };
}

function checkPolicy(text: string): void {
  try {
    compiledPolicy(text, 'identity');
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw new AwsError('MalformedPolicyDocumentException', error.message);
  }
}

function textOf(state: IamState, arn: string): string {
  const text = policyText(state, arn);
  if (text === undefined) throw validationError(`The policy ${arn} does not exist.`);
  return text;
}
