/** `flotilla inventory vars`: the file of variables that the Kubernetes manifests are filled from. */

import type { RunOf } from '../../../define-command.ts';
import type { DocumentView } from '../../../output/printer.ts';
import { writeText } from '../../../write-text.ts';
import { variableValues } from '../variable-options.ts';
import { readVariables, type VariableName, variableNames } from '../variables.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const flags = variableValues(options);
  const variables = readVariables(variableNames, { flags, env: context.io.env });
  const { out } = options;
  if (out === '-') {
    context.print({ variables }, variablesView);
    return undefined;
  }
  const advice = 'run it in the folder that contains kubernetes/, or name another file';
  writeText('--out', out, linesOf(variables), advice);
  context.print({ file: out, variables }, variablesView);
  return undefined;
};

type Variables = Readonly<Record<VariableName, string>>;

interface VariablesDocument {
  readonly file?: string;
  readonly variables: Variables;
}

const variablesView: DocumentView<VariablesDocument> = {
  tables: () => [],
  text: ({ file, variables }) => (file === undefined ? linesOf(variables) : `${file}\n`),
  rows: ({ variables }) => Object.entries(variables).map(([name, value]) => ({ name, value })),
};

function linesOf(variables: Variables): string {
  return variableNames.map((name) => `${name}=${variables[name]}\n`).join('');
}
