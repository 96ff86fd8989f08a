/** Options of `deploy`, `destroy` and `bootstrap`. */

import { awsOptions } from '../../options/aws.ts';
import { text } from '../../options/kinds.ts';
import { settingsOptions } from '../settings/settings-options.ts';

export const deployOptions = {
  ...settingsOptions,
  infra: text('folder', "use the app of this package, 'infra'", { completion: 'folder' })
    .describe('folder of the CDK app')
    .optional(),
  ...awsOptions,
};
