/**
 * Why no credentials were found: the SDK's chain says only that none of its providers had any. Read from the same shared
 * configuration files. https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */

import { loadConfig, loadSharedConfigFiles } from '@smithy/core/config';
import { nearest } from '../model/nearest.ts';

/** What to do when nothing says where the credentials should come from. */
export const noCredentials =
  'no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or sign in with `aws sso login`';

type Profile = Readonly<Record<string, string | undefined>>;
type Profiles = Readonly<Record<string, Profile>>;

/** One sentence with what to do. `named` is the profile that the caller asked for. */
export async function explainMissing(named: string | undefined): Promise<string> {
  const profile = named ?? ((await loadConfig(profileSources)()) || undefined);
  const profiles = await readProfiles();
  if (profile !== undefined) return explainProfile(profile, profiles);
  if ((await loadConfig(containerSources)()) !== '')
    return 'the credentials endpoint of the container did not answer; check AWS_CONTAINER_CREDENTIALS_FULL_URI and the task or pod role';
  return profiles.default ? explainProfile('default', profiles) : noCredentials;
}

const profileSources = {
  environmentVariableSelector: ({ AWS_PROFILE }: NodeJS.ProcessEnv) => AWS_PROFILE,
  configFileSelector: () => undefined,
  default: '',
};

const containerSources = {
  environmentVariableSelector: (env: NodeJS.ProcessEnv) =>
    env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
  configFileSelector: () => undefined,
  default: '',
};

async function readProfiles(): Promise<Profiles> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  const merged = Array.from(names, (name) => [
    name,
    { ...configFile[name], ...credentialsFile[name] },
  ]);
  return Object.fromEntries(merged) as Profiles;
}

function explainProfile(name: string, profiles: Profiles): string {
  const profile = profiles[name];
  if (!profile) return `the profile "${name}" does not exist${hint(name, Object.keys(profiles))}`;
  const chain = sourcesOf(name, profiles);
  const last = chain.at(-1) ?? name;
  if (chain.indexOf(last) < chain.length - 1)
    return `the source profiles of "${name}" form a loop: ${chain.join(' → ')}; correct source_profile in one of them`;
  const source = profiles[last];
  if (!source)
    return `the profile "${chain.at(-2)}" names the source profile "${last}", which does not exist`;
  return (
    explainSource(last, source) ??
    explainMfa(chain, profiles) ??
    `the profile "${name}" has no credentials; add some, or sign in with \`aws sso login --profile ${name}\``
  );
}

function hint(name: string, known: readonly string[]): string {
  const profiles = known.filter((other) => !other.includes('.'));
  const near = nearest(name, profiles);
  if (near !== undefined) return `; did you mean ${near}?`;
  return profiles.length > 0 ? `; there are ${profiles.toSorted().join(', ')}` : '; there are none';
}

/** The profile and its source profiles, up to one without a source or one that comes again. */
function sourcesOf(name: string, profiles: Profiles): readonly string[] {
  const chain = [name];
  for (
    let next = profiles[name]?.source_profile;
    next !== undefined;
    next = profiles[next]?.source_profile
  ) {
    chain.push(next);
    if (chain.indexOf(next) < chain.length - 1) break;
    if (profiles[next]?.source_profile === next) break;
  }
  return chain;
}

function explainSource(name: string, profile: Profile): string | undefined {
  if (profile.sso_session !== undefined || profile.sso_start_url !== undefined)
    return `the SSO session of the profile "${name}" has expired or was never started; run \`aws sso login --profile ${name}\``;
  // Without its arguments, which may be secret.
  if (profile.credential_process !== undefined) {
    const [program = ''] = profile.credential_process.split(' ');
    return `the credential_process of the profile "${name}" failed (${program}); run it by hand to see why`;
  }
  return undefined;
}

function explainMfa(chain: readonly string[], profiles: Profiles): string | undefined {
  const name = chain.find((one) => profiles[one]?.mfa_serial !== undefined);
  if (name === undefined) return undefined;
  const serialNumber = profiles[name]?.mfa_serial;
  return `the profile "${name}" requires an MFA code (${serialNumber}); run the command on a terminal, which asks for it, or export credentials: \`aws configure export-credentials --profile ${name} --format env\``;
}
