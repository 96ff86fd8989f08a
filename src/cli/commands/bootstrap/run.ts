/** `flotilla bootstrap`: prepares an account and region for the CDK. */

import type { RunOf } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import { failureText, followStack } from '../deploy/cdk/follow-stack.ts';
import { cdkError, runCdk } from '../deploy/cdk/run-cdk.ts';
import { withDeployment } from '../deploy/open.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withDeployment(options, context, async ({ accountId, cdk }) => {
    const place = `account ${accountId}, ${cdk.region}`;
    await context.confirm({
      question: `Prepare ${place} for the AWS CDK?`,
      targets: 1,
      plan: `stack CDKToolkit in ${place}: a bucket, a repository, roles and a parameter`,
    });
    context.signal.throwIfAborted();
    const follower = followStack(context);
    const args = ['bootstrap', `aws://${accountId}/${cdk.region}`, '--progress', 'events'];
    try {
      const ended = await runCdk(cdk, args, context, follower.onLine);
      if (ended.exitCode !== 0 && !follower.failed) throw cdkError(ended);
    } catch (error) {
      if (!context.signal.aborted || !follower.hasBegun) throw error;
      return { hint: 'CloudFormation continues; run flotilla bootstrap again to see the result' };
    }
    if (follower.failed) {
      context.warn(`flotilla: the preparation failed: ${failureText(follower.failed)}`);
      return { code: exitCode.someFailed };
    }
    const document = { accountId, region: cdk.region, stack: 'CDKToolkit' };
    context.print(document, {
      tables: () => [],
      text: () => `${place} is prepared for the AWS CDK\n`,
    });
    return { hint: 'next: flotilla deploy --diff' };
  });
