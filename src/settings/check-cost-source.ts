/** A source of costs that the settings choose and do not describe. */

import type { WrittenFile } from './file-schema.ts';
import type { Findings } from './problem.ts';
import { type MappingNode, pathText, positionOf } from './yaml/node.ts';

export function checkCostSource(
  { reporting }: WrittenFile,
  nodes: MappingNode,
  findings: Findings,
): void {
  if (reporting.cost_source !== 'export' || reporting.cost_export) return;
  const path = ['reporting', 'cost_source'];
  const message = `${pathText(path)} is "export": give reporting.cost_export with location and format`;
  findings.problem({ at: positionOf(nodes, path), path: pathText(path), message });
}
