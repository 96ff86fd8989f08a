/** `flotilla inventory …`: the commands about what is in the accounts. */

import { type Command, Option } from 'commander';
import type { CatalogueGiven } from './commands/inventory-catalogue.ts';
import type { CheckGiven } from './commands/inventory-check.ts';
import type { DiffGiven } from './commands/inventory-diff.ts';
import type { PolicyGiven } from './commands/inventory-policy.ts';
import type { QueryGiven } from './commands/inventory-query.ts';
import type { SummaryGiven } from './commands/inventory-summary.ts';
import type { Io } from './io.ts';
import { expectNoAws } from './options/aws.ts';
import {
  addCheckOptions,
  addCollectOptions,
  type CollectGiven,
  narrowing,
} from './options/collect.ts';
import { addPlaces, addRunsOptions, expectPlaces } from './options/inventory-runs.ts';
import { addOptions } from './options/option.ts';
import { outputOption } from './options/output.ts';
import { roleHeading, roleOptions } from './options/role.ts';
import { runHeading, runOptions } from './options/run.ts';
import { selectionHeading, selectionOptions } from './options/selection.ts';
import { filled } from './options/values.ts';
import { addOrchestration } from './orchestration-program.ts';
import type { Ended } from './program.ts';

export function addInventory(program: Command, io: Io, ended: Ended): void {
  const group = program
    .command('inventory')
    .summary('what is in the accounts: collect it, ask it, compare it')
    .description(
      'Collects the resources of accounts into files, and answers questions about them.',
    );
  addCollect(group, io, ended);
  addQuery(group, io, ended);
  addDiff(group, io, ended);
  addSummary(group, io, ended);
  addCatalogue(group, io, ended);
  addPolicy(group, io, ended);
  addCheck(group, io, ended);
  addOrchestration(group, io, ended);
}

function addCollect(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('collect')
    .summary('list every resource of every account into files')
    .description(
      'Lists the resources of every selected account in every region that it has enabled (or --regions), and writes down what could not be read. Prints where the run lies.',
    )
    .addHelpText('after', collectExample)
    .action(async (_, self: Command) => {
      const { inventoryCollect } = await import('./commands/inventory-collect.ts');
      ended(await inventoryCollect(self.optsWithGlobals<CollectGiven>(), io));
    });
  addCollectOptions(command);
  addOptions(command, selectionHeading, selectionOptions);
  addOptions(command, roleHeading, roleOptions);
  addOptions(command, runHeading, runOptions);
}

function addCheck(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('check')
    .summary('what the role lacks in every account, before anything is collected')
    .description(
      "Asks IAM's policy simulator in every selected account which actions the role lacks, and what that would cost. Where the role may not ask, every listing's first page is tried instead. Without --regions it is one region that is asked about.",
    )
    .addHelpText('after', checkExample)
    .action(async (_, self: Command) => {
      const { inventoryCheck } = await import('./commands/inventory-check.ts');
      ended(await inventoryCheck(self.optsWithGlobals<CheckGiven>(), io));
    });
  command.addOption(outputOption());
  addCheckOptions(command);
  addOptions(command, selectionHeading, selectionOptions);
  addOptions(command, roleHeading, roleOptions);
  addOptions(command, runHeading, runOptions);
}

const checkExample = `
  flotilla inventory check --name 'sandbox-*' --services EC2,S3

The exit code is 2 when something is lacking, or could not be checked.
`;

const collectExample = `
  flotilla inventory collect --name 'sandbox-*' --services EC2,S3 --regions eu-west-1
  flotilla inventory query 'select type, count(*) from resources group by type'

The exit code is 2 when some accounts could not be read, or not in whole.
`;

function addQuery(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('query')
    .argument('[sql]', 'the question; views are resources, accounts, gaps, runs and one per type')
    .summary('ask an inventory in SQL')
    .description('Answers a question in SQL (DuckDB) over the files of one or more inventory runs.')
    .addHelpText('after', queryExample)
    .action(async (sql: string | undefined, _, self: Command) => {
      expectPlaces(self);
      const { inventoryQuery } = await import('./commands/inventory-query.ts');
      ended(await inventoryQuery(sql, self.optsWithGlobals<QueryGiven>(), io));
    });
  command.addOption(outputOption());
  command.addOption(new Option('--interactive', 'ask question after question, each up to its ;'));
  addRunsOptions(command);
}

function addDiff(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('diff')
    .argument('<run1>', 'id, folder or s3://… of the earlier run')
    .argument('<run2>', 'id, folder or s3://… of the later run')
    .summary('what changed from one run to another')
    .description(
      'Tells which resources came, went and changed between two runs. What one of them could not read is told as that.',
    )
    .action(async (first: string, second: string, _, self: Command) => {
      expectPlaces(self, [first, second]);
      const { inventoryDiff } = await import('./commands/inventory-diff.ts');
      ended(await inventoryDiff([first, second], self.optsWithGlobals<DiffGiven>(), io));
    })
    .addOption(shortOutput())
    .addOption(new Option('--fail-on-change', 'exit with 2 when something changed'))
    .addOption(
      new Option(
        '--all-fields',
        'also what changes by itself: times of collection, last use, counters',
      ),
    );
  addPlaces(command);
}

function addSummary(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('summary')
    .summary('how much there is, and where')
    .description(
      'Counts resources by account, service, type and region, and says what could not be read.',
    )
    .action(async (_, self: Command) => {
      expectPlaces(self);
      const { inventorySummary } = await import('./commands/inventory-summary.ts');
      ended(await inventorySummary(self.optsWithGlobals<SummaryGiven>(), io));
    })
    .addOption(shortOutput())
    .addOption(
      new Option(
        '--html <file>',
        'write a page with charts instead, which needs no network',
      ).argParser(filled('--html', 'print')),
    );
  addRunsOptions(command);
}

function addCatalogue(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('catalogue')
    .summary('what can be collected')
    .description('Lists the types of resources that can be collected, and by which calls.')
    .configureHelp({ showGlobalOptions: false })
    .action(async (given: CatalogueGiven, self: Command) => {
      expectNoAws(self);
      const { inventoryCatalogue } = await import('./commands/inventory-catalogue.ts');
      ended(await inventoryCatalogue(given, io));
    });
  command.addOption(outputOption());
  for (const option of narrowing()) command.addOption(option);
}

function addPolicy(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('policy')
    .summary('what a role must be allowed to collect it')
    .description(
      'Prints the least that a role must be allowed, as IAM policies: one, or a list where one would be too long for IAM.',
    )
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', policyExample)
    .action(async (given: PolicyGiven, self: Command) => {
      expectNoAws(self);
      const { inventoryPolicy } = await import('./commands/inventory-policy.ts');
      ended(await inventoryPolicy(given, io));
    });
  for (const option of narrowing()) command.addOption(option);
}

function shortOutput(): Option {
  return new Option('--output <format>', 'how results are printed')
    .choices(['table', 'json'])
    .default('table');
}

const queryExample = `
  flotilla inventory query "select type, count(*) from resources group by type order by 2 desc"
  flotilla inventory query "from ec2_instance where State->>'Name' = 'running'" --output csv
  flotilla inventory query --interactive
`;

const policyExample = `
  flotilla inventory policy --services EC2,S3 > policy.json
  aws iam create-policy --policy-name inventory --policy-document file://policy.json
`;
