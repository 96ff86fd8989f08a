/** Prints and counts changes of an installation as they are made. */

import type { FindingLocation, InfrastructureFinding } from '../../../infrastructure/finding.ts';
import { inventoryStackSet } from '../../../infrastructure/members/stack-set.ts';
import type { CommandContext } from '../../command-context.ts';
import {
  countFindings,
  type FindingPlace,
  type FindingRecord,
  findingRecord,
  findingView,
  isChange,
} from './findings.ts';

export interface ChangeFollower {
  onStart(location: FindingLocation): void;
  onFinding(finding: InfrastructureFinding, place: FindingPlace): void;
  /** The interruption came while this was changed. */
  onStopped(location: FindingLocation): void;
  onOperationStart(operationId: string): void;
  onOperationEnd(operationId: string): void;
  /** Targets are left that were not started, for this reason. */
  endEarly(reason: string): void;
  /** Planned changes of a place that turned out not to be needed are counted no more. */
  complete(place: FindingPlace): void;
  /** Once, at the end. */
  end(): void;
  /** Ids of stack set operations that CloudFormation continues. */
  readonly operations: readonly string[];
}

/** `planned`: what a comparison has found. It is the total; what becomes known later is added. */
export function followChanges(
  planned: readonly FindingRecord[],
  title: string,
  context: CommandContext,
): ChangeFollower {
  const printer = context.printer(findingView(title));
  const { changes, failed } = countFindings(planned);
  const tally = context.startTally(changes + failed);
  const open = new Map<string, FindingPlace>();
  for (const record of planned)
    if (record.action !== 'keep') open.set(nameOf(record), record.place);
  const operations = new Set<string>();
  let hasFailed = false;
  return {
    onStart(location) {
      const name = nameOf(location);
      if (open.has(name)) tally.start(name);
    },
    onFinding(finding, place) {
      const record = findingRecord(finding, place);
      printer.write(record);
      if (record.action === 'keep') return;
      const name = nameOf(record);
      if (!open.delete(name)) tally.expect(1);
      tally.settle(name, isChange(record) ? 'done' : 'failed');
      hasFailed ||= record.action === 'failed';
    },
    onStopped(location) {
      const name = nameOf(location);
      if (!open.delete(name)) tally.expect(1);
      tally.settle(name, 'stopped');
    },
    onOperationStart(operationId) {
      operations.add(operationId);
      tally.expect(1);
      tally.start(operationName(operationId));
    },
    onOperationEnd(operationId) {
      operations.delete(operationId);
      tally.drop(operationName(operationId));
    },
    endEarly: (reason) => tally.endEarly(reason),
    complete(place) {
      if (context.signal.aborted || hasFailed || tally.reason !== undefined) return;
      for (const [name, ofPlace] of open) {
        if (ofPlace !== place) continue;
        open.delete(name);
        tally.drop(name);
      }
    },
    end: () => printer.end(),
    get operations() {
      return [...operations];
    },
  };
}

/** The same role is in many accounts. */
function nameOf({ accountId, resource }: FindingLocation): string {
  return `${resource} in ${accountId}`;
}

function operationName(operationId: string): string {
  return `stack set ${inventoryStackSet}, operation ${operationId}`;
}
