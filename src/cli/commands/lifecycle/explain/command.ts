import { isAccountId } from '../../../../model/account.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { checkedText } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { accountExplanationSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Explains why an account is in its state, which rule applies now, and what happens next and when. Changes nothing.',
  examples: [{ command: 'flotilla lifecycle explain 123456789012' }],
  docs: 'docs/personal-accounts.md',
  arguments: {
    account: checkedText(
      'account',
      (id) => (isAccountId(id) ? undefined : 'is not an account id; account ids have 12 digits'),
      { completion: 'settings-entry', flag: 'account' },
    ).describe('id of an account'),
  },
  options: { ...settingsOptions, ...awsOptions },
  output: { kind: 'document', schema: accountExplanationSchema },
});
