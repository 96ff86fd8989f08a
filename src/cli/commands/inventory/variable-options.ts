/** An option for each variable of an installation on Kubernetes. */

import * as z from 'zod';
import { type OptionShape, withMeta } from '../../options/option.ts';
import { type Environment, type Variable, type VariableName, variables } from './variables.ts';

const all: readonly Variable[] = Object.values(variables);

/** Values are checked together with those of the environment, so that all problems are reported at once. */
export function variableOptions(names: readonly VariableName[]) {
  const options = all
    .filter(({ name }) => names.includes(name as VariableName))
    .map(({ name, flag, help, fallback }) => {
      const shown = fallback ? `${name}, or ${fallback}` : name;
      const schema = withMeta(z.string(), { kind: 'value', placeholder: 'value', fallback: shown });
      return [fieldOf(flag), schema.describe(help).optional()] as const;
    });
  return Object.fromEntries(options) satisfies OptionShape;
}

/** By the variables' names. */
export function variableValues(options: Readonly<Record<string, unknown>>): Environment {
  return Object.fromEntries(
    all.flatMap(({ name, flag }) => {
      const value = options[fieldOf(flag)];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** `bucketName` of `--bucket-name`. */
function fieldOf(flag: string): string {
  return flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
