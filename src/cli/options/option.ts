/**
 * An option is a Zod schema: it reads the text that was typed, `.describe()` is its help, and its type is what the
 * command receives. What else the command line must know about it is registered beside the schema.
 */

import * as z from 'zod';

/** What shells complete, beyond the values of a choice. */
export type Completion =
  | 'file'
  | 'folder'
  | 'profile'
  | 'region'
  | 'service'
  | 'type'
  | 'settings-entry'
  | 'command';

export interface OptionMeta {
  /** `flag` has no value; `repeated` collects every use into a list. */
  readonly kind: 'flag' | 'value' | 'repeated';
  /** Shown for the value: `ids` in `--targets <ids>`. */
  readonly placeholder?: string | undefined;
  /** Default: the name of the field, `--dry-run` for `dryRun`. */
  readonly flag?: string;
  /** `o` for `-o`. */
  readonly short?: string;
  /** The heading above it in the help. */
  readonly heading?: string;
  /** What the help says of the default. Default: the schema's own. */
  readonly fallback?: string;
  readonly choices?: readonly string[];
  readonly completion?: Completion;
  /** Fields that cannot be given together with it. */
  readonly conflicts?: readonly string[];
  /** A positional argument that must be preceded by `--`. */
  readonly isAfterDashes?: true;
  /** Never read from flotilla.yaml: the person who runs the command says it. */
  readonly isPersonal?: true;
  /** Not shown where defaults are listed. */
  readonly isSecret?: true;
}

export type OptionShape = Readonly<Record<string, z.ZodType>>;

/** What a command receives: `undefined` members are absent. */
export type OptionValues<Shape extends OptionShape> = {
  readonly [Field in keyof Shape]: z.output<Shape[Field]>;
};

const optionMeta = z.registry<Partial<OptionMeta>>();

export function withMeta<Schema extends z.ZodType>(schema: Schema, meta: OptionMeta): Schema {
  optionMeta.add(schema, meta);
  return schema;
}

/** The same option with something about it changed. */
export function changed<Schema extends z.ZodType>(
  schema: Schema,
  meta: Partial<OptionMeta>,
): Schema {
  const copy = schema.clone();
  optionMeta.add(copy, meta);
  return copy;
}

/** The same options below a heading of the help. */
export function headed<Shape extends OptionShape>(heading: string, shape: Shape): Shape {
  const entries = Object.entries(shape).map(([field, schema]) => [
    field,
    changed(schema, { heading }),
  ]);
  return Object.fromEntries(entries) as Shape;
}

/** Some of the options. */
export function pick<Shape extends OptionShape, Field extends keyof Shape>(
  shape: Shape,
  fields: readonly Field[],
): Pick<Shape, Field> {
  return Object.fromEntries(fields.map((field) => [field, shape[field]])) as Pick<Shape, Field>;
}

/** All but some of the options. */
export function omit<Shape extends OptionShape, Field extends keyof Shape>(
  shape: Shape,
  fields: readonly Field[],
): Omit<Shape, Field> {
  const left = Object.entries(shape).filter(([field]) => !fields.includes(field as Field));
  return Object.fromEntries(left) as Omit<Shape, Field>;
}

/** An option as the command line knows it. */
export interface DescribedOption extends OptionMeta {
  readonly field: string;
  /** `--dry-run`, or the bare name of a positional argument. */
  readonly flag: string;
  readonly help: string;
  readonly isRequired: boolean;
}

export function describeOptions(shape: OptionShape): readonly DescribedOption[] {
  return Object.entries(shape).map(([field, schema]) => describeOption(field, schema));
}

export function describeOption(field: string, schema: z.ZodType): DescribedOption {
  const layers = layersOf(schema);
  const meta: Partial<OptionMeta> = Object.assign(
    {},
    ...layers.toReversed().map((layer) => optionMeta.get(layer) ?? {}),
  );
  const { kind = 'value', flag = `--${kebab(field)}` } = meta;
  const fallback = meta.fallback ?? defaultText(layers);
  const help =
    layers.map(({ description }) => description).find((text) => text !== undefined) ?? '';
  return {
    ...meta,
    kind,
    placeholder: kind === 'flag' ? undefined : (meta.placeholder ?? 'value'),
    field,
    flag,
    help,
    ...(fallback !== undefined && { fallback }),
    isRequired: kind !== 'flag' && !schema.safeParse(undefined).success,
  };
}

/** The schema and what it wraps: `.optional()`, `.default()` and `.transform()` keep the option inside. */
function layersOf(schema: z.ZodType): readonly z.ZodType[] {
  const { innerType, in: input } = schema.def as {
    readonly innerType?: z.ZodType;
    readonly in?: z.ZodType;
  };
  const inner = innerType ?? input;
  return inner ? [schema, ...layersOf(inner)] : [schema];
}

function defaultText(layers: readonly z.ZodType[]): string | undefined {
  for (const { def } of layers) {
    const { defaultValue } = def as { readonly defaultValue?: unknown };
    if (Array.isArray(defaultValue)) return defaultValue.join(',');
    if (defaultValue !== undefined && defaultValue !== false) return String(defaultValue);
  }
  return undefined;
}

export function kebab(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
