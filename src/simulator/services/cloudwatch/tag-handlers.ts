/** TagResource, UntagResource and ListTagsForResource. */

import type { CallContext } from '../../service.ts';
import { callerAlarms } from './alarms.ts';
import { hasDashboard } from './dashboards.ts';
import { resourceNotFound } from './errors.ts';
import { type CloudWatchTag, setTags, tagsAt } from './tags.ts';

interface ArnInput {
  readonly ResourceARN: string;
}

export const tagHandlers = {
  TagResource: (
    input: ArnInput & { readonly Tags: readonly CloudWatchTag[] },
    context: CallContext,
  ) => {
    setTags(context, existing(input, context), input.Tags);
    return {};
  },

  UntagResource: (
    input: ArnInput & { readonly TagKeys: readonly string[] },
    context: CallContext,
  ) => {
    const tags = tagsAt(context, existing(input, context));
    for (const key of input.TagKeys) tags.delete(key);
    return {};
  },

  ListTagsForResource: (input: ArnInput, context: CallContext) => ({
    Tags: [...tagsAt(context, existing(input, context))].map(([Key, Value]) => ({ Key, Value })),
  }),
};

function existing({ ResourceARN }: ArnInput, context: CallContext): string {
  const [, kind = '', name = ''] = /:(alarm|dashboard)[:/](.+)$/.exec(ResourceARN) ?? [];
  const isThere = kind === 'alarm' ? callerAlarms(context).has(name) : hasDashboard(context, name);
  if (!isThere) throw resourceNotFound(`Unknown resource ${ResourceARN}`);
  return ResourceARN;
}
