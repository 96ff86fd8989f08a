/** Values of templates: plain data in which functions are objects with one member. */

export type TemplateMembers = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is TemplateMembers {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function membersOf(value: unknown): TemplateMembers {
  return isMembers(value) ? value : {};
}

export interface FunctionCall {
  /** `Ref`, `Condition`, `Fn::Sub`. */
  readonly name: string;
  readonly argument: unknown;
}

/** The function that a value calls; undefined for plain data. */
export function functionOf(value: unknown): FunctionCall | undefined {
  if (!isMembers(value)) return undefined;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  const isCall = more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
  return isCall ? { name, argument } : undefined;
}

/** `a.b.c` or `[a, b.c]`: a resource and the name of an attribute. */
export function attributePath(argument: unknown): readonly [id: string, attribute: unknown] {
  if (Array.isArray(argument)) return [String(argument[0]), argument[1]];
  const text = String(argument);
  const dot = text.indexOf('.');
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** Calls `visit` for the value and everything in it. */
export function walk(value: unknown, visit: (value: unknown) => void): void {
  visit(value);
  if (typeof value !== 'object' || value === null) return;
  for (const member of Object.values(value)) walk(member, visit);
}
