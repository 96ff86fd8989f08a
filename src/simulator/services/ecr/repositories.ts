/** Repositories: create, list, set policies, tag, delete. Images are not simulated, so a repository is empty. */

import { PolicySyntaxError, parsePolicy } from '../../../policy/document.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { type Repository, repositoriesOf } from './state.ts';

interface EcrTag {
  readonly Key: string;
  readonly Value: string;
}

interface CreateInput {
  readonly repositoryName: string;
  readonly tags?: readonly EcrTag[];
  readonly imageTagMutability?: string;
  readonly imageScanningConfiguration?: { readonly scanOnPush?: boolean };
  readonly encryptionConfiguration?: object;
}

export interface RepositoryInput {
  readonly repositoryName: string;
  readonly registryId?: string;
}

interface DescribeInput {
  readonly registryId?: string;
  readonly repositoryNames?: readonly string[];
  readonly nextToken?: string;
  readonly maxResults?: number;
}

interface TagInput {
  readonly resourceArn: string;
  readonly tags: readonly EcrTag[];
  readonly tagKeys: readonly string[];
}

export const repositoryHandlers = {
  CreateRepository: (input: CreateInput, context: CallContext) => {
    const { repositoryName: name, tags = [], encryptionConfiguration } = input;
    if (!/^(?=.{2,256}$)[a-z0-9]+([._/-]+[a-z0-9]+)*$/.test(name)) {
      throw invalid(
        `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression'`,
      );
    }
    const repositories = callerRepositories(context);
    if (repositories.has(name)) {
      throw new AwsError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${context.caller.accountId}'`,
      );
    }
    const repository: Repository = {
      ...identityOf(context, name),
      createdAt: context.now,
      encryption: encryptionConfiguration ?? { encryptionType: 'AES256' },
      tagMutability: input.imageTagMutability ?? 'MUTABLE',
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      tags: new Map(tags.map(({ Key, Value }) => [Key, Value])),
    };
    repositories.set(name, repository);
    return { repository: described(repository) };
  },

  DescribeRepositories: (input: DescribeInput, context: CallContext) => {
    const { repositoryNames: names, nextToken, maxResults = 100 } = input;
    if (names) {
      return {
        repositories: names.map((repositoryName) =>
          described(repositoryAt(context, { ...input, repositoryName })),
        ),
      };
    }
    const page = callPage(
      context,
      {
        items: [...callerRepositories(context).values()],
        key: ({ name }) => name,
        token: nextToken,
        size: maxResults,
        scope: `repositories`,
        invalidToken: () => invalid("Invalid parameter at 'nextToken'"),
      },
      'nextToken',
    );
    return {
      repositories: page.items.map(described),
      ...page.token,
    };
  },

  DeleteRepository: (input: RepositoryInput, context: CallContext) => {
    const repository = repositoryAt(context, input);
    callerRepositories(context).delete(repository.name);
    return { repository: described(repository) };
  },

  PutImageTagMutability: (
    input: RepositoryInput & { readonly imageTagMutability: string },
    context: CallContext,
  ) => {
    const repository = repositoryAt(context, input);
    repository.tagMutability = input.imageTagMutability;
    return { ...named(repository), imageTagMutability: repository.tagMutability };
  },

  PutImageScanningConfiguration: (
    input: RepositoryInput & {
      readonly imageScanningConfiguration: { readonly scanOnPush?: boolean };
    },
    context: CallContext,
  ) => {
    const repository = repositoryAt(context, input);
    repository.scanOnPush = input.imageScanningConfiguration.scanOnPush ?? false;
    return {
      ...named(repository),
      imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    };
  },

  SetRepositoryPolicy: (
    input: RepositoryInput & { readonly policyText: string },
    context: CallContext,
  ) => {
    const repository = repositoryAt(context, input);
    checkPolicy(input.policyText);
    repository.policy = input.policyText;
    return { ...named(repository), policyText: repository.policy };
  },
  GetRepositoryPolicy: (input: RepositoryInput, context: CallContext) => {
    const repository = repositoryAt(context, input);
    return { ...named(repository), policyText: repository.policy ?? throwAbsent(repository) };
  },
  DeleteRepositoryPolicy: (input: RepositoryInput, context: CallContext) => {
    const repository = repositoryAt(context, input);
    const policyText = repository.policy ?? throwAbsent(repository);
    delete repository.policy;
    return { ...named(repository), policyText };
  },

  PutLifecyclePolicy: (
    input: RepositoryInput & { readonly lifecyclePolicyText: string },
    context: CallContext,
  ) => {
    const repository = repositoryAt(context, input);
    checkRules(input.lifecyclePolicyText);
    repository.lifecyclePolicy = input.lifecyclePolicyText;
    return { ...named(repository), lifecyclePolicyText: repository.lifecyclePolicy };
  },
  GetLifecyclePolicy: (input: RepositoryInput, context: CallContext) => {
    const repository = repositoryAt(context, input);
    const lifecyclePolicyText = repository.lifecyclePolicy ?? throwWithoutRules(repository);
    return { ...named(repository), lifecyclePolicyText };
  },
  DeleteLifecyclePolicy: (input: RepositoryInput, context: CallContext) => {
    const repository = repositoryAt(context, input);
    const lifecyclePolicyText = repository.lifecyclePolicy ?? throwWithoutRules(repository);
    delete repository.lifecyclePolicy;
    return { ...named(repository), lifecyclePolicyText };
  },

  TagResource: ({ resourceArn, tags }: TagInput, context: CallContext) => {
    const repository = repositoryByArn(context, resourceArn);
    for (const { Key, Value } of tags) repository.tags.set(Key, Value);
    return {};
  },
  UntagResource: ({ resourceArn, tagKeys }: TagInput, context: CallContext) => {
    const repository = repositoryByArn(context, resourceArn);
    for (const key of tagKeys) repository.tags.delete(key);
    return {};
  },
  ListTagsForResource: ({ resourceArn }: TagInput, context: CallContext) => ({
    tags: [...repositoryByArn(context, resourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
  }),

  ListImages: (input: RepositoryInput, context: CallContext) => {
    repositoryAt(context, input);
    return { imageIds: [] };
  },
};

function callerRepositories(context: CallContext): Map<string, Repository> {
  return repositoriesOf.ofCall(context);
}

function identityOf({ world, caller, region }: CallContext, name: string) {
  const { name: partition, dnsSuffix } = world.partition;
  const { accountId } = caller;
  return {
    name,
    registryId: accountId,
    arn: `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`,
    uri: `${accountId}.dkr.ecr.${region}.${dnsSuffix}/${name}`,
  };
}

function repositoryAt(context: CallContext, input: RepositoryInput): Repository {
  const { repositoryName: name, registryId = context.caller.accountId } = input;
  const isOwn = registryId === context.caller.accountId;
  const repository = isOwn ? callerRepositories(context).get(name) : undefined;
  if (repository) return repository;
  throw new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );
}

function repositoryByArn(context: CallContext, arn: string): Repository {
  return repositoryAt(context, { repositoryName: arn.replace(/^.*:repository\//, '') });
}

const named = ({ name, registryId }: Repository) => ({ registryId, repositoryName: name });

function described(repository: Repository) {
  return {
    ...named(repository),
    repositoryArn: repository.arn,
    repositoryUri: repository.uri,
    createdAt: new Date(repository.createdAt),
    imageTagMutability: repository.tagMutability,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  };
}

function checkPolicy(text: string): void {
  try {
    parsePolicy(withResource(text), 'resource');
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw invalid(
      `Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'`,
    );
  }
}

/** The policy of a repository names no resource: it is the repository. */
function withResource(text: string): string {
  try {
    const { Statement, ...document } = JSON.parse(text) as { readonly Statement?: unknown };
    const statements = [Statement ?? []].flat().map((one) => ({ Resource: '*', ...Object(one) }));
    return JSON.stringify({ ...document, Statement: statements });
  } catch {
    return text;
  }
}

function checkRules(text: string): void {
  try {
    const { rules } = JSON.parse(text) as { readonly rules?: unknown };
    if (Array.isArray(rules)) return;
  } catch {
    // Refused below.
  }
  throw invalid(
    "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure'",
  );
}

function throwAbsent({ name, registryId }: Repository): never {
  throw new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );
}

function throwWithoutRules({ name, registryId }: Repository): never {
  throw new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
