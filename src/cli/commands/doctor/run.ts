/** `flotilla doctor`: one check after the other, each with what to do. */

import { openFleet } from '../../../aws/open-fleet.ts';
import type { CommandContext } from '../../command-context.ts';
import { checkedConfigFile } from '../../config/with-defaults.ts';
import type { RunOf } from '../../define-command.ts';
import { errorLine } from '../../error-line.ts';
import { exitCode } from '../../exit-code.ts';
import type { Io } from '../../io.ts';
import { refuseIgnored } from '../../options/refuse-ignored.ts';
import { runSettingsFrom } from '../../options/run-settings.ts';
import type { View } from '../../output/printer.ts';
import { failedWhere } from '../../output/table.ts';
import { checkAws } from './check-aws.ts';
import { checkDeployment } from './check-deployment.ts';
import type { command, DoctorCheck } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const settings = runSettingsFrom(options);
  if (!options.deploy) {
    refuseIgnored(
      context,
      { settings: '--settings', managementProfile: '--management-profile' },
      'only with --deploy',
    );
  }
  const fleet = openFleet(context.fleetOptions(options));
  const printer = context.printer(view);
  const checks: DoctorCheck[] = [];
  const add = (check: DoctorCheck) => {
    checks.push(check);
    printer.write(check);
  };
  try {
    add(checkNode(process.versions.node));
    add(await checkConfiguration(context));
    add(checkProxy(context.io.env));
    const { account, deploy } = options;
    const { signal } = context;
    const found = deploy
      ? checkDeployment(fleet, options, context)
      : checkAws(fleet, { settings, account, signal });
    for await (const check of found) add(check);
  } finally {
    fleet.close();
  }
  printer.end();
  const count = (status: DoctorCheck['status']) =>
    checks.filter((check) => check.status === status).length;
  const summary = `${count('ok')} ok, ${count('warning')} warnings, ${count('failed')} failed, ${count('skipped')} skipped`;
  return { summary, ...(count('failed') > 0 && { code: exitCode.someFailed }) };
};

/** The first version that runs TypeScript files as they are. */
const minNode = [22, 18] as const;

function checkNode(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > minNode[0] || (major === minNode[0] && minor >= minNode[1]);
  if (isNewEnough) return { check: 'node', status: 'ok', detail: `Node ${version}` };
  const advice = `install Node ${minNode.join('.')} or later`;
  return { check: 'node', status: 'failed', detail: `Node ${version} is too old`, advice };
}

async function checkConfiguration({ table, io }: CommandContext): Promise<DoctorCheck> {
  try {
    const file = await checkedConfigFile(table, io);
    return { check: 'configuration', status: 'ok', detail: file?.path ?? 'no flotilla.yaml' };
  } catch (error) {
    return {
      check: 'configuration',
      status: 'failed',
      detail: errorLine(error),
      advice: 'correct the file',
    };
  }
}

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** Without the password that its URL may hold. */
function checkProxy(env: Io['env']): DoctorCheck {
  const name = proxyVariables.find((variable) => env[variable]);
  if (name === undefined) return { check: 'proxy', status: 'ok', detail: 'no proxy is configured' };
  const value = env[name] ?? '';
  if (URL.canParse(value)) {
    const { protocol, host } = new URL(value);
    const detail = `${name}: AWS is called through ${protocol}//${host}, except for hosts of NO_PROXY`;
    return { check: 'proxy', status: 'ok', detail };
  }
  const advice = 'give a URL such as http://proxy.example.com:3128';
  return { check: 'proxy', status: 'failed', detail: `${name} is not a URL`, advice };
}

const view: View<DoctorCheck> = {
  tables: (checks) => [
    {
      heads: ['Check', 'Status', 'Detail'],
      isFailed: failedWhere(1, 'failed'),
      rows: checks.map(({ check, status, detail, advice }) => [
        check,
        status,
        advice === undefined ? detail : `${detail}: ${advice}`,
      ]),
      wraps: true,
    },
  ],
  csv: {
    check: ({ check }) => check,
    status: ({ status }) => status,
    detail: ({ detail }) => detail,
    advice: ({ advice }) => advice,
  },
};
