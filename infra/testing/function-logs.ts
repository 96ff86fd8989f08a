/** What the logs of deployed functions say about their invocations. */

import type { DeployedInstallation } from './deployed-installation.ts';

export interface FunctionLog {
  readonly invocations: number;
  /** Execution environments that were started for them. */
  readonly processes: number;
  /** Of Lambda, for invocations that did not succeed: `error`, `timeout`. */
  readonly failures: readonly string[];
  /** Texts of lines with a level above INFO. */
  readonly warnings: readonly string[];
}

export async function readFunctionLog(
  { inHub }: DeployedInstallation,
  name: string,
): Promise<FunctionLog> {
  const lines = await linesOf(inHub('logs'), `/aws/lambda/${name}`);
  const reports = lines.flatMap(({ type, record }) => (type === 'platform.report' ? [record] : []));
  return {
    invocations: reports.length,
    processes: reports.filter((one) => one?.metrics?.initDurationMs !== undefined).length,
    failures: reports.flatMap((one) => (one?.status === 'success' ? [] : [String(one?.status)])),
    warnings: lines.flatMap(({ level, message = '' }) =>
      level === 'WARN' || level === 'ERROR' ? [message] : [],
    ),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
interface LogLine {
  readonly type?: string;
  readonly level?: string;
  readonly message?: string;
  readonly record?: {
    readonly status?: string;
    readonly metrics?: { readonly initDurationMs?: number };
  };
}

async function linesOf(
  logs: ReturnType<DeployedInstallation['inHub']>,
  logGroupName: string,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for (let nextToken: unknown; ; ) {
    const page = await logs.call('FilterLogEvents', {
      logGroupName,
      ...(nextToken !== undefined && { nextToken }),
    });
    const events = page.events as readonly { readonly message: string }[];
    lines.push(...events.map(({ message }) => JSON.parse(message) as LogLine));
    nextToken = page.nextToken;
    if (nextToken === undefined) return lines;
  }
}
