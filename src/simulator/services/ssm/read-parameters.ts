/** Reads parameters: one, several, those below a path, and their history. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import { callerParameters, selectorOf } from './caller-parameters.ts';
import { constraint, invalid, notFound } from './errors.ts';
import { checkPath, isBelow, type ParameterFilter, testOf } from './filters.ts';
import type { Parameter, ParameterVersion } from './parameter.ts';
import { toHistory, toMetadata, toParameter } from './shapes.ts';
import { currentOf, inOrder, type SsmState } from './state.ts';

interface Paged {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface NameInput extends Paged {
  readonly Name: string;
  readonly WithDecryption?: boolean;
}

interface PathInput extends Paged {
  readonly Path: string;
  readonly Recursive?: boolean;
  readonly ParameterFilters?: readonly ParameterFilter[];
  readonly WithDecryption?: boolean;
}

interface DescribeInput extends Paged {
  readonly Filters?: readonly ParameterFilter[];
  readonly ParameterFilters?: readonly ParameterFilter[];
}

export const readHandlers = {
  GetParameter: ({ Name, WithDecryption = false }: NameInput, context: CallContext) => {
    const found = findVersion(callerParameters(context), Name);
    if (!found) throw notFound();
    const [parameter, version] = found;
    const { version: Selector } = selectorOf(Name);
    const shape = toParameter(parameter, version, WithDecryption);
    return { Parameter: { ...shape, ...(Selector && { Selector: `:${Selector}` }) } };
  },

  GetParameters: (
    {
      Names,
      WithDecryption = false,
    }: { readonly Names: readonly string[]; readonly WithDecryption?: boolean },
    context: CallContext,
  ) => {
    checkNames(Names);
    const state = callerParameters(context);
    const found = Names.map((name) => [name, findOrNothing(state, name)] as const);
    return {
      Parameters: found.flatMap(([, one]) =>
        one ? [toParameter(one[0], one[1], WithDecryption)] : [],
      ),
      InvalidParameters: found.flatMap(([name, one]) => (one ? [] : [name])),
    };
  },

  GetParametersByPath: (input: PathInput, context: CallContext) => {
    const { Path, Recursive = false, ParameterFilters = [], WithDecryption = false } = input;
    const [below, passes] = [isBelow(checkPath(Path), Recursive), testOf(ParameterFilters)];
    const items = inOrder(callerParameters(context)).filter((one) => below(one) && passes(one));
    const scope = `path ${Path} ${Recursive} ${JSON.stringify(ParameterFilters)}`;
    const page = parameterPage(context, input, { scope, items, usual: 10, most: 10 });
    const shapes = page.items.map((one) => toParameter(one, currentOf(one), WithDecryption));
    return { Parameters: shapes, ...page.token };
  },

  DescribeParameters: (input: DescribeInput, context: CallContext) => {
    const { Filters = [], ParameterFilters = [] } = input;
    if (Filters.length > 0 && ParameterFilters.length > 0) {
      throw invalid('You can use either Filters or ParameterFilters in a single request.');
    }
    // The older filter supports only name prefixes.
    const older = Filters.map((one) =>
      one.Key === 'Name' ? { ...one, Option: 'BeginsWith' } : one,
    );
    const items = inOrder(callerParameters(context)).filter(
      testOf([...older, ...ParameterFilters]),
    );
    const scope = `describe ${JSON.stringify([Filters, ParameterFilters])}`;
    const page = parameterPage(context, input, { scope, items, usual: 50, most: 50 });
    return { Parameters: page.items.map(toMetadata), ...page.token };
  },

  GetParameterHistory: (input: NameInput, context: CallContext) => {
    const parameter = callerParameters(context).parameters.get(selectorOf(input.Name).name);
    if (!parameter) throw notFound();
    const page = callPage(context, {
      items: parameter.versions,
      key: ({ version }) => String(version),
      token: input.NextToken,
      size: sizeOf(input, 50, 50),
      scope: `history ${input.Name}`,
      invalidToken: badToken,
    });
    return {
      Parameters: page.items.map((one) => toHistory(parameter, one, input.WithDecryption ?? false)),
      ...page.token,
    };
  },
};

type Found = readonly [Parameter, ParameterVersion];

/** Throws for an unknown version of an existing parameter. */
export function findVersion(state: SsmState, selector: string): Found | undefined {
  const { name, version: requested } = selectorOf(selector);
  const parameter = state.parameters.get(name);
  if (!parameter) return undefined;
  if (requested === undefined) return [parameter, currentOf(parameter)];
  const version = parameter.versions.find((one) => String(one.version) === requested);
  if (version) return [parameter, version];
  throw new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${requested} of ${name}. Verify the version and try again.`,
  );
}

function findOrNothing(state: SsmState, name: string): Found | undefined {
  try {
    return findVersion(state, name);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function checkNames(names: readonly string[]): void {
  if (names.length < 1 || names.length > 10) {
    throw constraint('names', `[${names.join(', ')}]`, 'Member must have 1 to 10 items');
  }
  if (new Set(names).size < names.length) {
    throw invalid('Names must not be given twice.');
  }
}

interface ItemsToPage {
  readonly scope: string;
  readonly items: readonly Parameter[];
  readonly usual: number;
  readonly most: number;
}

function parameterPage(
  context: CallContext,
  input: Paged,
  { scope, items, usual, most }: ItemsToPage,
) {
  const page = callPage(context, {
    items,
    key: ({ name }) => name,
    token: input.NextToken,
    size: sizeOf(input, usual, most),
    scope,
    invalidToken: badToken,
  });
  return { items: page.items, token: page.token };
}

function sizeOf({ MaxResults }: Paged, usual: number, most: number): number {
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > most)) {
    throw constraint('maxResults', MaxResults, `Member must be between 1 and ${most}`);
  }
  return MaxResults ?? usual;
}

function badToken(): AwsError {
  return new AwsError('InvalidNextToken', 'The specified token is not valid.');
}
