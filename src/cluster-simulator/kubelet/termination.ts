/** The termination of a container, as its status reports it. */

import { readFileSync } from 'node:fs';
import { type Cluster, nowText } from '../cluster.ts';
import type { Terminated } from '../object.ts';
import type { ContainerEnd } from './containers.ts';
import type { ContainerRecord } from './pod-status.ts';
import type { Prepared } from './prepare.ts';

const messageLimit = 4_096;
/** The last lines of the log that serve as message. */
const tailLines = 80;
const tailLimit = 2_048;

export interface ContainerExit {
  readonly end: ContainerEnd;
  readonly prepared: Prepared;
  readonly startedAt: string;
}

export function terminated(
  cluster: Cluster,
  { container, id }: ContainerRecord,
  { end, prepared, startedAt }: ContainerExit,
): Terminated {
  const { exitCode } = end;
  const ownMessage = end.message?.slice(0, messageLimit) || written(prepared.messageFile());
  const isTail =
    !ownMessage && exitCode !== 0 && container.terminationMessagePolicy === 'FallbackToLogsOnError';
  const message = isTail ? tail(prepared.log.text) : ownMessage;
  return {
    exitCode,
    reason: end.reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    ...(message && { message }),
    startedAt,
    finishedAt: nowText(cluster),
    containerID: id,
  };
}

function written(file: string | undefined): string {
  if (file === undefined) return '';
  try {
    return readFileSync(file).subarray(0, messageLimit).toString();
  } catch {
    // A removed container leaves no message, and a pod that was removed by force takes its files with it.
    return '';
  }
}

function tail(text: string): string {
  const lines = text.split('\n');
  const isEnded = lines.at(-1) === '';
  return lines
    .slice(-(tailLines + (isEnded ? 1 : 0)))
    .join('\n')
    .slice(-tailLimit);
}
