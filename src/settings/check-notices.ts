/** Notices to holders need a sender, documents a link, and a list of what would be deleted a purge that can run dry. */

import type { WrittenFile } from './file-schema.ts';
import { canRunDry } from './holder-notices.ts';
import type { Findings } from './problem.ts';
import type { TextFile } from './settings.ts';
import { type MappingNode, pathText, positionOf } from './yaml/node.ts';

export function checkNotices(
  { features }: WrittenFile,
  { nodes, purge }: { readonly nodes: MappingNode; readonly purge: TextFile },
  findings: Findings,
): void {
  const path = ['features', 'with_holder_notices'];
  const problem = (message: string) =>
    findings.problem({
      at: positionOf(nodes, path),
      path: pathText(path),
      message: `${pathText(path)} ${message}`,
    });
  const notices = features.with_holder_notices;
  if (notices.length > 0 && !features.with_origin_email_recipient) {
    problem('needs features.with_origin_email_recipient, the sender of these mails');
  }
  if (notices.includes('terms') && Object.keys(features.with_end_user_documents).length === 0) {
    problem('has "terms", but features.with_end_user_documents names no document');
  }
  if (notices.includes('terms') && !features.with_acknowledgement_url) {
    problem(
      'has "terms", which needs features.with_acknowledgement_url, the address of the function OnAcknowledgement',
    );
  }
  if (notices.includes('expiry') && !canRunDry(purge.text)) {
    problem(
      `has "expiry", which starts the purge with PURGE_MODE=--dry-run, but ${purge.path} does not read PURGE_MODE and would delete`,
    );
  }
}
