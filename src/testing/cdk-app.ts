/** A CDK app whose command line is a script: it prints what the CDK would, and records how it was called. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CdkScript {
  /** What each command prints, `deploy`. */
  readonly prints?: Readonly<Record<string, string>>;
  readonly exitCodes?: Readonly<Record<string, number>>;
  readonly outputs?: object;
  /** The command that never ends. */
  readonly hangs?: string;
}

interface CdkCall {
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ScriptedCdkApp {
  readonly folder: string;
  calls(): readonly CdkCall[];
  /** Resolves when the command that hangs has printed everything, and this process has read it. */
  untilItHangs(): Promise<void>;
}

export const noDifferences =
  'There were no differences\n\n✨  Number of stacks with differences: 0\n';
export const someDifferences =
  '[+] AWS::SQS::Queue Accounts\n\n✨  Number of stacks with differences: 1\n';

/** `SpaDemo | 1/3 | 10:00:00 AM | CREATE_COMPLETE | AWS::SQS::Queue | SpaDemo/Accounts (Accounts1) reason`. */
export function eventLines(
  events: readonly (readonly [status: string, type: string, id: string, reason?: string])[],
): string {
  return events
    .map(([status, type, id, reason = ''], at) =>
      `SpaDemo | ${at + 1}/${events.length} | 10:00:00 AM | ${status} | ${type} | SpaDemo/${id} (${id}) ${reason}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

export function scriptedCdkApp(script: CdkScript = {}): ScriptedCdkApp {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-cdk-'));
  const bin = join(folder, 'node_modules/aws-cdk/bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(folder, 'cdk.json'), '{}');
  writeFileSync(join(folder, 'script.json'), JSON.stringify(script));
  writeFileSync(join(bin, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(bin, 'cdk'), program);
  const callsFile = join(folder, 'calls.ndjson');
  const calls = () =>
    (existsSync(callsFile) ? readFileSync(callsFile, 'utf8') : '')
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as CdkCall);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const untilItHangs = async () => {
    while (!existsSync(join(folder, 'hangs'))) await turn();
    // One turn of the event loop reads what is in the pipe.
    await turn();
    await turn();
  };
  return { folder, calls, untilItHangs };
}

const program = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const script = JSON.parse(readFileSync('script.json', 'utf8'));
const args = process.argv.slice(2);
const [name] = args;
appendFileSync('calls.ndjson', JSON.stringify({ args, folder: process.cwd(), env: process.env }) + '\\n');
process.stdout.write(script.prints?.[name] ?? '');
const file = args[args.indexOf('--outputs-file') + 1];
if (args.includes('--outputs-file')) writeFileSync(file, JSON.stringify({ [args[1]]: script.outputs ?? {} }));
if (script.hangs === name) {
  // Writes to a pipe are synchronous: what was printed is there before the file is.
  writeFileSync('hangs', '');
  setInterval(() => {}, 1000);
}
else process.exitCode = script.exitCodes?.[name] ?? 0;
`;
