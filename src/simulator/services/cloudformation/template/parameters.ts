/** Values of a template's parameters: supplied, kept, or the defaults; checked against their declarations. */

import type { TemplateParameter } from './shape.ts';
import { TemplateError } from './template-error.ts';

export interface ParameterInput {
  readonly ParameterKey?: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: boolean;
}

export interface ParameterValue {
  /** As supplied; for a parameter of Parameter Store, its name. */
  readonly text: string;
  /** From Parameter Store. */
  readonly resolved?: string;
  readonly isSecret: boolean;
  /** The value of `Ref`. */
  readonly value: string | readonly string[];
}

export interface ParameterSource {
  readonly supplied: readonly ParameterInput[];
  readonly previous?: ReadonlyMap<string, ParameterValue>;
  /** A value of Parameter Store; undefined when it does not exist. */
  readonly stored: (name: string) => string | undefined;
}

type Declarations = Readonly<Record<string, TemplateParameter>>;

const storedType = /^AWS::SSM::Parameter::Value<(.+)>$/;
const knownTypes = [
  'String',
  'Number',
  'CommaDelimitedList',
  'List<Number>',
  'List<String>',
  'AWS::SSM::Parameter::Name',
];

export function resolveParameters(
  declared: Declarations,
  source: ParameterSource,
): ReadonlyMap<string, ParameterValue> {
  const supplied = new Map(source.supplied.map((one) => [one.ParameterKey ?? '', one]));
  const unknown = [...supplied.keys()].filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0)
    throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const texts = Object.entries(declared).map(([name, parameter]) => {
    return [name, parameter, textOf(name, parameter, supplied.get(name), source)] as const;
  });
  const missing = texts.flatMap(([name, , text]) => (text === undefined ? [name] : []));
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  return new Map(
    texts.map(([name, parameter, text = '']) => [
      name,
      parameterValue(name, parameter, text, source),
    ]),
  );
}

function textOf(
  name: string,
  { Default }: TemplateParameter,
  supplied: ParameterInput | undefined,
  { previous }: ParameterSource,
): string | undefined {
  if (supplied?.UsePreviousValue) {
    const before = previous?.get(name);
    if (before) return before.text;
    throw invalid(
      `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
    );
  }
  return supplied?.ParameterValue ?? (Default === undefined ? undefined : String(Default));
}

function parameterValue(
  name: string,
  parameter: TemplateParameter,
  text: string,
  { stored }: ParameterSource,
): ParameterValue {
  const inner = storedType.exec(parameter.Type)?.[1];
  const type = inner ?? parameter.Type;
  if (!knownTypes.includes(type)) {
    throw invalid(`The simulator does not know the parameter type ${parameter.Type} yet.`);
  }
  checkValue(name, parameter, text);
  const resolved = inner === undefined ? undefined : stored(text);
  if (inner !== undefined && resolved === undefined) {
    throw invalid(`Unable to fetch parameters [${text}] from parameter store for this account.`);
  }
  const value = resolved ?? text;
  return {
    text,
    ...(resolved !== undefined && { resolved }),
    isSecret: String(parameter.NoEcho) === 'true',
    value: isList(type) ? value.split(',').map((one) => one.trim()) : value,
  };
}

const isList = (type: string) => type === 'CommaDelimitedList' || type.startsWith('List<');

function checkValue(name: string, parameter: TemplateParameter, text: string): void {
  const { Type, AllowedValues, ConstraintDescription } = parameter;
  const items = isList(Type) ? text.split(',').map((one) => one.trim()) : [text];
  const failed = items.flatMap((one) => failureOf(name, parameter, one) ?? [])[0];
  if (failed !== undefined && ConstraintDescription !== undefined) {
    throw invalid(`Parameter ${name} failed to satisfy constraint: ${ConstraintDescription}`);
  }
  if (failed !== undefined) throw invalid(failed);
  if (!Array.isArray(AllowedValues)) return;
  const allowed = AllowedValues.map(String);
  if (items.some((one) => !allowed.includes(one))) {
    throw invalid(`Parameter '${name}' must be one of AllowedValues`);
  }
}

function failureOf(name: string, parameter: TemplateParameter, text: string): string | undefined {
  return /^(List<)?Number>?$/.test(parameter.Type)
    ? numberFailure(name, parameter, text)
    : textFailure(name, parameter, text);
}

function numberFailure(
  name: string,
  { MinValue, MaxValue }: TemplateParameter,
  text: string,
): string | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number)) return `Parameter '${name}' must be a number.`;
  if (MinValue !== undefined && number < Number(MinValue)) {
    return `Parameter '${name}' must be a number not less than ${MinValue}`;
  }
  if (MaxValue !== undefined && number > Number(MaxValue)) {
    return `Parameter '${name}' must be a number not greater than ${MaxValue}`;
  }
  return undefined;
}

function textFailure(
  name: string,
  { MinLength, MaxLength, AllowedPattern }: TemplateParameter,
  text: string,
): string | undefined {
  if (MinLength !== undefined && text.length < Number(MinLength)) {
    return `Parameter '${name}' must contain at least ${MinLength} characters`;
  }
  if (MaxLength !== undefined && text.length > Number(MaxLength)) {
    return `Parameter '${name}' must contain at most ${MaxLength} characters`;
  }
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(text)) {
    return `Parameter ${name} must match pattern ${AllowedPattern}`;
  }
  return undefined;
}

function invalid(message: string): TemplateError {
  return new TemplateError(message);
}
