import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { text } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';
import { incidentSchema } from '../record.ts';

export const incidentDetailsSchema = incidentSchema.extend({
  email: z.string(),
  organizationalUnit: z.string(),
  message: z.string(),
  attachments: z
    .array(z.strictObject({ title: z.string(), object: z.string(), link: z.string() }))
    .describe('With links that expire after an hour, or with your credentials.'),
  latestFollowUps: z.array(
    z.strictObject({ at: z.string(), title: z.string(), message: z.string() }),
  ),
});

export type IncidentDocument = z.output<typeof incidentDetailsSchema>;

export const command = defineCommand({
  description:
    'Prints an incident with its message, its follow-ups, and links to its attachments. The links expire after an hour.',
  examples: [{ command: 'flotilla exceptions show oi-0123456789ab' }],
  docs: 'docs/exceptions.md',
  arguments: { id: text('id', '').describe('id of an incident, as exceptions list prints it') },
  options: { ...settingsOptions, ...awsOptions },
  output: { kind: 'document', schema: incidentDetailsSchema },
});
