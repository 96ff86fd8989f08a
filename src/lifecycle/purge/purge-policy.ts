/**
 * The purge policy: what is deleted and what is kept. The configurations for both version lines of aws-nuke and the
 * rehearsal are made from it.
 */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';
import { maximumAgeHours } from './maximum-age.ts';
import { nukeType, nukeTypeNames } from './nuke-types.ts';
import { alwaysProtected } from './protected-names.ts';

export interface PurgePolicy {
  readonly accountId: string;
  /** Regions that aws-nuke lists; `global` for services without regions. */
  readonly regions: readonly string[];
  /** Accounts that are always refused. */
  readonly blockedAccounts: readonly string[];
  /** Deleted: resources of these types with this tag. */
  readonly tagged: {
    readonly key: string;
    readonly value: string;
    readonly types: readonly string[];
  };
  /** Deleted: older resources of these types. Types that show no date are kept. */
  readonly aged: { readonly hours: number; readonly types: readonly string[] };
  /** Kept at any age: resources with this tag. */
  readonly exempt: { readonly key: string; readonly value: string };
  /** Kept: resources with these names. `*` at the end matches anything. */
  readonly protectedNames: readonly string[];
  /** Endpoint of a simulated organization, for all services. Undefined: AWS. */
  readonly endpointUrl: string | undefined;
}

export interface PurgeFacts {
  readonly accountId: string;
  readonly blockedAccounts: readonly string[];
  /** Empty: the default regions. */
  readonly regions: readonly string[];
  readonly ownNames: readonly string[];
  /** `purge.variables` of the settings. */
  readonly variables: Readonly<Record<string, string>>;
}

const defaultRegions = ['eu-west-1', 'eu-west-3', 'eu-central-1', 'us-east-1'];

const taggedTypes =
  'CloudFormationStack DynamoDBTable EC2Address EC2Instance EC2Snapshot EC2Volume FSxFileSystem LambdaFunction RDSDBCluster RDSInstance RDSSnapshot Route53HostedZone SNSTopic';

const agedTypes =
  'CloudFormationStack EC2Image EC2Instance EC2NATGateway EC2Snapshot EC2Volume EFSFileSystem FSxFileSystem RDSInstance';

/** Types of which a purge deletes anything, as the variables have them. */
export function purgedTypes({
  TAGGED_TYPES = taggedTypes,
  AGED_TYPES = agedTypes,
}: PurgeFacts['variables']): readonly string[] {
  return [...new Set(words(`${TAGGED_TYPES} ${AGED_TYPES}`))];
}

/** The tag that keeps a resource at any age. */
export function exemptTag({
  TAG_KEY = 'purge',
  EXEMPT_TAG_KEY = TAG_KEY,
  EXEMPT_TAG_VALUE = 'exempt',
}: PurgeFacts['variables']): PurgePolicy['exempt'] {
  return { key: EXEMPT_TAG_KEY, value: EXEMPT_TAG_VALUE };
}

/** Throws `InvalidInput` that names the variable. */
export function purgePolicyOf(facts: PurgeFacts): PurgePolicy {
  const { accountId, blockedAccounts, variables, regions, ownNames } = facts;
  const {
    TAG_KEY = 'purge',
    TAG_VALUE = 'me',
    MAXIMUM_AGE = '6M',
    PROTECTED_NAMES = '',
  } = variables;
  const exempt = exemptTag(variables);
  return {
    accountId,
    regions: [...(regions.length > 0 ? regions : defaultRegions), 'global'],
    blockedAccounts,
    tagged: {
      key: tagPart('TAG_KEY', TAG_KEY),
      value: tagPart('TAG_VALUE', TAG_VALUE),
      types: resourceTypes('TAGGED_TYPES', variables.TAGGED_TYPES ?? taggedTypes),
    },
    aged: {
      hours: maximumAgeHours(MAXIMUM_AGE),
      types: resourceTypes('AGED_TYPES', variables.AGED_TYPES ?? agedTypes),
    },
    exempt: {
      key: tagPart('EXEMPT_TAG_KEY', exempt.key),
      value: tagPart('EXEMPT_TAG_VALUE', exempt.value),
    },
    protectedNames: [...alwaysProtected, ...ownNames, ...protectedNames(PROTECTED_NAMES)],
    endpointUrl: variables.NUKE_ENDPOINTS_URL,
  };
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** aws-nuke ignores an unknown type without a warning, so it is an error here. */
export function resourceTypes(variable: string, text: string): readonly string[] {
  for (const name of words(text)) {
    if (nukeType('v2', name)) continue;
    const near = nearest(name, nukeTypeNames());
    throw new FlotillaError(
      'InvalidInput',
      `${variable}: aws-nuke knows no resource type "${name}"${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  return [...new Set(words(text))];
}

/**
 * aws-nuke trims tag keys, so a key with spaces at its ends would never match; and a resource without the tag is
 * treated as if the tag were empty.
 */
export function tagPart(variable: string, part: string): string {
  if (part !== '' && part === part.trim()) return part;
  throw new FlotillaError(
    'InvalidInput',
    `${variable}: "${part}" must not be empty, and not begin or end with a space`,
  );
}

export function protectedNames(text: string): readonly string[] {
  const names = words(text);
  const wrong = names.find((name) => !/^[^*]+\*?$/.test(name));
  if (wrong === undefined) return names;
  throw new FlotillaError(
    'InvalidInput',
    `PROTECTED_NAMES: "${wrong}" may have a * only at its end`,
  );
}
