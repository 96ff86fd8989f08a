/** Who receives the notices of an account. */

import type { IncidentAccount } from '../incidents/account-facts.ts';
import { tagKeys } from '../lifecycle/model/observation.ts';
import type { Settings } from '../settings/settings.ts';

/** The holder, or else the address of the account. Undefined: neither is a mail address. */
export function recipientOf(
  { features }: Pick<Settings, 'features'>,
  { tags, email }: Pick<IncidentAccount, 'tags' | 'email'>,
): string | undefined {
  const { holder } = tagKeys(features.withTagPrefix);
  return [tags[holder] ?? '', email].find(isMailAddress);
}

/** One address without a name. Account addresses may have a plus sign, which tags of holders do not. */
function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/.test(text);
}
