/**
 * Asks IAM's policy simulator about the role's calls. It evaluates the role's policies, its boundary and the
 * organization's policies, but no organization policies with conditions and no session policies.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */

import type { Session } from '../../aws/session.ts';
import type { ActionFinding, DenialReason } from './account-permissions.ts';
import type { NeededAction } from './needed-actions.ts';

/** Actions of one call. */
const maxActions = 100;

interface Evaluation {
  readonly EvalActionName: string;
  readonly EvalDecision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  readonly OrganizationsDecisionDetail?: { readonly AllowedByOrganizations?: boolean };
  readonly PermissionsBoundaryDecisionDetail?: {
    readonly AllowedByPermissionsBoundary?: boolean;
  };
}

/** Throws IAM's error when the role may not use the simulator. */
export async function simulateActions(
  session: Session,
  needs: readonly NeededAction[],
  home: string,
): Promise<readonly ActionFinding[]> {
  const findings: ActionFinding[] = [];
  for (const [region, inRegion] of Map.groupBy(needs, (need) => need.region)) {
    for (let first = 0; first < inRegion.length; first += maxActions) {
      const some = inRegion.slice(first, first + maxActions);
      const answers = await simulate(session, { region, home, needs: some });
      findings.push(...some.map((need) => findingOf(need, answers.get(need.action.toLowerCase()))));
    }
  }
  return findings;
}

interface Batch {
  readonly region: string;
  readonly home: string;
  readonly needs: readonly NeededAction[];
}

async function simulate(
  { generic, role, signal }: Session,
  { region, home, needs }: Batch,
): Promise<ReadonlyMap<string, Evaluation>> {
  const input = {
    PolicySourceArn: role.arn,
    ActionNames: needs.map(({ action }) => action),
    // Policies that are limited to some regions are common.
    ContextEntries: [
      {
        ContextKeyName: 'aws:RequestedRegion',
        ContextKeyValues: [region],
        ContextKeyType: 'string',
      },
    ],
  };
  const answers = new Map<string, Evaluation>();
  const pages = generic('iam', home).pages('SimulatePrincipalPolicy', input, signal);
  for await (const { EvaluationResults = [] } of pages) {
    for (const one of EvaluationResults as readonly Evaluation[])
      answers.set(one.EvalActionName.toLowerCase(), one);
  }
  return answers;
}

function findingOf(need: NeededAction, answer: Evaluation | undefined): ActionFinding {
  if (!answer) return { ...need, verdict: 'unchecked', code: 'not-answered' };
  if (answer.EvalDecision === 'allowed') return { ...need, verdict: 'allowed' };
  return { ...need, verdict: 'lacking', because: denialReason(answer) };
}

function denialReason(answer: Evaluation): DenialReason {
  if (answer.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'organization';
  if (answer.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return 'boundary';
  return answer.EvalDecision === 'explicitDeny' ? 'denied' : 'not-allowed';
}
