/** Functions: create, read, update, publish, delete, limit, tag. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { unregisterFunction } from './callable.ts';
import { type CodeInput, codeOf } from './code-input.ts';
import { configurationOf } from './describe-function.ts';
import { conflict, invalidValue } from './errors.ts';
import { executionRole } from './execution-role.ts';
import { callerFunctions, functionArn, functionAt } from './find-function.ts';
import { changedSettings, newSettings, type SettingsInput } from './function-input.ts';
import { functionUrls } from './function-urls.ts';
import type { FunctionSettings, LambdaFunction } from './lambda-function.ts';
import { registerDeployed } from './register-deployed.ts';

export interface NameInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

interface CreateInput extends NameInput, SettingsInput {
  readonly Code: CodeInput;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly Publish?: boolean;
}

interface UpdateCodeInput extends NameInput, CodeInput {
  readonly Architectures?: readonly string[];
  readonly Publish?: boolean;
  readonly DryRun?: boolean;
  readonly RevisionId?: string;
}

interface UpdateSettingsInput extends NameInput, SettingsInput {
  readonly RevisionId?: string;
}

export interface LambdaPageInput {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

interface ListInput extends LambdaPageInput {
  readonly FunctionVersion?: string;
}

interface TagInput {
  readonly Resource: string;
  readonly Tags: Readonly<Record<string, string>>;
  readonly TagKeys: readonly string[];
}

/** Concurrency that stays for functions without a reservation of their own. */
const unreservedConcurrency = 100;
const accountConcurrency = 1_000;

export const functionHandlers = {
  CreateFunction: (input: CreateInput, context: CallContext) => {
    const { FunctionName, Code, Tags = {} } = input;
    const arn = functionArn(context, FunctionName);
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    if (!/^[\w-]{1,64}$/.test(name)) throw invalidName(FunctionName);
    const functions = callerFunctions(context);
    if (functions.has(name)) throw conflict(`Function already exist: ${name}`);
    const { world, region, caller } = context;
    const called: LambdaFunction = {
      name,
      arn,
      accountId: caller.accountId,
      region,
      settings: newSettings(name, input),
      code: codeOf(Code, context),
      revisionId: uuid(world.random),
      modifiedAt: context.now,
      policy: new Map(),
      reservedConcurrency: undefined,
      eventInvoke: undefined,
      url: undefined,
      versions: [],
      tags: new Map(Object.entries(Tags)),
    };
    checkRole(context, called, called.settings);
    functions.set(name, called);
    registerDeployed(world, called);
    if (input.Publish) return publish(context, called, undefined);
    return configurationOf(called);
  },

  GetFunction: ({ FunctionName, Qualifier }: NameInput, context: CallContext) => {
    const called = functionAt(context, FunctionName, Qualifier);
    const { tags, reservedConcurrency } = called;
    return {
      Configuration: configurationOf(called),
      Code: { RepositoryType: 'S3' },
      ...(tags.size > 0 && { Tags: Object.fromEntries(tags) }),
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    };
  },

  GetFunctionConfiguration: ({ FunctionName, Qualifier }: NameInput, context: CallContext) =>
    configurationOf(functionAt(context, FunctionName, Qualifier)),

  UpdateFunctionCode: (input: UpdateCodeInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName);
    checkRevision(called, input.RevisionId);
    const code = codeOf(input, context);
    const { Architectures } = input;
    const settings = changedSettings(called.settings, { ...(Architectures && { Architectures }) });
    if (input.DryRun) return { ...configurationOf({ ...called, code, settings }) };
    Object.assign(called, { code, settings });
    touch(context, called);
    if (input.Publish) return publish(context, called, undefined);
    return configurationOf(called);
  },

  UpdateFunctionConfiguration: (input: UpdateSettingsInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName);
    checkRevision(called, input.RevisionId);
    const settings = changedSettings(called.settings, input);
    if (input.Role !== undefined) checkRole(context, called, settings);
    called.settings = settings;
    touch(context, called);
    return configurationOf(called);
  },

  DeleteFunction: ({ FunctionName, Qualifier }: NameInput, context: CallContext) => {
    const called = functionAt(context, FunctionName, Qualifier);
    callerFunctions(context).delete(called.name);
    if (called.url) functionUrls(context.world).delete(called.url.id);
    unregisterFunction(context.world, called.arn);
    return { StatusCode: 204 };
  },

  ListFunctions: (input: ListInput, context: CallContext) => {
    const { FunctionVersion } = input;
    const functions = [...callerFunctions(context).values()];
    const items = functions.flatMap((called) => [
      configurationOf(called),
      ...(FunctionVersion === 'ALL'
        ? called.versions.map((version) => configurationOf(called, version))
        : []),
    ]);
    const page = lambdaPage(context, input, {
      items,
      key: (one) => one.FunctionArn,
      scope: `functions ${FunctionVersion}`,
    });
    return { Functions: page.items, ...page.token };
  },

  ListVersionsByFunction: (input: NameInput & LambdaPageInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName);
    const versions = called.versions.map((version) => configurationOf(called, version));
    const page = lambdaPage(context, input, {
      items: [configurationOf(called), ...versions],
      key: (one) => one.Version,
      scope: `versions ${called.arn}`,
    });
    return { Versions: page.items, ...page.token };
  },

  PublishVersion: (
    input: NameInput & { readonly RevisionId?: string; readonly Description?: string },
    context: CallContext,
  ) => {
    const called = functionAt(context, input.FunctionName);
    checkRevision(called, input.RevisionId);
    return publish(context, called, input.Description);
  },

  PutFunctionConcurrency: (
    input: NameInput & { readonly ReservedConcurrentExecutions: number },
    context: CallContext,
  ) => {
    const called = functionAt(context, input.FunctionName);
    const reserved = input.ReservedConcurrentExecutions;
    const others = [...callerFunctions(context).values()].filter((one) => one !== called);
    const taken = others.reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), reserved);
    if (taken > accountConcurrency - unreservedConcurrency) {
      throw invalidValue(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${unreservedConcurrency}].`,
      );
    }
    called.reservedConcurrency = reserved;
    return { ReservedConcurrentExecutions: reserved };
  },

  GetFunctionConcurrency: ({ FunctionName }: NameInput, context: CallContext) => {
    const { reservedConcurrency } = functionAt(context, FunctionName);
    return reservedConcurrency === undefined
      ? {}
      : { ReservedConcurrentExecutions: reservedConcurrency };
  },

  DeleteFunctionConcurrency: ({ FunctionName }: NameInput, context: CallContext) => {
    functionAt(context, FunctionName).reservedConcurrency = undefined;
    return {};
  },

  TagResource: ({ Resource, Tags }: TagInput, context: CallContext) => {
    const { tags } = functionAt(context, Resource);
    for (const [key, value] of Object.entries(Tags)) tags.set(key, value);
    return {};
  },
  UntagResource: ({ Resource, TagKeys }: TagInput, context: CallContext) => {
    const { tags } = functionAt(context, Resource);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },
  ListTags: ({ Resource }: TagInput, context: CallContext) => ({
    Tags: Object.fromEntries(functionAt(context, Resource).tags),
  }),
};

function invalidName(name: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint`,
  );
}

function checkRole(context: CallContext, called: LambdaFunction, settings: FunctionSettings): void {
  if (settings.roleArn.split(':')[4] !== context.caller.accountId) {
    throw new AwsError('AccessDeniedException', 'Cross-account pass role is not allowed.', {
      status: 403,
    });
  }
  if (executionRole(context.world, called, settings.roleArn)) return;
  throw invalidValue('The role defined for the function cannot be assumed by Lambda.');
}

function checkRevision({ revisionId }: LambdaFunction, expected: string | undefined): void {
  if (expected === undefined || expected === revisionId) return;
  throw new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    { status: 412 },
  );
}

function touch({ world, now }: CallContext, called: LambdaFunction): void {
  called.revisionId = uuid(world.random);
  called.modifiedAt = now;
}

/** The same code and settings give the same version. */
function publish(
  { world, now }: CallContext,
  called: LambdaFunction,
  description: string | undefined,
) {
  const { settings, code, versions } = called;
  const last = versions.at(-1);
  if (last && last.code.sha256 === code.sha256 && sameSettings(last.settings, settings)) {
    return configurationOf(called, last);
  }
  const version = {
    version: String(versions.length + 1),
    settings: { ...settings, ...(description !== undefined && { description }) },
    code,
    revisionId: uuid(world.random),
    publishedAt: now,
  };
  versions.push(version);
  return configurationOf(called, version);
}

function sameSettings(one: FunctionSettings, other: FunctionSettings): boolean {
  return JSON.stringify(one) === JSON.stringify({ ...other, description: one.description });
}

interface LambdaListing<T> {
  readonly items: readonly T[];
  readonly key: (item: T) => string;
  readonly scope: string;
}

export function lambdaPage<T>(
  context: CallContext,
  { Marker, MaxItems = 50 }: LambdaPageInput,
  { items, key, scope }: LambdaListing<T>,
) {
  const page = callPage(
    context,
    {
      items,
      key,
      token: Marker,
      size: MaxItems,
      scope,
      invalidToken: () => invalidValue('Invalid Marker.'),
    },
    'NextMarker',
  );
  return { items: page.items, token: page.token };
}
