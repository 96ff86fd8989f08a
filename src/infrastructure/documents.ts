/** Returns every document of an installation by its file name: to review them, or to create the roles by hand. */

import { desiredBucket } from './desired/bucket.ts';
import { documentOf } from './desired/document.ts';
import { policiesOf } from './desired/inventory-role.ts';
import { clusterRoles } from './desired/roles.ts';
import { inventoryTemplate } from './desired/template.ts';
import { policyFiles } from './files/policy-files.ts';
import { type Installation, testRoleName } from './settings.ts';

export function documentsOf(installation: Installation): Readonly<Record<string, object>> {
  const { orchestratorRole, runnerRole } = installation.settings;
  const fileNames: Readonly<Record<string, string>> = {
    [orchestratorRole]: 'orchestrator',
    [testRoleName(orchestratorRole)]: 'orchestrator-test',
    [runnerRole]: 'runner',
    [testRoleName(runnerRole)]: 'runner-test',
  };
  const roles = clusterRoles(installation).flatMap(({ role }) => [
    [`${fileNames[role.name]}-trust.json`, role.trust],
    [`${fileNames[role.name]}-policy.json`, role.inlinePolicy?.document],
  ]);
  const policies = policiesOf(installation).map(({ document }, at) => [
    `inventory-policy-${at + 1}.json`,
    document,
  ]);
  return Object.fromEntries([
    ...roles,
    ['bucket-policy.json', documentOf(desiredBucket(installation).statements)],
    ...Object.entries(policyFiles(installation)),
    ...policies,
    ['stack-set-template.json', inventoryTemplate(installation)],
  ]);
}
