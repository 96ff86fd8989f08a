/** Deleting and tagging parameters. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { callerParameters, selectorOf } from './caller-parameters.ts';
import { constraint, notFound } from './errors.ts';
import { callerOpsCenter } from './ops-items/ops-item.ts';
import type { SsmState } from './state.ts';
import { addTags, type Tag, toTags } from './tags.ts';

interface TagInput {
  readonly ResourceType: string;
  readonly ResourceId: string;
  readonly Tags: readonly Tag[];
  readonly TagKeys: readonly string[];
}

export const changeHandlers = {
  DeleteParameter: ({ Name }: { readonly Name: string }, context: CallContext) => {
    if (!remove(callerParameters(context), Name)) throw notFound();
    return {};
  },

  DeleteParameters: ({ Names }: { readonly Names: readonly string[] }, context: CallContext) => {
    if (Names.length < 1 || Names.length > 10) {
      throw constraint('names', `[${Names.join(', ')}]`, 'Member must have 1 to 10 items');
    }
    const state = callerParameters(context);
    const removed = new Set(Names.filter((name) => remove(state, name)));
    return {
      DeletedParameters: [...removed],
      InvalidParameters: Names.filter((name) => !removed.has(name)),
    };
  },

  AddTagsToResource: (input: TagInput, context: CallContext) => {
    addTags(tagged(input, context).tags, input.Tags);
    return {};
  },

  RemoveTagsFromResource: (input: TagInput, context: CallContext) => {
    const { tags } = tagged(input, context);
    for (const key of input.TagKeys) tags.delete(key);
    return {};
  },

  ListTagsForResource: (input: TagInput, context: CallContext) => ({
    TagList: toTags(tagged(input, context).tags),
  }),
};

function remove(state: SsmState, selector: string): boolean {
  const isGone = state.parameters.delete(selectorOf(selector).name);
  if (isGone) state.sorted = undefined;
  return isGone;
}

/** Documents, maintenance windows and the like can be tagged too, and are not simulated. */
function tagged(
  { ResourceType, ResourceId }: TagInput,
  context: CallContext,
): { readonly tags: Map<string, string> } {
  if (ResourceType === 'OpsItem') return taggedItem(ResourceId, context);
  if (ResourceType !== 'Parameter') {
    throw new AwsError('InvalidResourceType', `The resource type ${ResourceType} is not valid.`);
  }
  const parameter = callerParameters(context).parameters.get(selectorOf(ResourceId).name);
  if (!parameter) {
    throw new AwsError('InvalidResourceId', `There is no parameter ${ResourceId}.`);
  }
  return parameter;
}

function taggedItem(id: string, context: CallContext) {
  const item = callerOpsCenter(context).items.get(id);
  if (item) return item;
  throw new AwsError('InvalidResourceId', `There is no OpsItem ${id}.`);
}
