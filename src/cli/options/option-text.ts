/** How options and arguments are written: the same in help texts and in the reference page. */

interface WrittenOption {
  /** `--dry-run`; of an argument its name. */
  readonly flag: string;
  readonly short?: string;
  /** Absent: without a value. */
  readonly placeholder?: string | undefined;
  readonly help: string;
  readonly fallback?: string;
}

/** `-o, --output <format>` */
export function optionUsage({ flag, short, placeholder }: WrittenOption): string {
  const names = short === undefined ? flag : `-${short}, ${flag}`;
  return placeholder === undefined ? names : `${names} <${placeholder}>`;
}

/** `how results are printed (default: table)` */
export function optionHelp({ help, fallback }: WrittenOption): string {
  return fallback === undefined ? help : `${help} (default: ${fallback})`;
}

interface WrittenArgument {
  readonly field: string;
  readonly kind: 'flag' | 'value' | 'repeated';
  readonly isRequired: boolean;
}

/** `<file>`, `[command...]` */
export function argumentUsage({ field, kind, isRequired }: WrittenArgument): string {
  const text = `${field}${kind === 'repeated' ? '...' : ''}`;
  return isRequired ? `<${text}>` : `[${text}]`;
}
