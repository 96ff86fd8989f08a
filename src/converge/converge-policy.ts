/** Creates a customer managed policy, or a new version of it if its document differs. */

import { classify } from '../aws/failures.ts';
import type { GenericCalls } from '../aws/generic-client.ts';
import { type ConvergeContext, type ResourceChange, sameDocument } from './change.ts';
import { type IamTagged, missingTags, type ResourceTags, toTagList } from './tags.ts';

export interface DesiredPolicy {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly description: string;
  readonly document: object;
  /** Other tags of the resource are kept. */
  readonly tags: ResourceTags;
}

export interface FoundPolicy extends IamTagged {
  readonly DefaultVersionId?: string;
}

interface Version {
  readonly VersionId?: string;
  readonly IsDefaultVersion?: boolean;
}

/** Versions that IAM keeps per policy. */
const maxVersions = 5;

export async function convergePolicy(
  iam: GenericCalls,
  desired: DesiredPolicy,
  { dry }: Pick<ConvergeContext, 'dry'>,
): Promise<readonly ResourceChange[]> {
  const resource = `policy ${desired.name}`;
  const found = await findPolicy(iam, desired.arn);
  if (!found) {
    if (!dry) await create(iam, desired);
    return [{ resource, action: 'create', differences: [] }];
  }
  const differences = [
    ...(await convergeDocument(iam, desired, { dry, found })),
    ...(await convergeTags(iam, desired, { dry, found })),
  ];
  return differences.length === 0 ? [] : [{ resource, action: 'update', differences }];
}

/** Returns undefined when the policy does not exist. */
export async function findPolicy(
  iam: GenericCalls,
  PolicyArn: string,
): Promise<FoundPolicy | undefined> {
  try {
    const { Policy } = await iam.call('GetPolicy', { PolicyArn });
    return Policy as FoundPolicy;
  } catch (error) {
    if (classify(error).kind === 'not-found') return undefined;
    throw error;
  }
}

async function create(iam: GenericCalls, desired: DesiredPolicy): Promise<void> {
  const { name, path, description, document, tags } = desired;
  await iam.call('CreatePolicy', {
    PolicyName: name,
    Path: path,
    Description: description,
    PolicyDocument: JSON.stringify(document),
    Tags: toTagList(tags),
  });
}

interface Found {
  readonly dry: boolean;
  readonly found: FoundPolicy;
}

async function convergeDocument(
  iam: GenericCalls,
  { arn: PolicyArn, document }: DesiredPolicy,
  { dry, found }: Found,
): Promise<string[]> {
  const input = { PolicyArn, VersionId: found.DefaultVersionId };
  const { PolicyVersion } = await iam.call('GetPolicyVersion', input);
  const { Document } = PolicyVersion as { readonly Document?: string };
  if (sameDocument(decodeURIComponent(Document ?? ''), document)) return [];
  if (!dry) {
    await makeRoom(iam, PolicyArn);
    const PolicyDocument = JSON.stringify(document);
    await iam.call('CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
  }
  return ['permissions'];
}

/** Deletes the oldest version that is not the default. */
async function makeRoom(iam: GenericCalls, PolicyArn: string): Promise<void> {
  const versions: Version[] = [];
  for await (const page of iam.pages('ListPolicyVersions', { PolicyArn })) {
    versions.push(...((page.Versions ?? []) as readonly Version[]));
  }
  if (versions.length < maxVersions) return;
  const numberOf = ({ VersionId = '' }: Version) => Number(VersionId.slice(1));
  const [oldest] = versions
    .filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .sort((a, b) => numberOf(a) - numberOf(b));
  if (oldest) await iam.call('DeletePolicyVersion', { PolicyArn, VersionId: oldest.VersionId });
}

async function convergeTags(
  iam: GenericCalls,
  { arn: PolicyArn, tags }: DesiredPolicy,
  { dry, found }: Found,
): Promise<string[]> {
  const missing = missingTags(found, tags);
  if (!dry && missing.length > 0) await iam.call('TagPolicy', { PolicyArn, Tags: missing });
  return missing.map(({ Key }) => `tag ${Key}`);
}
