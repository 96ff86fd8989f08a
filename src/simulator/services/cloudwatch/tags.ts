/** Tags of alarms and dashboards, by ARN. */

import type { CallContext } from '../../service.ts';
import { perAccount } from '../../world/service-state.ts';

export interface CloudWatchTag {
  readonly Key: string;
  readonly Value: string;
}

const tagsOf = perAccount(() => new Map<string, Map<string, string>>());

export function setTags(context: CallContext, arn: string, tags: readonly CloudWatchTag[]): void {
  const known = tagsAt(context, arn);
  for (const { Key, Value } of tags) known.set(Key, Value);
}

export function tagsAt(context: CallContext, arn: string): Map<string, string> {
  const all = tagsOf.ofCall(context);
  const known = all.get(arn) ?? new Map<string, string>();
  all.set(arn, known);
  return known;
}
