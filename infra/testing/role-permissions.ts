/** The permissions that roles of deployed functions have, and those that were needed. */

import type { CheckedPermission } from '../../src/simulator/index.ts';
import { covers } from '../../src/testing/role-coverage.ts';
import type { DeployedInstallation } from './deployed-installation.ts';

export interface DeployedRole {
  readonly functionName: string;
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** As they were deployed. */
export async function readRoles(
  { inHub }: DeployedInstallation,
  functionNames: readonly string[],
): Promise<readonly DeployedRole[]> {
  return Promise.all(
    functionNames.map(async (FunctionName) => {
      const found = await inHub('lambda').call('GetFunctionConfiguration', { FunctionName });
      const Role = String(found.Role);
      const { PolicyDocument } = await inHub('iam').call('GetRolePolicy', {
        RoleName: Role.split('/').at(-1),
        PolicyName: 'Function',
      });
      const { Statement } = JSON.parse(decodeURIComponent(String(PolicyDocument))) as {
        readonly Statement: readonly Statement[];
      };
      return { functionName: FunctionName, statements: Statement };
    }),
  );
}

/** Actions of statements that no call needed: `WriteReports s3:PutObject`. */
export function unusedActions(
  { functionName, statements }: DeployedRole,
  checked: readonly CheckedPermission[],
): readonly string[] {
  const own = checked.filter(({ principal }) => principal.endsWith(`/${functionName}`));
  return statements.flatMap((statement) => {
    const needed = new Set(own.filter((one) => covers(statement, one)).map(({ action }) => action));
    return statement.Action.filter((action) => !needed.has(action)).map(
      (action) => `${statement.Sid} ${action}`,
    );
  });
}
