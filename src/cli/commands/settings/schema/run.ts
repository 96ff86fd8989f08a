/** `flotilla settings schema`: the JSON Schema of the settings file. */

import { settingsJsonSchema } from '../../../../settings/settings-json-schema.ts';
import type { RunOf } from '../../../define-command.ts';
import { jsonDocument } from '../../../output/printer.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (_, context) => {
  context.print(settingsJsonSchema(), jsonDocument);
  return undefined;
};
