/** Summarizes the findings of an account: each action once, with all regions and types that it affects. */

import type {
  AccountPermissions,
  ActionFinding,
  LackingAction,
  UncheckedAction,
} from './account-permissions.ts';

export function summaryOf(
  findings: readonly ActionFinding[],
): Pick<AccountPermissions, 'lacking' | 'unchecked'> {
  const lacking = findings.filter((finding) => finding.verdict === 'lacking');
  const refused = new Set(lacking.map(actionInRegion));
  // One listing may have checked an action that another one left unchecked.
  const known = new Set(
    findings.filter(({ verdict }) => verdict === 'allowed').map(actionInRegion),
  ).union(refused);
  const unchecked = findings.filter(
    (finding) => finding.verdict === 'unchecked' && !known.has(actionInRegion(finding)),
  );
  return {
    lacking: mergeFindings(lacking, (one): LackingAction => {
      const because = one.verdict === 'lacking' ? one.because : 'not-allowed';
      return { action: one.action, because, regions: [], types: [] };
    }),
    unchecked: mergeFindings(unchecked, (one): UncheckedAction => {
      const code = one.verdict === 'unchecked' ? one.code : '';
      return { action: one.action, code, regions: [], types: [] };
    }),
  };
}

interface MergedAction {
  readonly action: string;
  readonly regions: readonly string[];
  readonly types: readonly string[];
}

/** In the order of the actions. */
function mergeFindings<T extends MergedAction>(
  findings: readonly ActionFinding[],
  toAction: (finding: ActionFinding) => T,
): readonly T[] {
  const groups = Map.groupBy(findings, (finding) => JSON.stringify(toAction(finding)));
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const regions = [...new Set(group.map(({ region }) => region))].sort();
      const types = [...new Set(group.flatMap((one) => one.types))].sort();
      return [{ ...toAction(first), regions, types }];
    })
    .sort((a, b) => (a.action < b.action ? -1 : 1));
}

function actionInRegion({ action, region }: ActionFinding): string {
  return `${action} ${region}`;
}
