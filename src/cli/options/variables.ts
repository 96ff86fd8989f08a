/** A flag for each variable of an installation. */

import { Option } from 'commander';
import { type Environment, type Variable, variables } from '../variables/variables.ts';
import type { Given } from './option.ts';

export function variableOptions(names = Object.keys(variables)): readonly Option[] {
  return all
    .filter(({ name }) => names.includes(name))
    .map(({ name, flag, help, fallback }) => {
      const otherwise = fallback ? `${name}, or ${fallback}` : name;
      return new Option(`${flag} <value>`, `${help} (default: ${otherwise})`);
    });
}

/** By the variables' names. */
export function flagValues(given: Given): Environment {
  return Object.fromEntries(
    all.flatMap(({ name, flag }) => {
      const value = given[new Option(flag).attributeName()];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

const all: readonly Variable[] = Object.values(variables);
