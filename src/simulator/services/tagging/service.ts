/** Resource Groups Tagging API: tags of all resources, in pages. */

import type {
  FailureInfo,
  GetResourcesCommandInput,
  ResourceGroupsTaggingAPI,
  TagFilter,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import { type CallContext, defineService } from '../../service.ts';
import { taggedResources, tagsBehind } from './resources.ts';
import type { TaggedResource } from './tagged-resource.ts';

const largestPage = 100;
const defaultPageSize = 50;

export const taggingService = defineService<ResourceGroupsTaggingAPI>({
  name: 'tagging',
  operations: {
    GetResources: (input, context) => {
      const { ResourcesPerPage = defaultPageSize } = input;
      if (ResourcesPerPage < 1 || ResourcesPerPage > largestPage) {
        throw invalid('ResourcesPerPage must be between 1 and 100.');
      }
      const { PaginationToken: token, ...filters } = input;
      const found = taggedResources(context).filter((resource) => matchesRequest(resource, input));
      const scope = `resources ${JSON.stringify(filters)}`;
      const page = nextPage(
        context,
        { items: found, key: ({ arn }) => arn, token, scope },
        ResourcesPerPage,
      );
      return {
        ResourceTagMappingList: page.items.map(({ arn, tags }) => ({
          ResourceARN: arn,
          Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
        })),
        PaginationToken: page.next ?? '',
      };
    },

    GetTagKeys: ({ PaginationToken: token }, context) => {
      const keys = taggedResources(context).flatMap(({ tags }) => [...tags.keys()]);
      const items = [...new Set(keys)].sort();
      const page = nextPage(context, { items, key: (key) => key, token, scope: 'keys' });
      return { TagKeys: [...page.items], PaginationToken: page.next ?? '' };
    },

    GetTagValues: ({ Key, PaginationToken: token }, context) => {
      const values = taggedResources(context).flatMap(({ tags }) => tags.get(Key) ?? []);
      const items = [...new Set(values)].sort();
      const scope = `values ${Key}`;
      const page = nextPage(context, { items, key: (value) => value, token, scope });
      return { TagValues: [...page.items], PaginationToken: page.next ?? '' };
    },

    TagResources: ({ ResourceARNList, Tags }, context) => {
      checkTags(Tags);
      const FailedResourcesMap = change(context, ResourceARNList, (tags) => {
        for (const [key, value] of Object.entries(Tags)) tags.set(key, value);
      });
      return { FailedResourcesMap };
    },

    UntagResources: ({ ResourceARNList, TagKeys }, context) => {
      const FailedResourcesMap = change(context, ResourceARNList, (tags) => {
        for (const key of TagKeys) tags.delete(key);
      });
      return { FailedResourcesMap };
    },
  },
});

interface ItemsToPage<T> {
  readonly items: readonly T[];
  readonly key: (item: T) => string;
  readonly token: string | undefined;
  readonly scope: string;
}

function nextPage<T>(context: CallContext, listing: ItemsToPage<T>, size = largestPage) {
  return callPage(context, {
    ...listing,
    // The token of the last page is empty, and an empty one starts from the beginning.
    token: listing.token === '' ? undefined : listing.token,
    size,
    invalidToken: () =>
      new AwsError(
        'PaginationTokenExpiredException',
        'The PaginationToken is not one of this listing, or it is too old.',
      ),
  });
}

function matchesRequest(resource: TaggedResource, input: GetResourcesCommandInput): boolean {
  const {
    ResourceARNList: arns,
    ResourceTypeFilters: types = [],
    TagFilters: filters = [],
  } = input;
  if (arns && !arns.includes(resource.arn)) return false;
  const service = resource.type.slice(0, resource.type.indexOf(':'));
  const isType = types.length === 0 || types.includes(resource.type) || types.includes(service);
  return isType && filters.every((filter) => hasTag(resource, filter));
}

function hasTag({ tags }: TaggedResource, { Key = '', Values = [] }: TagFilter): boolean {
  const value = tags.get(Key);
  return value !== undefined && (Values.length === 0 || Values.includes(value));
}

function checkTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > 128 || value.length > 256 || /^aws:/i.test(key)) {
      throw invalid(`The tag ${key} is not valid.`);
    }
  }
}

function change(
  context: CallContext,
  arns: readonly string[],
  apply: (tags: Map<string, string>) => void,
): Record<string, FailureInfo> {
  const failed: Record<string, FailureInfo> = {};
  for (const arn of arns) {
    const tags = tagsBehind(context, arn);
    if (tags) apply(tags);
    else failed[arn] = noSuchResource;
  }
  return failed;
}

const noSuchResource: FailureInfo = {
  StatusCode: 400,
  ErrorCode: 'InvalidParameterException',
  ErrorMessage: 'The resource does not exist or is not one that can be tagged.',
};

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
