/** PutParameter, with all errors of Parameter Store. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { callerParameters, parameterKey } from './caller-parameters.ts';
import { constraint, invalid } from './errors.ts';
import {
  type Parameter,
  type ParameterType,
  type ParameterVersion,
  parameterArn,
  type Tier,
} from './parameter.ts';
import { currentOf, type SsmState } from './state.ts';
import { readTags, type Tag } from './tags.ts';

export interface PutParameterInput {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: ParameterType;
  readonly Description?: string;
  readonly KeyId?: string;
  readonly Overwrite?: boolean;
  readonly AllowedPattern?: string;
  readonly Tags?: readonly Tag[];
  readonly Tier?: Tier | 'Intelligent-Tiering';
  readonly DataType?: string;
}

const maxVersions = 100;

export function putParameter(input: PutParameterInput, context: CallContext) {
  const state = callerParameters(context);
  const before = state.parameters.get(parameterKey(input.Name));
  check(input, before);
  const tier = tierOf(input, before);
  checkPattern(input, before);
  const version = versionOf(input, { before, tier, context });
  if (before) {
    before.versions = [before.versions[0], ...before.versions.slice(1), version];
    if (before.versions.length > maxVersions) {
      before.versions = before.versions.slice(1) as [ParameterVersion, ...ParameterVersion[]];
    }
  } else add(state, input, { version, context });
  return { Version: version.version, Tier: tier };
}

function check(input: PutParameterInput, before: Parameter | undefined): void {
  checkName(input.Name);
  if (input.Value === '') {
    throw constraint('value', '', 'Member must have length greater than or equal to 1');
  }
  const { Type, Overwrite = false, Tags = [] } = input;
  if (Type !== undefined && !types.includes(Type)) {
    throw constraint(
      'type',
      Type,
      'Member must satisfy enum value set: [String, StringList, SecureString]',
    );
  }
  if (Overwrite && Tags.length > 0) {
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
  if (before && !Overwrite) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (!before && Type === undefined) {
    throw invalid('A parameter type is required when you create a parameter.');
  }
  if (before && Type !== undefined && Type !== before.type) {
    throw new AwsError(
      'HierarchyTypeMismatchException',
      'The type of a parameter cannot be changed: delete it and create it anew.',
    );
  }
}

const types = ['String', 'StringList', 'SecureString'];
const maxLevels = 15;

function checkName(name: string): void {
  if (name.includes('/') && !name.startsWith('/')) {
    throw invalid('Parameter name must be a fully qualified name.');
  }
  if (/^\/?aws/i.test(name)) {
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (!/^(\/?[A-Za-z0-9_.-]+|(\/[A-Za-z0-9_.-]+)+)$/.test(name) || /^\/?ssm/i.test(name)) {
    throw invalid(
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (name.split('/').length - 1 > maxLevels) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `A parameter hierarchy can have a maximum of ${maxLevels} levels.`,
    );
  }
}

const longest = { Standard: 4_096, Advanced: 8_192 };

/** An advanced parameter stays advanced; `Intelligent-Tiering` selects the cheaper tier that is large enough. */
function tierOf({ Tier, Value }: PutParameterInput, before: Parameter | undefined): Tier {
  const had = before && currentOf(before).tier;
  if (had === 'Advanced' && Tier === 'Standard') {
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
  }
  const bytes = Buffer.byteLength(Value);
  const isLarge = bytes > longest.Standard;
  const grows = Tier === 'Advanced' || had === 'Advanced';
  const tier = grows || (Tier === 'Intelligent-Tiering' && isLarge) ? 'Advanced' : 'Standard';
  if (bytes <= longest[tier]) return tier;
  const advice =
    tier === 'Standard'
      ? ' To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.'
      : '';
  throw invalid(
    `${tier} tier parameters support a maximum parameter value of ${longest[tier]} characters.${advice}`,
  );
}

function checkPattern(
  { AllowedPattern, Value }: PutParameterInput,
  before: Parameter | undefined,
): void {
  const pattern = AllowedPattern ?? (before && currentOf(before).allowedPattern);
  if (pattern === undefined || matches(pattern, Value)) return;
  throw new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    throw new AwsError(
      'InvalidAllowedPatternException',
      `The pattern ${pattern} is not a regular expression.`,
    );
  }
}

interface ParameterWrite {
  readonly before: Parameter | undefined;
  readonly tier: Tier;
  readonly context: CallContext;
}

/** Members that the call omits keep their values of the previous version. */
function versionOf(
  input: PutParameterInput,
  { before, tier, context }: ParameterWrite,
): ParameterVersion {
  const last = before && currentOf(before);
  const type = before?.type ?? input.Type;
  return {
    version: (last?.version ?? 0) + 1,
    value: input.Value,
    tier,
    dataType: input.DataType ?? last?.dataType ?? 'text',
    description: input.Description ?? last?.description,
    allowedPattern: input.AllowedPattern ?? last?.allowedPattern,
    keyId: type === 'SecureString' ? (input.KeyId ?? last?.keyId ?? 'alias/aws/ssm') : undefined,
    modifiedAt: context.now,
    modifiedBy: context.caller.arn,
  };
}

const most = { Standard: 10_000, Advanced: 100_000 };

function add(
  state: SsmState,
  { Name, Type = 'String', Tags }: PutParameterInput,
  { version, context }: { readonly version: ParameterVersion; readonly context: CallContext },
): void {
  const { world, caller, region } = context;
  const { tier } = version;
  // Counted only near the limit: an account has few parameters, and each call would count them all.
  if (state.parameters.size >= most[tier]) checkRoom(state, tier);
  state.parameters.set(parameterKey(Name), {
    name: Name,
    arn: parameterArn(world, { accountId: caller.accountId, region }, Name),
    type: Type,
    tags: readTags(Tags),
    versions: [version],
  });
  state.sorted = undefined;
}

function checkRoom({ parameters }: SsmState, tier: Tier): void {
  const count = [...parameters.values()].filter((one) => currentOf(one).tier === tier).length;
  if (count < most[tier]) return;
  throw new AwsError(
    'ParameterLimitExceeded',
    `You have exceeded the number of ${tier.toLowerCase()} parameters for this account and region: ${most[tier]}.`,
  );
}
