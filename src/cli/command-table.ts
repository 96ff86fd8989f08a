/** Every command, in the order of the help. Nothing is loaded before it is needed. */

import type { CommandTable } from './command-definition.ts';
import { type CommandEntry, listCommand } from './define-command.ts';

const groups: CommandTable['groups'] = {
  inventory: {
    summary: 'collect the resources of accounts, query and compare them',
    description: 'Collects the resources of accounts into files, and answers questions about them.',
  },
  'inventory runner': {
    summary: 'the containers of an inventory Job',
    description: 'What the containers of a Kubernetes Job run, one after the other.',
  },
  infrastructure: {
    summary: 'manage roles, bucket and trust of an inventory on Kubernetes',
    description:
      'Compares, applies and deletes the roles of the orchestrator and the runner, their identity providers, the bucket, and the role in every account.',
  },
  settings: {
    summary: 'check and explain the settings of personal accounts',
    description: 'Checks, explains and compares the settings of personal accounts.',
  },
  prerequisites: {
    summary: 'deploy what an installation needs in the management account',
    description:
      'Prints and deploys the stacks that an installation needs outside of the automation account.',
  },
  lifecycle: {
    summary: 'manage the life cycle of personal accounts',
    description:
      'Manages the life cycle of personal accounts, with credentials of the automation account that the settings name.',
  },
  report: {
    summary: 'report accounts, activities and costs',
    description:
      'Prints and writes the reports that the scheduled functions make, with credentials of the automation account that the settings name.',
  },
  exceptions: {
    summary: 'list, show and resolve the incidents of exceptions',
    description:
      'Lists, shows and resolves the incidents that exceptions about accounts have opened, with credentials of the automation account.',
  },
  notify: {
    summary: 'try the channels that people are notified through',
    description: 'Shows and tries the channels that people are notified through.',
  },
};

const setStateCommands = () => import('./commands/lifecycle/set-state/commands.ts');
const setStateRun = () => import('./commands/lifecycle/set-state/run.ts');

const entries: readonly CommandEntry[] = [
  listCommand(
    'accounts',
    'list accounts, and whether a run would include them',
    () => import('./commands/accounts/command.ts'),
    () => import('./commands/accounts/run.ts'),
  ),
  listCommand(
    'organization',
    'print the tree of OUs, with ids and numbers of accounts',
    () => import('./commands/organization/command.ts'),
    () => import('./commands/organization/run.ts'),
  ),
  listCommand(
    'run',
    'run a function once per account and region',
    () => import('./commands/run/command.ts'),
    () => import('./commands/run/run.ts'),
  ),
  listCommand(
    'exec',
    'run a program once per account and region',
    () => import('./commands/exec/command.ts'),
    () => import('./commands/exec/run.ts'),
  ),
  listCommand(
    'inventory collect',
    'list every resource of every account into files',
    () => import('./commands/inventory/collect/command.ts'),
    () => import('./commands/inventory/collect/run.ts'),
  ),
  listCommand(
    'inventory query',
    'query an inventory in SQL',
    () => import('./commands/inventory/query/command.ts'),
    () => import('./commands/inventory/query/run.ts'),
  ),
  listCommand(
    'inventory check',
    'check an inventory for what is insecure, wasteful or out of support',
    () => import('./commands/inventory/check/command.ts'),
    () => import('./commands/inventory/check/run.ts'),
  ),
  listCommand(
    'inventory show',
    'show a resource, its neighbours and its history',
    () => import('./commands/inventory/show/command.ts'),
    () => import('./commands/inventory/show/run.ts'),
  ),
  listCommand(
    'inventory graph',
    'print the relations of resources as GraphML',
    () => import('./commands/inventory/graph/command.ts'),
    () => import('./commands/inventory/graph/run.ts'),
  ),
  listCommand(
    'inventory history',
    'count resources over all runs',
    () => import('./commands/inventory/history/command.ts'),
    () => import('./commands/inventory/history/run.ts'),
  ),
  listCommand(
    'inventory compact',
    'write the runs of past months as one file per type',
    () => import('./commands/inventory/compact/command.ts'),
    () => import('./commands/inventory/compact/run.ts'),
  ),
  listCommand(
    'inventory diff',
    'compare two runs',
    () => import('./commands/inventory/diff/command.ts'),
    () => import('./commands/inventory/diff/run.ts'),
  ),
  listCommand(
    'inventory summary',
    'count resources by account, service, type and region',
    () => import('./commands/inventory/summary/command.ts'),
    () => import('./commands/inventory/summary/run.ts'),
  ),
  listCommand(
    'inventory catalogue',
    'list the types that can be collected',
    () => import('./commands/inventory/catalogue/command.ts'),
    () => import('./commands/inventory/catalogue/run.ts'),
  ),
  listCommand(
    'inventory tables',
    'list the tables that can be queried, and their columns',
    () => import('./commands/inventory/tables/command.ts'),
    () => import('./commands/inventory/tables/run.ts'),
  ),
  listCommand(
    'inventory policy',
    'print the IAM policy that a role needs to collect',
    () => import('./commands/inventory/policy/command.ts'),
    () => import('./commands/inventory/policy/run.ts'),
  ),
  listCommand(
    'inventory permissions',
    'check which permissions the role lacks in every account',
    () => import('./commands/inventory/permissions/command.ts'),
    () => import('./commands/inventory/permissions/run.ts'),
  ),
  listCommand(
    'inventory orchestrate',
    'run a Job for every account, in a cluster',
    () => import('./commands/inventory/orchestrate/command.ts'),
    () => import('./commands/inventory/orchestrate/run.ts'),
  ),
  listCommand(
    'inventory vars',
    'write the variables of the Kubernetes manifests',
    () => import('./commands/inventory/vars/command.ts'),
    () => import('./commands/inventory/vars/run.ts'),
  ),
  listCommand(
    'inventory runner assume',
    'first container: assume the role of one account and write its credentials',
    () => import('./commands/inventory/runner/assume/command.ts'),
    () => import('./commands/inventory/runner/assume/run.ts'),
  ),
  listCommand(
    'inventory runner inventory',
    'second container: collect one account with these credentials only',
    () => import('./commands/inventory/runner/inventory/command.ts'),
    () => import('./commands/inventory/runner/inventory/run.ts'),
  ),
  listCommand(
    'inventory runner upload',
    'third container: upload the files to the bucket',
    () => import('./commands/inventory/runner/upload/command.ts'),
    () => import('./commands/inventory/runner/upload/run.ts'),
  ),
  listCommand(
    'infrastructure plan',
    'show planned changes',
    () => import('./commands/infrastructure/plan/command.ts'),
    () => import('./commands/infrastructure/plan/run.ts'),
  ),
  listCommand(
    'infrastructure apply',
    'apply changes',
    () => import('./commands/infrastructure/apply/command.ts'),
    () => import('./commands/infrastructure/apply/run.ts'),
  ),
  listCommand(
    'infrastructure policies',
    'print every trust and permission policy as JSON',
    () => import('./commands/infrastructure/policies/command.ts'),
    () => import('./commands/infrastructure/policies/run.ts'),
  ),
  listCommand(
    'infrastructure destroy',
    'delete managed resources',
    () => import('./commands/infrastructure/destroy/command.ts'),
    () => import('./commands/infrastructure/destroy/run.ts'),
  ),
  listCommand(
    'settings validate',
    'print every problem of the settings',
    () => import('./commands/settings/validate/command.ts'),
    () => import('./commands/settings/validate/run.ts'),
  ),
  listCommand(
    'settings explain',
    'print the settings of an account or OU, and where each is set',
    () => import('./commands/settings/explain/command.ts'),
    () => import('./commands/settings/explain/run.ts'),
  ),
  listCommand(
    'settings diff',
    'compare two versions of the settings',
    () => import('./commands/settings/diff/command.ts'),
    () => import('./commands/settings/diff/run.ts'),
  ),
  listCommand(
    'settings import',
    'write settings files from the parameters of an installation',
    () => import('./commands/settings/import/command.ts'),
    () => import('./commands/settings/import/run.ts'),
  ),
  listCommand(
    'settings schema',
    'print the JSON Schema of the settings file',
    () => import('./commands/settings/schema/command.ts'),
    () => import('./commands/settings/schema/run.ts'),
  ),
  listCommand(
    'prerequisites templates',
    'print the templates of roles and forwarding',
    () => import('./commands/prerequisites/templates/command.ts'),
    () => import('./commands/prerequisites/templates/run.ts'),
  ),
  listCommand(
    'prerequisites apply',
    'deploy roles and forwarding from the management account',
    () => import('./commands/prerequisites/apply/command.ts'),
    () => import('./commands/prerequisites/apply/run.ts'),
  ),
  listCommand(
    'bootstrap',
    'prepare the automation account for the AWS CDK, once',
    () => import('./commands/bootstrap/command.ts'),
    () => import('./commands/bootstrap/run.ts'),
  ),
  listCommand(
    'deploy',
    'deploy an installation as one stack',
    () => import('./commands/deploy/command.ts'),
    () => import('./commands/deploy/run.ts'),
  ),
  listCommand(
    'destroy',
    'delete the stack of an installation',
    () => import('./commands/destroy/command.ts'),
    () => import('./commands/destroy/run.ts'),
  ),
  listCommand(
    'lifecycle install',
    'create what the automation account lacks',
    () => import('./commands/lifecycle/install/command.ts'),
    () => import('./commands/lifecycle/install/run.ts'),
  ),
  listCommand(
    'lifecycle status',
    'count accounts by state, and list those in progress',
    () => import('./commands/lifecycle/status/command.ts'),
    () => import('./commands/lifecycle/status/run.ts'),
  ),
  listCommand(
    'lifecycle check',
    'list accounts that need attention; exits with 2 when there are any',
    () => import('./commands/lifecycle/check/command.ts'),
    () => import('./commands/lifecycle/check/run.ts'),
  ),
  listCommand(
    'lifecycle explain',
    'explain the state of an account and what happens next',
    () => import('./commands/lifecycle/explain/command.ts'),
    () => import('./commands/lifecycle/explain/run.ts'),
  ),
  listCommand(
    'lifecycle expire',
    'expire accounts now: they are purged and prepared',
    async () => ({ command: (await setStateCommands()).expire }),
    async () => ({ run: (await setStateRun()).runFor('expired') }),
  ),
  listCommand(
    'lifecycle release',
    'release accounts, whatever they wait for',
    async () => ({ command: (await setStateCommands()).release }),
    async () => ({ run: (await setStateRun()).runFor('released') }),
  ),
  listCommand(
    'lifecycle reset',
    'on-board accounts again, from the beginning',
    async () => ({ command: (await setStateCommands()).reset }),
    async () => ({ run: (await setStateRun()).runFor('vanilla') }),
  ),
  listCommand(
    'lifecycle assign',
    'prepare accounts again, without purging them',
    async () => ({ command: (await setStateCommands()).assign }),
    async () => ({ run: (await setStateRun()).runFor('assigned') }),
  ),
  listCommand(
    'lifecycle maintenance',
    'plan maintenance windows, and continue open ones',
    () => import('./commands/lifecycle/maintenance/command.ts'),
    () => import('./commands/lifecycle/maintenance/run.ts'),
  ),
  listCommand(
    'lifecycle sweep',
    'advance every account that no event advanced',
    () => import('./commands/lifecycle/sweep/command.ts'),
    () => import('./commands/lifecycle/sweep/run.ts'),
  ),
  listCommand(
    'lifecycle redrive',
    'handle failed events again',
    () => import('./commands/lifecycle/redrive/command.ts'),
    () => import('./commands/lifecycle/redrive/run.ts'),
  ),
  listCommand(
    'lifecycle withdraw',
    'remove the baseline from accounts',
    () => import('./commands/lifecycle/withdraw/command.ts'),
    () => import('./commands/lifecycle/withdraw/run.ts'),
  ),
  listCommand(
    'report accounts',
    'list managed accounts with owner, state and last login',
    () => import('./commands/report/accounts/command.ts'),
    () => import('./commands/report/accounts/run.ts'),
  ),
  listCommand(
    'report activities',
    'list what was completed in a month',
    () => import('./commands/report/activities/command.ts'),
    () => import('./commands/report/activities/run.ts'),
  ),
  listCommand(
    'report costs',
    'report the charges of a month by cost center',
    () => import('./commands/report/costs/command.ts'),
    () => import('./commands/report/costs/run.ts'),
  ),
  listCommand(
    'report daily-costs',
    'list the costs of a day by cost center, and send them as a metric',
    () => import('./commands/report/daily-costs/command.ts'),
    () => import('./commands/report/daily-costs/run.ts'),
  ),
  listCommand(
    'report account-cost',
    'list the costs of one account by service',
    () => import('./commands/report/account-cost/command.ts'),
    () => import('./commands/report/account-cost/run.ts'),
  ),
  listCommand(
    'report statement',
    'check that the reports of a month are complete and add up',
    () => import('./commands/report/statement/command.ts'),
    () => import('./commands/report/statement/run.ts'),
  ),
  listCommand(
    'exceptions list',
    'list the incidents of exceptions',
    () => import('./commands/exceptions/list/command.ts'),
    () => import('./commands/exceptions/list/run.ts'),
  ),
  listCommand(
    'exceptions show',
    'show an incident with its attachments',
    () => import('./commands/exceptions/show/command.ts'),
    () => import('./commands/exceptions/show/run.ts'),
  ),
  listCommand(
    'exceptions resolve',
    'resolve an incident',
    () => import('./commands/exceptions/resolve/command.ts'),
    () => import('./commands/exceptions/resolve/run.ts'),
  ),
  listCommand(
    'exceptions clean',
    'delete incidents that were resolved long ago',
    () => import('./commands/exceptions/clean/command.ts'),
    () => import('./commands/exceptions/clean/run.ts'),
  ),
  listCommand(
    'notify event',
    'put a sample event on the bus, to try what follows',
    () => import('./commands/notify/event/command.ts'),
    () => import('./commands/notify/event/run.ts'),
  ),
  listCommand(
    'notify preview',
    'show what channels would send, or try them',
    () => import('./commands/notify/preview/command.ts'),
    () => import('./commands/notify/preview/run.ts'),
  ),
  listCommand(
    'rehearse',
    'rehearse the life cycle of an organization, day by day',
    () => import('./commands/rehearse/command.ts'),
    () => import('./commands/rehearse/run.ts'),
  ),
  listCommand(
    'simulate',
    'serve a simulated organization for any AWS client',
    () => import('./commands/simulate/command.ts'),
    () => import('./commands/simulate/run.ts'),
  ),
  listCommand(
    'tour',
    'see in a minute what Flotilla does, without AWS',
    () => import('./commands/tour/command.ts'),
    () => import('./commands/tour/run.ts'),
  ),
  listCommand(
    'doctor',
    'check credentials, organization, role, region, proxy and clock',
    () => import('./commands/doctor/command.ts'),
    () => import('./commands/doctor/run.ts'),
  ),
  listCommand(
    'config',
    'print the configured defaults of options',
    () => import('./commands/config/command.ts'),
    () => import('./commands/config/run.ts'),
  ),
  listCommand(
    'completion',
    'print a completion script for bash, zsh or fish',
    () => import('./commands/completion/command.ts'),
    () => import('./commands/completion/run.ts'),
  ),
  listCommand(
    'schema',
    "print the JSON Schema of a command's output",
    () => import('./commands/schema/command.ts'),
    () => import('./commands/schema/run.ts'),
  ),
  hidden(
    listCommand(
      '__complete',
      'print candidates for a shell',
      () => import('./commands/complete/command.ts'),
      () => import('./commands/complete/run.ts'),
    ),
  ),
];

export const commandTable: CommandTable<CommandEntry> = { entries, groups };

function hidden(entry: CommandEntry): CommandEntry {
  return { ...entry, isHidden: true };
}
