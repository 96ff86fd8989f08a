/** Makes a settings file, and the files that it names, of the parameters of an installation. Pure. */

import { stringify } from 'yaml';
import { FlotillaError } from '../model/flotilla-error.ts';

export interface InstallationParameters {
  /** `SpaBeta`. */
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** All below `/SpaBeta`. */
  readonly parameters: readonly StoredParameter[];
}

export interface StoredParameter {
  readonly name: string;
  readonly value: string;
  /** Is never a setting. */
  readonly isSecret: boolean;
}

export interface ImportedSettings {
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
  readonly organizationalUnits: number;
  readonly accounts: number;
  readonly documents: number;
  /** Keys whose values no parameter has. They are `TODO` in the file, which `settings validate` reports. */
  readonly missing: readonly string[];
  /** Parameters that are not settings. */
  readonly ignored: readonly string[];
}

/** Not a valid expression, ARN or file. */
const placeholder = 'TODO';

const header = (environment: string) =>
  `# Imported from the parameters below /${environment}. They have what was merged from defaults, entries and CSV files.
# Nothing else is stored there: copy automation (tags, role_name_to_manage_codebuild, verbosity), metering, reporting and
# features (such as with_tag_prefix, with_cost_management_tag and recipients) from your earlier file, or leave the defaults.
# Replace each ${placeholder}; \`flotilla settings validate\` names them.
`;

/** Throws an `InvalidInput` for an entry that is not a JSON object. */
export function importSettings(installation: InstallationParameters): ImportedSettings {
  const { environment, accountId, region } = installation;
  const found = sortParameters(installation);
  const documents = found.documents.map(({ label, value }) => ({
    label,
    value,
    path: `${label.replaceAll('/', '-')}.md`,
  }));
  const worker = {
    preparation_buildspec_template_file: found.preparation ? 'preparation.yaml' : placeholder,
    purge_buildspec_template_file: found.purge ? 'purge.yaml' : placeholder,
  };
  const settings = {
    environment_identifier: environment,
    automation: {
      account_id: accountId,
      region,
      maintenance_window_expression: placeholder,
      role_arn_to_manage_accounts: placeholder,
    },
    worker,
    ...(documents.length > 0 && {
      features: {
        with_end_user_documents: Object.fromEntries(
          documents.map(({ label, path }) => [label, path]),
        ),
      },
    }),
    organizational_units: found.units.map(entryOf),
    accounts: found.accounts.map(entryOf),
  };
  return {
    files: new Map([
      ['settings.yaml', `${header(environment)}${stringify(settings, { lineWidth: 0 })}`],
      ...(found.preparation ? [['preparation.yaml', found.preparation.value] as const] : []),
      ...(found.purge ? [['purge.yaml', found.purge.value] as const] : []),
      ...documents.map(({ path, value }) => [path, value] as const),
    ]),
    organizationalUnits: found.units.length,
    accounts: found.accounts.length,
    documents: documents.length,
    missing: missingKeys({ automation: settings.automation, worker }),
    ignored: found.ignored,
  };
}

function sortParameters({ environment, parameters }: InstallationParameters) {
  const prefix = `/${environment}/`;
  const sorted = parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const plain = sorted.filter(({ isSecret }) => !isSecret);
  const below = (folder: string) =>
    plain.filter(({ name }) => name.startsWith(`${prefix}${folder}/`));
  const named = (label: string) => plain.find(({ name }) => name === `${prefix}${label}`);
  const [units, accounts] = [below('OrganizationalUnits'), below('Accounts')];
  const [preparation, purge] = [
    named('PreparationBuildspecTemplate'),
    named('PurgeBuildspecTemplate'),
  ];
  const documents = below('Documents');
  const used = new Set([...units, ...accounts, ...documents, preparation, purge]);
  return {
    units,
    accounts,
    preparation,
    purge,
    documents: documents.map(({ name, value }) => ({
      label: name.slice(`${prefix}Documents/`.length),
      value,
    })),
    ignored: sorted.filter((one) => !used.has(one)).map(({ name }) => name),
  };
}

/** Whether a number was one in the settings, or a text, is not known: it stays as it is stored, `500.0`. */
function entryOf({ name, value }: StoredParameter): object {
  const identifier = name.slice(name.lastIndexOf('/') + 1);
  const entry = parseJson(name, value);
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw damaged(name);
  return { identifier, ...entry };
}

/** The text of a number in the JSON, which TypeScript's library does not have yet. */
interface ReviverContext {
  readonly source?: string;
}

function parseJson(name: string, json: string): unknown {
  const keepNumbers = (_key: string, value: unknown, context?: ReviverContext) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  try {
    return JSON.parse(json, keepNumbers);
  } catch (cause) {
    throw damaged(name, cause);
  }
}

function damaged(name: string, cause?: unknown): FlotillaError {
  const message = `the parameter ${name} is not a JSON object; correct or delete it`;
  return new FlotillaError('InvalidInput', message, { cause });
}

function missingKeys(sections: Readonly<Record<string, object>>): readonly string[] {
  return Object.entries(sections).flatMap(([section, values]) =>
    Object.entries(values)
      .filter(([, value]) => value === placeholder)
      .map(([key]) => `${section}.${key}`),
  );
}
