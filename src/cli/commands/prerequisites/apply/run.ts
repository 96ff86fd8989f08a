/** `flotilla prerequisites apply`: deploys the stacks of the management account, and the role of every account. */

import type { Fleet } from '../../../../aws/open-fleet.ts';
import {
  applyPrerequisites,
  locationOf,
  type PrerequisiteAccess,
  planPrerequisites,
} from '../../../../deployment/prerequisites/converge-prerequisites.ts';
import { managementAccountId } from '../../../../deployment/prerequisites/prerequisite-facts.ts';
import { prerequisiteStacks } from '../../../../deployment/prerequisites/prerequisite-stacks.ts';
import type { InfrastructureFinding } from '../../../../infrastructure/finding.ts';
import { readOrganizationId } from '../../../../organization/organization-id.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { count } from '../../../output/text.ts';
import { applyChanges, printFindings } from '../../infrastructure/apply-changes.ts';
import { countFindings, type FindingPlace, findingRecord } from '../../infrastructure/findings.ts';
import { expectManagementAccount, readInstallation, withFleet } from '../read-facts.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const installation = await readInstallation(options, context);
  return withFleet(options, context, async (fleet) => {
    await expectManagementAccount(fleet, installation.settings);
    const facts = { ...installation, organizationId: await readOrganizationId(fleet) };
    const access = accessOf(fleet, { facts, targets: options.targets }, context);
    const stacks = prerequisiteStacks(facts, options);
    const own = new Set(stacks.map((stack) => locationOf(access, stack).resource));
    const placeOf = ({ resource }: Pick<InfrastructureFinding, 'resource'>): FindingPlace =>
      own.has(resource) ? 'home' : 'member';
    const planned = (await planPrerequisites(access, stacks)).map((finding) =>
      findingRecord(finding, placeOf(finding)),
    );
    context.signal.throwIfAborted();
    const { changes, failed } = countFindings(planned);
    if (options.dryRun) {
      printFindings(planned, context);
      return {
        summary: `${count(changes, 'change')} would be made`,
        ...(failed > 0 && { code: exitCode.someFailed }),
      };
    }
    return applyChanges(
      {
        planned,
        question: `Make ${count(changes, 'change')} in account ${managementAccountId(facts)}?`,
        title: 'Deployed',
        nothing: failed > 0 ? `nothing to change, ${failed} failed` : 'nothing to change',
        perform: async (follower) => {
          await applyPrerequisites(access, stacks, {
            onStart: follower.onStart,
            onFinding: (finding) => follower.onFinding(finding, placeOf(finding)),
            onOperationStart: follower.onOperationStart,
            onOperationEnd: follower.onOperationEnd,
          });
          follower.complete('home');
          follower.complete('member');
        },
      },
      context,
    );
  });
};

function accessOf(
  fleet: Fleet,
  known: Pick<PrerequisiteAccess, 'facts' | 'targets'>,
  { signal }: CommandContext,
): PrerequisiteAccess {
  return { fleet, ...known, clock: fleet.clock, signal };
}
