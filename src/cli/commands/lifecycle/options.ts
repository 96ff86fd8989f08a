/** Options that several commands of the life cycle have. */

import { headed, omit } from '../../options/option.ts';
import { selectionHeading, selectionOptions } from '../../options/selection.ts';

/** Which managed accounts. The region is that of the settings. */
export const accountOptions = headed(
  selectionHeading.replace(' and regions', ''),
  omit(selectionOptions, ['regions']),
);
