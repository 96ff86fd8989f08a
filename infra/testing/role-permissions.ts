/** The permissions that roles of deployed functions have, and those that were needed. */

import type { CheckedPermission } from '../../src/simulator/index.ts';
import { covers } from '../../src/testing/role-coverage.ts';
import type { DeployedInstallation } from './deployed-installation.ts';

export interface DeployedRole {
  readonly functionName: string;
  readonly roleName: string;
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Names of the functions of the stack. */
export async function deployedNames({ inHub }: DeployedInstallation): Promise<readonly string[]> {
  const names: string[] = [];
  for (let Marker: unknown; ; ) {
    const page = await inHub('lambda').call('ListFunctions', { ...(Marker ? { Marker } : {}) });
    const functions = page.Functions as readonly { readonly FunctionName: string }[];
    names.push(...functions.map(({ FunctionName }) => FunctionName));
    Marker = page.NextMarker;
    if (!Marker) return names;
  }
}

/** As they were deployed. */
export async function readRoles(
  { inHub }: DeployedInstallation,
  functionNames: readonly string[],
): Promise<readonly DeployedRole[]> {
  return Promise.all(
    functionNames.map(async (functionName) => {
      const { Role } = await inHub('lambda').call('GetFunctionConfiguration', {
        FunctionName: functionName,
      });
      const roleName = String(Role).split('/').at(-1) ?? '';
      const policy = { RoleName: roleName, PolicyName: 'Function' };
      const { PolicyDocument } = await inHub('iam').call('GetRolePolicy', policy);
      const { Statement } = JSON.parse(decodeURIComponent(String(PolicyDocument))) as {
        readonly Statement: readonly Statement[];
      };
      return { functionName, roleName, statements: Statement };
    }),
  );
}

/** Does the work while some statements are missing. */
export async function withoutStatements(
  { inHub }: DeployedInstallation,
  { roleName, statements }: DeployedRole,
  { sids, work }: { readonly sids: readonly string[]; readonly work: () => Promise<void> },
): Promise<void> {
  const put = (Statement: readonly Statement[]) =>
    inHub('iam').call('PutRolePolicy', {
      RoleName: roleName,
      PolicyName: 'Function',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
  await put(statements.filter(({ Sid }) => !sids.includes(Sid)));
  await work();
  await put(statements);
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
