/** `flotilla inventory policy`: the policies that a role needs to list the selected types, ready for IAM. */

import {
  type InventoryPolicyDocument,
  inventoryPolicies,
} from '../../../../inventory/catalogue/policy.ts';
import type { RunOf } from '../../../define-command.ts';
import type { DocumentView } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import { breadthNote, entriesWithParents } from '../read-catalogue.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const policies = inventoryPolicies(entriesWithParents(options));
  const [first, ...more] = policies;
  // IAM takes each by itself.
  context.print(first && more.length === 0 ? first : policies, policyView);
  const actions = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  const number = policies.length === 1 ? '1 policy' : `${policies.length} policies`;
  const hint = options.breadth ? { hint: breadthNote } : {};
  return { summary: `${number}, ${count(actions.length, 'action')}`, ...hint };
};

type Policies = InventoryPolicyDocument | readonly InventoryPolicyDocument[];

const policyView: DocumentView<Policies> = {
  tables: () => [],
  text: (policies) => `${JSON.stringify(policies, null, 2)}\n`,
  rows: (policies) =>
    [policies]
      .flat()
      .flatMap(({ Statement }, at) =>
        Statement.flatMap(({ Sid, Action }) =>
          Action.map((action) => ({ policy: at + 1, statement: Sid, action })),
        ),
      ),
};
