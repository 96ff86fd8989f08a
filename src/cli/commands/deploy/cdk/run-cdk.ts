/** Runs the CDK's command line as a process of its own, with credentials of the automation account in its environment. */

import { StringDecoder } from 'node:string_decoder';
import type { Fleet } from '../../../../aws/open-fleet.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { AwsOptionValues } from '../../../options/aws.ts';
import { runProgram } from '../../exec/run-program.ts';
import { defined, type Variables, withoutIdentities } from '../../exec/target-environment.ts';
import type { CdkApp } from './cdk-app.ts';
import { withoutColors } from './stack-events.ts';

export interface CdkRun {
  readonly app: CdkApp;
  readonly fleet: Fleet;
  readonly region: string;
  /** Absolute path. */
  readonly settingsPath: string;
  readonly values: AwsOptionValues;
}

export interface CdkEnd {
  readonly exitCode: number | null;
  /** Without colors. */
  readonly lines: readonly string[];
}

/** `onLine`: called with each line, without colors. Throws the signal's reason after an interruption. */
export async function runCdk(
  run: CdkRun,
  args: readonly string[],
  context: CommandContext,
  onLine: (line: string) => void = () => {},
): Promise<CdkEnd> {
  const { io, signal } = context;
  const lines: string[] = [];
  const reader = lineReader((line) => {
    lines.push(line);
    onLine(line);
  });
  const { exitCode } = await runProgram({
    command: process.execPath,
    args: [run.app.cli, ...args, '--ci', '--no-notices', '--no-version-reporting'],
    cwd: run.app.folder,
    env: await environmentOf(run, context),
    signal,
    onExit: io.onExit,
    onOutput: reader.write,
  });
  reader.end();
  signal.throwIfAborted();
  return { exitCode, lines };
}

/** What the CDK said last, when it ended with an error. */
export function cdkError({ exitCode, lines }: CdkEnd): FlotillaError {
  const said = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  const reason =
    said.findLast((line) => /\b(error|failed|fail)\b|❌/i.test(line)) ??
    said.at(-1) ??
    `exit code ${exitCode}`;
  return new FlotillaError(
    'Conflict',
    `the AWS CDK ended with an error: ${reason.replace(/^❌\s*/, '')}`,
  );
}

/** Credentials are in the environment, where other users of the machine cannot read them. */
async function environmentOf(
  { fleet, region, settingsPath, values }: CdkRun,
  { io, fleetOptions }: CommandContext,
): Promise<NodeJS.ProcessEnv> {
  const credentials = await fleet.credentials();
  const { endpoint } = fleetOptions(values);
  const own: Variables = {
    ...withoutIdentities(io.env),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    FLOTILLA_SETTINGS: settingsPath,
  };
  return defined(own);
}

/** Both streams together, line by line. */
function lineReader(onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    write(chunk: Buffer) {
      const parts = withoutColors(rest + decoder.write(chunk)).split(/\r?\n/);
      rest = parts.pop() ?? '';
      for (const line of parts) onLine(line);
    },
    end() {
      if (rest !== '') onLine(rest);
    },
  };
}
