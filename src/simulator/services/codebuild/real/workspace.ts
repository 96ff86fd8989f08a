/**
 * A new folder for one build, and the environment of its commands: required variables, and nothing else of the
 * host's.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCredentialIdentity } from '@smithy/types';
import { arnOf, type CodeBuildScope } from '../codebuild-scope.ts';
import { logOf } from '../log.ts';
import type { Build } from '../resources.ts';

export interface Workspace {
  readonly home: string;
  readonly source: string;
  readonly state: string;
  remove(): void;
}

export function openWorkspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'flotilla-build-'));
  const [home, source, state] = ['home', 'src', 'state'].map((name) => {
    const folder = join(root, name);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  });
  return {
    home: home ?? root,
    source: source ?? root,
    state: state ?? root,
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export interface WorkspaceOptions {
  readonly variables: Readonly<Record<string, string>>;
  readonly credentials: AwsCredentialIdentity;
  /** URL of the simulator. */
  readonly endpoint: string;
  /** The search path of commands. */
  readonly path: string;
}

/** Variables of the build come first, so that they cannot override CodeBuild's own. */
export function shellEnvironment(
  scope: CodeBuildScope,
  build: Build,
  { variables, credentials, endpoint, path, ...workspace }: WorkspaceOptions & Workspace,
): Readonly<Record<string, string>> {
  const { region } = scope;
  const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
  return {
    PATH: path,
    LANG: 'C.UTF-8',
    ...variables,
    HOME: workspace.home,
    CI: 'true',
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_ARN: arnOf(scope, 'build', build.id),
    CODEBUILD_BUILD_NUMBER: String(build.number),
    CODEBUILD_BUILD_IMAGE: build.definition.environment.image,
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_KMS_KEY_ID: build.definition.encryptionKey,
    CODEBUILD_LOG_PATH: logOf(build)?.stream ?? '',
    CODEBUILD_START_TIME: String(build.submittedAt),
    CODEBUILD_SRC_DIR: workspace.source,
    CODEBUILD_BUILD_SUCCEEDING: '1',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: endpoint,
    // There is no instance metadata service.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
