/** `flotilla inventory policy`: the policies that a role needs to list what is asked for, ready for IAM. */

import { selectEntries } from '../../inventory/catalogue/catalogue.ts';
import { withParents } from '../../inventory/catalogue/lineage.ts';
import { inventoryPolicies } from '../../inventory/catalogue/policy.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { catalogueFor, type Narrowing } from '../options/collect.ts';
import type { Given } from '../options/option.ts';
import { count } from '../output/text.ts';

export type PolicyGiven = Given & Narrowing;

/** One policy is printed as it is, several as a list: IAM takes each by itself. */
export async function inventoryPolicy(given: PolicyGiven, io: Io): Promise<ExitCode> {
  const catalogue = catalogueFor(given);
  const entries = withParents(selectEntries(catalogue, given), catalogue.byKey);
  const policies = inventoryPolicies(entries);
  const [first, ...more] = policies;
  io.stdout.write(`${JSON.stringify(more.length === 0 ? first : policies, null, 2)}\n`);
  const actions = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  const text = policies.length === 1 ? '1 policy' : `${policies.length} policies`;
  io.stderr.write(`${text}, ${count(actions.length, 'action')}\n`);
  if (given.breadth) io.stderr.write(breadthNote);
  return exitCode.done;
}

const breadthNote =
  "Cloud Control asks the services with the role's own permissions, which no list has: attach AWS's ReadOnlyAccess as well\n";
