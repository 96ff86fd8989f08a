/** Counts the resources of a stack as CloudFormation changes them, and remembers the first that failed. */

import type { CommandContext } from '../../../command-context.ts';
import { type ResourceEvent, readStackEvent } from './stack-events.ts';

export interface StackFollower {
  readonly onLine: (line: string) => void;
  /** The first resource that failed by itself, and was not cancelled because of another one. */
  readonly failed: ResourceEvent | undefined;
  /** Resources that a deletion left as they are. */
  readonly kept: readonly ResourceEvent[];
  /** Whether CloudFormation has begun to change anything. */
  readonly hasBegun: boolean;
}

export function followStack(context: CommandContext): StackFollower {
  const [started, counted] = [new Set<string>(), new Set<string>()];
  const kept: ResourceEvent[] = [];
  let tally: ReturnType<CommandContext['startTally']> | undefined;
  let failed: ResourceEvent | undefined;
  const count = (event: ResourceEvent) => {
    const { logicalId, status, progress } = event;
    tally ??= context.startTally(0);
    if (counted.has(logicalId)) return;
    if (!started.has(logicalId)) {
      started.add(logicalId);
      tally.expect(1);
      tally.start(logicalId);
    }
    if (status.endsWith('_IN_PROGRESS')) return;
    counted.add(logicalId);
    // One that was cancelled because of another did not fail, and was not done.
    if (status.endsWith('_FAILED') && !isFailure(event)) tally.drop(logicalId);
    else tally.settle(logicalId, isFailure(event) ? 'failed' : 'done');
    if (progress !== undefined) tally.note(progress);
  };
  return {
    onLine(line) {
      const event = readStackEvent(line);
      if (!event || event.type === 'AWS::CloudFormation::Stack') return;
      if (isFailure(event)) failed ??= event;
      if (event.status === 'DELETE_SKIPPED') kept.push(event);
      else count(event);
    },
    get failed() {
      return failed;
    },
    kept,
    get hasBegun() {
      return tally !== undefined;
    },
  };
}

function isFailure({ status, reason = '' }: ResourceEvent): boolean {
  return status.endsWith('_FAILED') && !/cancell?ed/i.test(reason);
}

export function failureText({ name, type, reason }: ResourceEvent): string {
  return `${name} (${type}): ${reason ?? 'no reason is known'}`;
}
