/** `flotilla settings schema`: the JSON Schema that editors check the settings file with. */

import { settingsJsonSchema } from '../../settings/settings-json-schema.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

export async function settingsSchema(io: Io): Promise<ExitCode> {
  io.stdout.write(`${JSON.stringify(settingsJsonSchema(), null, 2)}\n`);
  return exitCode.done;
}
