/** Reads the report of a purge: the end of its log, with the lines of aws-nuke. https://aws-nuke.ekristen.dev/quick-start */

export interface PurgeReport {
  /** Undefined: the buildspec is not ours. */
  readonly mode?: 'dry-run' | 'force';
  readonly hasFailed: boolean;
  /** A line for each, or what another buildspec reports. Empty: nothing. */
  readonly resources: string;
}

/** `eu-west-1 - EC2Instance - 'i-0123' - [tag:Name: "x"] - would remove` */
const resourceLine = /^(\S+) - (\w+) - (.+) - (would remove|removed)$/gm;

/** A mail of a thousand lines is not read. */
const maxResources = 100;

export function readPurgeReport(message: string, done: 'would remove' | 'removed'): PurgeReport {
  const [, result, mode] = /^purge (done|failed) \(--(dry-run|force)\)/.exec(message) ?? [];
  if (mode !== 'dry-run' && mode !== 'force') {
    return { hasFailed: false, resources: message.trim() };
  }
  const resources = resourcesOf(message, done);
  // The log begins with the first wave.
  const isCut = !message.includes('== tagged');
  const more = isCut && resources.length > 0 ? ['and more, before the end of the log'] : [];
  const shown = [...resources.slice(0, maxResources), ...left(resources.length), ...more];
  return { mode, hasFailed: result === 'failed', resources: shown.join('\n') };
}

function resourcesOf(message: string, done: string): readonly string[] {
  const found = [...message.matchAll(resourceLine)].filter(([, , , , what]) => what === done);
  return [
    ...new Set(found.map(([, region, type, name = '']) => `${type} ${nameOf(name)} (${region})`)),
  ];
}

/** Without the properties. */
function nameOf(text: string): string {
  return text.replace(/ - \[.*\]$/, '').replace(/^(['"])(.*)\1$/, '$2');
}

function left(count: number): readonly string[] {
  return count > maxResources ? [`and ${count - maxResources} more`] : [];
}
