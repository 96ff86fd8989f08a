/** Where a build's log lies. */

import type { Build } from './state.ts';

export interface LogPlace {
  readonly group: string;
  readonly stream: string;
}

/** Undefined when the project wants none. */
export function logOf({ id, projectName, definition }: Build): LogPlace | undefined {
  const wanted = definition.logsConfig?.cloudWatchLogs;
  if (wanted?.status === 'DISABLED') return undefined;
  const own = id.slice(id.indexOf(':') + 1);
  return {
    group: wanted?.groupName ?? `/aws/codebuild/${projectName}`,
    stream: wanted?.streamName === undefined ? own : `${wanted.streamName}/${own}`,
  };
}
