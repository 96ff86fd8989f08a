/** The facts about an account that incidents and notifications show. */

import { classify } from '../aws/failures.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { describeAccount } from '../organization/accounts.ts';
import { readTags } from '../organization/tags-of-account.ts';
import { costCenterOf, costTagOf } from '../reports/organization/report-account.ts';

export interface IncidentAccount {
  readonly id: string;
  /** `alpha (111111111111)`, or the id alone. */
  readonly label: string;
  readonly name: string;
  readonly email: string;
  readonly costCenter: string;
  /** Id of the OU that it is directly in. */
  readonly unit: string;
  /** From the root down. */
  readonly parents: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

type FactsContext = Pick<Lifecycle, 'management' | 'settings'>;

/** Undefined: the organization has no such account. */
export async function readAccountFacts(
  { management, settings }: FactsContext,
  id: string,
): Promise<IncidentAccount | undefined> {
  const account = await describeAccount(management, id);
  if (!account) return undefined;
  const tags = await readTags(management, id);
  const { name = '', email = '', parents = [] } = account;
  return {
    id,
    label: labelOf(id, name),
    name,
    email,
    costCenter: costCenterOf({ tags }, costTagOf({ settings })),
    unit: parents.at(-1) ?? '',
    parents,
    tags,
  };
}

/** Facts are worth a retry, but not an alert: what is denied for good is replaced by the id. */
export async function readAccountLabel(lifecycle: FactsContext, id: string): Promise<string> {
  try {
    const { name = '' } = (await describeAccount(lifecycle.management, id)) ?? {};
    return labelOf(id, name);
  } catch (error) {
    if (classify(error).retryable) throw error;
    return id;
  }
}

function labelOf(id: string, name: string): string {
  return name === '' ? id : `${name} (${id})`;
}
