/**
 * Cost allocation tags: the keys of the accounts' tags, which the payer activates. An account's tag has the prefix
 * `accountTag/`, and applies to all costs of the account.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/account-tags-cost-allocation.html
 * https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2-tag-columns.html
 */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import { perWorld } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { invalid } from './errors.ts';

const activeKeys = perWorld(() => new Set<string>());
const prefix = 'accountTag/';

/** Values of the active keys on this account. */
export function activeTagsOf(
  world: World,
  { tags }: SimulatedAccount,
): Readonly<Record<string, string>> {
  const active = activeKeys(world);
  const known = [...(tags ?? [])].map(([key, value]) => [`${prefix}${key}`, value] as const);
  return Object.fromEntries(known.filter(([key]) => active.has(key)));
}

interface ListInput {
  readonly Status?: string;
  readonly TagKeys?: readonly string[];
  readonly Type?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface UpdateInput {
  readonly CostAllocationTagsStatus: readonly {
    readonly TagKey: string;
    readonly Status: string;
  }[];
}

const maxTags = 20;

export const allocationTagHandlers = {
  ListCostAllocationTags: (input: ListInput, context: CallContext) => {
    requirePayer(context, 'list');
    const { Status, TagKeys = [], Type = 'UserDefined', NextToken, MaxResults = 100 } = input;
    const { world } = context;
    const active = activeKeys(world);
    const items = (Type === 'UserDefined' ? allKeys(world) : [])
      .map((key) => ({ key, status: active.has(key) ? 'Active' : 'Inactive' }))
      .filter(({ key }) => TagKeys.length === 0 || TagKeys.includes(key))
      .filter(({ status }) => Status === undefined || Status === status);
    const page = callPage(context, {
      items,
      key: ({ key }) => key,
      token: NextToken,
      size: MaxResults,
      scope: `cost allocation tags ${Status} ${Type} ${TagKeys}`,
      invalidToken: () => invalid('The next token is not valid.'),
    });
    return {
      CostAllocationTags: page.items.map(({ key, status }) => ({
        TagKey: key,
        Type: 'UserDefined',
        Status: status,
      })),
      ...page.token,
    };
  },

  UpdateCostAllocationTagsStatus: (input: UpdateInput, context: CallContext) => {
    requirePayer(context, 'update');
    const { CostAllocationTagsStatus: changes } = input;
    if (changes.length === 0 || changes.length > maxTags) {
      throw invalid(`CostAllocationTagsStatus must have 1 to ${maxTags} items.`);
    }
    const known = new Set(allKeys(context.world));
    const active = activeKeys(context.world);
    for (const { TagKey, Status } of changes.filter(({ TagKey }) => known.has(TagKey))) {
      if (Status === 'Active') active.add(TagKey);
      else active.delete(TagKey);
    }
    return {
      Errors: changes
        .filter(({ TagKey }) => !known.has(TagKey))
        .map(({ TagKey }) => ({
          TagKey,
          Code: 'TagKeysNotFoundException',
          Message: `Tag key ${TagKey} does not exist.`,
        })),
    };
  },
};

function allKeys({ organization }: World): readonly string[] {
  const keys = new Set(organization.accounts.flatMap(({ tags }) => [...(tags?.keys() ?? [])]));
  return [...keys].sort().map((key) => `${prefix}${key}`);
}

/** https://github.com/hashicorp/terraform-provider-aws/issues/37636 */
function requirePayer({ world, caller }: CallContext, verb: string): void {
  if (caller.accountId === world.organization.managementAccountId) return;
  const what = verb === 'list' ? 'Tags' : 'Tag';
  throw new AwsError(
    'AccessDeniedException',
    `Failed to ${verb} Cost Allocation ${what}: Linked account doesn't have access to cost allocation tags.`,
  );
}
