/** Reads the events of a stack from what the CDK's command line prints with `--progress events`. */

export interface ResourceEvent {
  /** `CREATE_FAILED`. */
  readonly status: string;
  /** `AWS::IAM::Role`. */
  readonly type: string;
  /** Path of the construct, or the logical id where the CDK knows no construct. */
  readonly name: string;
  /** Unique in the stack. */
  readonly logicalId: string;
  readonly reason: string | undefined;
  /** `3/25`: resources that are complete, of all; absent in the summary of failures. */
  readonly progress: string | undefined;
}

/** `SpaDemo | 3/25 | 10:00:00 AM | CREATE_FAILED | AWS::IAM::Role | SpaDemo/Role (Role1234) reason`, without colors. */
const eventLine =
  /^\s*\S+ \|(?:\s*(\d+(?:\/\d+)?)\s*\|)? [^|]+ \| ([A-Z]+_[A-Z_]+)(?: \(skipped\))?\s+\| (\S+::\S+)\s+\| (\S+)(?: \((\S+)\))?(?:\s+(.+))?$/;

export function readStackEvent(line: string): ResourceEvent | undefined {
  const found = eventLine.exec(line.trimEnd());
  if (!found) return undefined;
  const [, progress, status = '', type = '', name = '', logicalId = name, reason] = found;
  return { status, type, name, logicalId, reason, progress };
}

const colors = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

export function withoutColors(text: string): string {
  return text.replace(colors, '');
}
