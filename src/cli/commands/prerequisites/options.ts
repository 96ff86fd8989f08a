/** Options of `flotilla prerequisites`. */

import { regionSchema } from '../../../organization/selection.ts';
import { checkedText } from '../../options/kinds.ts';
import { settingsOptions } from '../settings/settings-options.ts';

export const prerequisiteOptions = {
  ...settingsOptions,
  signInRegion: checkedText('region', regionProblem, {
    fallback: 'automation.region of the settings',
    completion: 'region',
  })
    .describe('region of IAM Identity Center, where people sign in')
    .optional(),
};

function regionProblem(text: string): string | undefined {
  return regionSchema.safeParse(text).error?.issues[0]?.message.replace(/^"[^"]*" /, '');
}
