/**
 * How a function copes with an account that denies, one that throttles and one that hangs: on a simulated organization,
 * in which an hour passes at once. In a project that has installed the package: `node rehearse-run.ts`.
 */

import { acrossAccounts } from 'flotilla';
import { driveThrough, simulateOrganization, virtualClock } from 'flotilla/simulator';
import countUsers from './count-users.ts';

export async function rehearseRun() {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock });
  const add = (name: string) => organization.addAccount({ name }).id;
  const [, denies, throttles, hangs] = ['copes', 'denies', 'throttles', 'hangs'].map(add);
  const faulty = (account = '') => ({ service: 'iam', operation: 'ListUsers', account });
  organization.fault({ ...faulty(denies), fault: { deny: true } });
  organization.fault({ ...faulty(throttles), times: 3, fault: { throttle: true } });
  organization.fault({ ...faulty(hangs), fault: { hang: true } });

  const aws = { ...organization.access(), clock };
  const run = () => acrossAccounts(countUsers, { aws, timeoutMs: 3_600_000, order: 'input' });
  const { results, exceptions } = await driveThrough({ organization, clock }, run);
  return {
    done: results.map(({ account }) => account.name),
    failed: exceptions.map(({ account, kind }) => `${account.name}: ${kind}`),
  };
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(`${JSON.stringify(await rehearseRun(), undefined, 2)}\n`);
