/** What `apply` and `destroy` have in common: show the planned changes, ask, make them, and report each. */

import type { CommandContext } from '../../command-context.ts';
import type { CommandResult } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import { planText } from '../../output/plan-text.ts';
import { countFindings, type FindingRecord, findingTable, findingView } from './findings.ts';
import { type ChangeFollower, followChanges } from './follow-changes.ts';

export interface ChangeRequest {
  readonly planned: readonly FindingRecord[];
  /** `Make 17 changes?` */
  readonly question: string;
  /** Title of the table of results. */
  readonly title: string;
  /** The closing line where there is nothing to do. */
  readonly nothing: string;
  readonly perform: (follower: ChangeFollower) => Promise<void>;
}

export async function applyChanges(
  { planned, question, title, nothing, perform }: ChangeRequest,
  context: CommandContext,
): Promise<CommandResult> {
  const { changes, failed } = countFindings(planned);
  if (changes === 0) {
    printFindings(planned, context);
    return { summary: nothing, ...(failed > 0 && { code: exitCode.someFailed }) };
  }
  const isTable = context.format === 'table';
  if (isTable) printFindings(planned, context);
  // Other formats have the results on stdout, and nothing else.
  const plan = isTable ? {} : { plan: planText([findingTable(planned)], context.io) };
  await context.confirm({ question, targets: changes, ...plan });
  context.signal.throwIfAborted();
  const follower = followChanges(planned, title, context);
  try {
    await perform(follower);
  } catch (error) {
    if (!context.signal.aborted || follower.operations.length === 0) throw error;
  } finally {
    follower.end();
  }
  return follower.operations.length > 0 ? { hint: continuedHint } : {};
}

const continuedHint =
  'CloudFormation continues the operation in progress; run the command again to see its result';

export function printFindings(findings: readonly FindingRecord[], context: CommandContext): void {
  const printer = context.printer(findingView());
  for (const finding of findings) printer.write(finding);
  printer.end();
}
