/** `flotilla schema`: the JSON Schema of what a command prints. */

import * as z from 'zod';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { nearest } from '../../../model/nearest.ts';
import type { CommandOutput } from '../../command-definition.ts';
import type { RunOf } from '../../define-command.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async ({ command: words }, context) => {
  const name = words.join(' ');
  const { entries } = context.table;
  const entry = entries.find((one) => one.name === name);
  if (!entry)
    throw unknownCommand(
      name,
      entries.map((one) => one.name),
    );
  const { output } = await entry.declare();
  const text = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;
  context.print(schemaOf(name, output), { tables: () => [], text });
  return undefined;
};

function schemaOf(name: string, output: CommandOutput): object {
  if (output.kind === 'text') {
    const message = `flotilla ${name} prints text, and has no JSON output`;
    throw new FlotillaError('InvalidInput', message);
  }
  const schema = output.kind === 'rows' ? z.array(output.schema) : output.schema;
  return {
    title: `flotilla ${name} --output json`,
    ...z.toJSONSchema(schema, { unrepresentable: 'any' }),
  };
}

function unknownCommand(name: string, known: readonly string[]): FlotillaError {
  const near = nearest(name, known);
  const hint = near === undefined ? 'see flotilla --help' : `did you mean ${near}?`;
  return new FlotillaError('InvalidInput', `"${name}" is not a command; ${hint}`);
}
