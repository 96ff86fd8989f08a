/** Checks for names that AWS gives or takes: what is wrong with a value, behind the quoted value. */

import { isAccountId } from '../../model/account.ts';

export function accountProblem(text: string): string | undefined {
  return isAccountId(text) ? undefined : 'is not an account id; give its 12 digits';
}

export function bucketProblem(text: string): string | undefined {
  const isName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text);
  return isName && !/\.\.|^\d+(\.\d+){3}$/.test(text)
    ? undefined
    : 'is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens';
}
