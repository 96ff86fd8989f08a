import * as z from 'zod';
import { isAccountId } from '../../../../model/account.ts';
import { accountEventLabels } from '../../../../model/account-event.ts';
import { exceptionLabels } from '../../../../model/payload-event.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { checkedText, choice, text } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';

export const sampleEventSchema = z.strictObject({
  source: z.string(),
  detailType: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

const accountProblem = (value: string) =>
  isAccountId(value) ? undefined : 'is not an account id; give 12 digits';

export const command = defineCommand({
  description:
    'Puts a sample event on the bus of the automation account, as the life cycle does. Rules and functions handle it like any other: an exception opens an incident and notifies people, and your own subscribers receive it.',
  examples: [
    { command: 'flotilla notify event GenericException --account 111111111111' },
    {
      note: 'for a subscriber of your own',
      command:
        'flotilla notify event PreparationReport --account 111111111111 --message "a sample" --yes',
    },
  ],
  docs: 'docs/event-bus.md',
  arguments: {
    label: choice('label', [...accountEventLabels, ...exceptionLabels]).describe(
      'detail type of the event',
    ),
  },
  options: {
    ...settingsOptions,
    account: checkedText('account', accountProblem).describe('account that it is about'),
    message: text('text', 'say that it is a sample').describe('text of the event').optional(),
    ...awsOptions,
  },
  confirm: 'destructive',
  output: { kind: 'document', schema: sampleEventSchema },
});
