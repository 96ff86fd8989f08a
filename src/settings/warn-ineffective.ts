/** Warnings about valid values without effect. */

import type { SettingsEnvironment } from './environment.ts';
import type { WrittenFile } from './file-schema.ts';
import type { Findings } from './problem.ts';
import { entryOf, type MappingNode, nodeAt, pathText, positionOf } from './yaml/node.ts';

/** If AWS_REGION is set for other reasons, it would not be visible that the file is overridden. */
export function warnOverridden(
  nodes: MappingNode,
  environment: SettingsEnvironment,
  findings: Findings,
): void {
  const pairs = [
    ['AWS_ACCOUNT', 'account_id'],
    ['AWS_REGION', 'region'],
  ] as const;
  for (const [name, key] of pairs) {
    const written = entryOf(nodeAt(nodes, ['automation']), key)?.value;
    const value = environment[name];
    if (!value || written?.kind !== 'scalar' || written.source === value) continue;
    const message = `automation.${key} is "${written.source}", and ${name}=${value} of the environment overrides it`;
    findings.warning({
      at: positionOf(nodes, ['automation', key]),
      path: `automation.${key}`,
      message,
    });
  }
}

/** It works, and is rarely meant. */
export function warnRolePath(
  { automation }: WrittenFile,
  nodes: MappingNode,
  findings: Findings,
): void {
  const name = automation.role_name_to_manage_codebuild;
  if (!name.includes('/')) return;
  const path = ['automation', 'role_name_to_manage_codebuild'];
  const message = `${pathText(path)} is "${name}", a role with a path; Control Tower and Organizations create their roles without one`;
  findings.warning({ at: positionOf(nodes, path), path: pathText(path), message });
}

export function warnMissingSender(
  { features }: WrittenFile,
  nodes: MappingNode,
  findings: Findings,
): void {
  if (features.with_cost_email_recipients.length === 0 || features.with_origin_email_recipient)
    return;
  const path = ['features', 'with_cost_email_recipients'];
  const message = `${pathText(path)} has no effect without features.with_origin_email_recipient, the sender`;
  findings.warning({ at: positionOf(nodes, path), path: pathText(path), message });
}
