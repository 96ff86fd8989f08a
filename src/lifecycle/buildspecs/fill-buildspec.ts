/**
 * Inserts the configurations of aws-nuke at the marks of a purge buildspec. The account then needs nothing else of
 * ours, and its owner can read them in the project. A buildspec without marks is unchanged.
 */

import type { NukeLine } from '../purge/nuke-types.ts';
import type { PurgePolicy } from '../purge/purge-policy.ts';
import { renderV2, renderV3 } from '../purge/render.ts';

/** `# flotilla: v2 tagged`, on its own line. */
const mark = /^( *)# flotilla: (v2|v3) (tagged|aged) *$/gm;

export function hasMarks(buildspec: string): boolean {
  return buildspec.search(mark) >= 0;
}

export function fillBuildspec(buildspec: string, policy: PurgePolicy): string {
  const rendered = [...renderV2(policy), ...renderV3(policy)];
  return buildspec.replace(mark, (_mark, indent: string, line: NukeLine, wave: string) => {
    const found = rendered.find((one) => one.line === line && one.wave === wave);
    const lines = found ? found.yaml.trimEnd().split('\n') : [nothing(line, wave)];
    return lines.map((text) => `${indent}${text}`).join('\n');
  });
}

function nothing(line: NukeLine, wave: string): string {
  const property = wave === 'aged' ? 'the age' : 'tags';
  return `# no types: aws-nuke ${line} does not show ${property} of any type that the settings name`;
}
