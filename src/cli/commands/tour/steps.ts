/** What the tour shows, step by step. Each step runs commands as a user types them. */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import countUsers from './count-users.ts';
import type { TourOrganization } from './tour-organization.ts';

export interface TourStep {
  readonly title: string;
  /** A sentence or two on what will be seen. */
  readonly text: string;
  /** Shown above the commands: code, say. */
  readonly code?: string;
  readonly commands: (tour: TourOrganization) => readonly (readonly string[])[];
  /** Before its commands run. */
  readonly prepare?: (tour: TourOrganization) => void;
  /** A file whose first lines are shown below. */
  readonly file?: (tour: TourOrganization) => string;
}

const outcomesOf = ({ folder }: TourOrganization) => `${folder}/outcomes.ndjson`;
const inventoryOf = ({ folder }: TourOrganization) => `${folder}/inventory`;
/** Pages, CSV files and workbooks. */
export const reportsOf = ({ folder }: Pick<TourOrganization, 'folder'>) => `${folder}/reports`;
const brokenBuildOf = ({ folder }: TourOrganization) => `${folder}/broken-build.yaml`;
const brokenBuild = `faults:
  - { build: { project: SpaProjectForAccountPurge }, fault: { fail: true } }
`;
/** One account never answers. On a terminal calls take longer. */
const timeoutOf = ({ isWatched }: TourOrganization) => (isWatched ? '4s' : '1s');

/** The same file in the sources and in the package, where it is compiled. */
const functionFile = fileURLToPath(
  new URL(`./count-users${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

const runCommand = (tour: TourOrganization) => [
  'run',
  functionFile,
  ...['--concurrency', '8', '--timeout', timeoutOf(tour), '--yes'],
];

/** A few of the six hundred types, so that the tour stays short. */
const types =
  'ec2_instance,ec2_vpc,iam_role,iam_user,lambda_function,rds_db_instance,dynamodb_table,sqs_queue';

const question =
  'SELECT type, count(*) AS resources, count(DISTINCT account_id) AS accounts FROM resources GROUP BY ALL ORDER BY resources DESC';

export const steps: readonly TourStep[] = [
  {
    title: 'The accounts',
    text: 'This process simulates an organization of 120 accounts behind the AWS wire protocols. Flotilla reads it like a real one. Some accounts are suspended or closed: they are listed, and skipped by runs.',
    commands: () => [['accounts']],
  },
  {
    title: 'A function in every account',
    text: 'This function counts IAM users. It runs in all accounts, eight at a time, with credentials of each account. A few accounts fail, which does not end the run: what failed and why is part of the result.',
    code: countUsers.toString(),
    commands: (tour) => [[...runCommand(tour), '--out', outcomesOf(tour)]],
  },
  {
    title: 'The outcome file',
    text: 'Every outcome is a line of JSON in a file, written when it is known: for jq, for a spreadsheet, and to resume.',
    commands: () => [],
    file: outcomesOf,
  },
  {
    title: 'Resume',
    text: 'The faults are gone. The same run continues with its file: targets that are done stay done, and only the rest runs. Accounts without the role still fail.',
    prepare: (tour) => tour.repair(),
    commands: (tour) => [[...runCommand(tour), '--resume', outcomesOf(tour)]],
  },
  {
    title: 'The resources in the accounts',
    text: 'Eight of six hundred resource types are listed in every account and written as Parquet, with a manifest of what could not be read. Then a query in SQL.',
    commands: (tour) => [
      [
        ...['inventory', 'collect', '--out', inventoryOf(tour), '--types', types],
        ...['--format', 'parquet', '--regions', 'us-east-1', '--concurrency', '40', '--yes'],
      ],
      ['inventory', 'query', question, '--from', inventoryOf(tour)],
    ],
  },
  {
    title: 'Personal accounts, day by day',
    text: 'Accounts that employees keep are prepared, released, expired and purged, week after week. A rehearsal runs that on another simulated organization with its own clock: a month passes in seconds, one worker in twenty is killed in the middle of a task, and invariants are judged throughout.',
    commands: ({ isWatched }) => [
      [
        ...['rehearse', '--accounts', isWatched ? '120' : '40', '--days', isWatched ? '30' : '5'],
        ...['--seed', 'armada', '--sweep-hours', '3', '--kill', '5'],
      ],
    ],
  },
  {
    title: 'A month with a broken build, and its reports',
    text: 'Now every purge fails, as it would with a mistake in its buildspec. The rehearsal says which invariants do not hold, names accounts, and shows what happened to them: every state, decision, build and event. It ends with the reports that people get of such a month: accounts, activities, costs and whether they add up to the invoice.',
    prepare: (tour) => writeFileSync(brokenBuildOf(tour), brokenBuild),
    commands: (tour) => [
      [
        ...['rehearse', '--accounts', '11', '--days', '30', '--sweep-hours', '6'],
        ...['--seed', 'armada', '--faults', brokenBuildOf(tour), '--reports', reportsOf(tour)],
      ],
    ],
  },
];
