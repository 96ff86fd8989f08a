/**
 * Options that may stand before the command too. As plain data: the help of all commands must not load the schemas
 * (and Zod with them), which read the values.
 */

export interface GlobalOption {
  readonly flag: string;
  readonly short?: string;
  /** Absent: a flag without a value. */
  readonly placeholder?: string;
  readonly help: string;
  readonly fallback?: string;
}

export const outputFormats = ['table', 'json', 'ndjson', 'yaml', 'csv'] as const;
export const colorModes = ['auto', 'always', 'never'] as const;

export const globalOptions = {
  output: {
    flag: '--output',
    short: 'o',
    placeholder: 'format',
    help: `how results are printed: ${outputFormats.join(', ')}`,
    fallback: 'table',
  },
  quiet: {
    flag: '--quiet',
    short: 'q',
    help: 'print results, warnings and errors, and nothing else',
  },
  verbose: {
    flag: '--verbose',
    short: 'v',
    help: 'print a line on stderr for each AWS call and each retry',
  },
  color: {
    flag: '--color',
    placeholder: 'when',
    help: `color the output: ${colorModes.join(', ')}`,
    fallback: 'auto: on a terminal, unless NO_COLOR is set',
  },
  profile: {
    flag: '--profile',
    placeholder: 'name',
    help: 'profile of the AWS configuration files',
    fallback: 'AWS_PROFILE',
  },
  region: {
    flag: '--region',
    placeholder: 'name',
    help: 'region, where a command names no other',
    fallback: 'AWS_REGION, AWS_DEFAULT_REGION, the profile',
  },
  endpointUrl: {
    flag: '--endpoint-url',
    placeholder: 'url',
    help: 'endpoint to call instead of AWS, such as that of flotilla simulate',
    fallback: 'AWS_ENDPOINT_URL',
  },
} as const satisfies Readonly<Record<string, GlobalOption>>;
