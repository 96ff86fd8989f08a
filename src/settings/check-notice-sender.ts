/** Notices to holders need a sender. */

import type { WrittenFile } from './file-schema.ts';
import type { Findings } from './problem.ts';
import { type MappingNode, pathText, positionOf } from './yaml/node.ts';

export function checkNoticeSender(
  { features }: WrittenFile,
  nodes: MappingNode,
  findings: Findings,
): void {
  if (features.with_holder_notices.length === 0 || features.with_origin_email_recipient) return;
  const path = ['features', 'with_holder_notices'];
  const message = `${pathText(path)} needs features.with_origin_email_recipient, the sender of these mails`;
  findings.problem({ at: positionOf(nodes, path), path: pathText(path), message });
}
