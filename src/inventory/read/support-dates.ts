/** When AWS ends the standard support of versions, for checks of what has ended and of what ends soon. */

type Row = readonly string[];

interface SupportDates {
  /** The last one is the day, `2026-04-30`. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** By the name of the function that queries read it with. */
const supportDates: Readonly<Record<string, SupportDates>> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
  lambda_runtimes: {
    columns: ['runtime', 'ends'],
    rows: [
      ['nodejs', '2016-10-31'],
      ['nodejs4.3', '2020-03-05'],
      ['nodejs6.10', '2019-08-12'],
      ['nodejs8.10', '2020-03-06'],
      ['nodejs10.x', '2021-07-30'],
      ['nodejs12.x', '2023-03-31'],
      ['nodejs14.x', '2023-12-04'],
      ['nodejs16.x', '2024-06-12'],
      ['nodejs18.x', '2025-09-01'],
      ['nodejs20.x', '2026-04-30'],
      ['nodejs22.x', '2027-04-30'],
      ['python2.7', '2021-07-15'],
      ['python3.6', '2022-07-18'],
      ['python3.7', '2023-12-04'],
      ['python3.8', '2024-10-14'],
      ['python3.9', '2025-12-15'],
      ['python3.10', '2026-10-31'],
      ['python3.11', '2027-06-30'],
      ['ruby2.5', '2021-07-30'],
      ['ruby2.7', '2023-12-07'],
      ['ruby3.2', '2026-03-31'],
      ['ruby3.3', '2027-03-31'],
      ['java8', '2024-01-08'],
      ['go1.x', '2024-01-08'],
      ['dotnetcore1.0', '2019-07-30'],
      ['dotnetcore2.0', '2019-05-30'],
      ['dotnetcore2.1', '2022-01-05'],
      ['dotnetcore3.1', '2023-04-03'],
      ['dotnet5.0', '2022-05-10'],
      ['dotnet6', '2024-12-20'],
      ['dotnet7', '2024-05-14'],
      ['dotnet8', '2026-11-10'],
      ['provided', '2024-01-08'],
    ],
  },
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
  rds_engines: {
    columns: ['engine', 'version', 'ends'],
    rows: [
      ['mysql', '5.6', '2022-03-01'],
      ['mysql', '5.7', '2024-02-29'],
      ['mysql', '8.0', '2026-07-31'],
      ['mysql', '8.4', '2029-07-31'],
      ['mariadb', '10.3', '2023-10-23'],
      ['mariadb', '10.4', '2025-02-28'],
      ['mariadb', '10.5', '2026-02-28'],
      ['mariadb', '10.6', '2026-07-31'],
      ['mariadb', '10.11', '2028-02-29'],
      ['postgres', '9.6', '2022-04-26'],
      ['postgres', '10', '2023-04-17'],
      ['postgres', '11', '2024-02-29'],
      ['postgres', '12', '2025-02-28'],
      ['postgres', '13', '2026-02-28'],
      ['postgres', '14', '2027-02-28'],
      ['aurora-mysql', '5.7', '2024-10-31'],
      ['aurora-mysql', '8.0', '2028-04-30'],
      ['aurora-postgresql', '11', '2024-02-29'],
      ['aurora-postgresql', '12', '2025-02-28'],
      ['aurora-postgresql', '13', '2026-02-28'],
      ['aurora-postgresql', '14', '2027-02-28'],
    ],
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
  eks_versions: {
    columns: ['version', 'ends'],
    rows: [
      ['1.23', '2023-10-11'],
      ['1.24', '2024-01-31'],
      ['1.25', '2024-05-01'],
      ['1.26', '2024-06-11'],
      ['1.27', '2024-07-24'],
      ['1.28', '2024-11-26'],
      ['1.29', '2025-03-23'],
      ['1.30', '2025-07-23'],
      ['1.31', '2025-11-26'],
      ['1.32', '2026-03-23'],
      ['1.33', '2026-07-29'],
      ['1.34', '2026-12-02'],
      ['1.35', '2027-03-27'],
    ],
  },
};

/** Names of these functions, which return tables. */
export const supportDateFunctions: readonly string[] = Object.keys(supportDates);

export const supportDateMacros: readonly string[] = Object.entries(supportDates).map(
  ([name, { columns, rows }]) => {
    const values = rows.map((row) => `(${row.map((value) => `'${value}'`).join(', ')})`).join(', ');
    const names = columns.join(', ');
    const typed = [...columns.slice(0, -1), `${columns.at(-1)}::DATE AS ${columns.at(-1)}`].join(
      ', ',
    );
    return `CREATE MACRO ${name}() AS TABLE SELECT ${typed} FROM (VALUES ${values}) AS v(${names})`;
  },
);
