import { isAccountId } from '../../../../model/account.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { checkedText } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { fileOptions, monthOption } from '../options.ts';
import { serviceCostSchema } from './record.ts';

const accountProblem = (value: string) =>
  isAccountId(value) ? undefined : 'is not an account id; give 12 digits';

export const command = defineCommand({
  description:
    'Lists the costs of one account by service, from the first day of the month until today. Cost Explorer charges $0.02 for it.',
  examples: [
    { command: 'flotilla report account-cost 111111111111' },
    {
      note: 'a past month, with a total that is a formula',
      command: 'flotilla report account-cost 111111111111 --month 2026-03 --out cost.xlsx',
    },
  ],
  docs: 'docs/reports.md',
  arguments: { account: checkedText('account', accountProblem).describe('id of the account') },
  options: {
    ...settingsOptions,
    ...monthOption('the month in progress'),
    ...fileOptions,
    ...awsOptions,
  },
  output: { kind: 'rows', schema: serviceCostSchema },
});
