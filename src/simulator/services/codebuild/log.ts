import type { Build } from './resources.ts';

export interface LogPlace {
  readonly group: string;
  readonly stream: string;
}

/** Undefined when the project disables logs. */
export function logOf({ id, projectName, definition }: Build): LogPlace | undefined {
  const requested = definition.logsConfig?.cloudWatchLogs;
  if (requested?.status === 'DISABLED') return undefined;
  const own = id.slice(id.indexOf(':') + 1);
  return {
    group: requested?.groupName ?? `/aws/codebuild/${projectName}`,
    stream: requested?.streamName === undefined ? own : `${requested.streamName}/${own}`,
  };
}
