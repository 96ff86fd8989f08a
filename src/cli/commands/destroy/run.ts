/** `flotilla destroy`: deletes the stack, and lists what it leaves. */

import type * as z from 'zod';
import type { RunOf } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import type { View } from '../../output/printer.ts';
import { failureText, followStack } from '../deploy/cdk/follow-stack.ts';
import { cdkError, runCdk } from '../deploy/cdk/run-cdk.ts';
import { withDeployment } from '../deploy/open.ts';
import type { command, keptSchema } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withDeployment(options, context, async ({ stackName, accountId, cdk }) => {
    const place = `stack ${stackName} in account ${accountId}, ${cdk.region}`;
    await context.confirm({
      question: `Delete ${place}?`,
      targets: 1,
      plan: `${place}: functions, rules, queues and the topic are deleted; tables and the bucket are kept`,
    });
    context.signal.throwIfAborted();
    const follower = followStack(context);
    const args = ['destroy', stackName, '--force', '--progress', 'events'];
    try {
      const ended = await runCdk(cdk, args, context, follower.onLine);
      if (ended.exitCode !== 0 && !follower.failed) throw cdkError(ended);
    } catch (error) {
      if (!context.signal.aborted || !follower.hasBegun) throw error;
      return { hint: 'CloudFormation continues the deletion' };
    }
    const printer = context.printer(view);
    for (const { name, type } of follower.kept) printer.write({ resource: name, type });
    printer.end();
    if (!follower.failed) return { summary: `${place} is deleted` };
    context.warn(`flotilla: the deletion failed: ${failureText(follower.failed)}`);
    return { code: exitCode.someFailed };
  });

const view: View<z.output<typeof keptSchema>> = {
  tables: (kept) => [
    {
      title: 'Kept',
      heads: ['Resource', 'Type'],
      rows: kept.map(({ resource, type }) => [resource, type]),
    },
  ],
  csv: { resource: ({ resource }) => resource, type: ({ type }) => type },
};
